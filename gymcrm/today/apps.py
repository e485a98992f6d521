from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The start page of the staff, put together from what the apps contribute."""

    name = "gymcrm.today"
    label = "today"
