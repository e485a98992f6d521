from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Has no tables; an app, so that `manage.py demo` is found."""

    name = "gymcrm.demo"
