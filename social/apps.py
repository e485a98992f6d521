from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "social"

    def ready(self) -> None:
        # Declares itself in the table of the live line's topics.
        from social import person_parts, topics  # noqa: F401, PLC0415  models are ready only now
