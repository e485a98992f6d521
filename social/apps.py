from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "social"

    def ready(self) -> None:
        # Declares its event types and topics in the tables of the live line.
        from social import feed_events, notifications, person_parts, topics  # noqa: F401, PLC0415  models are ready only now
