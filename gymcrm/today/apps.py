from django.apps import AppConfig


class TodayConfig(AppConfig):
    """The start page of the staff, put together from what the apps contribute."""

    name = "gymcrm.today"
    label = "today"

    def ready(self) -> None:
        from gymcrm.today import events, person_parts  # noqa: F401, PLC0415  models are ready only now
