from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"

    def ready(self) -> None:
        from realtime import block_events, person_parts  # noqa: F401, PLC0415  models are ready only now
        from realtime.notifications import events  # noqa: F401, PLC0415
