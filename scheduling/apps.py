from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        # Each declares itself in a table: event types, kinds of notifications, topics, who takes the outcomes of reminders, what
        # follows memberships.
        from scheduling import events, notifications, person_parts, timetable_events, topics  # noqa: F401, PLC0415  models are ready only now
        from scheduling.reminders import memberships, outcomes  # noqa: F401, PLC0415
