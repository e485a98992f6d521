from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "scheduling"

    def ready(self) -> None:
        # Each declares itself in a table: event types, kinds of notifications, topics, who takes the outcomes of reminders and
        # the answers to them, what follows memberships.
        from scheduling import (  # noqa: PLC0415  models are ready only now
            events,  # noqa: F401
            notifications,  # noqa: F401
            person_parts,  # noqa: F401
            task_events,  # noqa: F401
            task_notifications,  # noqa: F401
            task_views,  # noqa: F401
            timetable_events,  # noqa: F401
            topics,  # noqa: F401
        )
        from scheduling.reminders import answers, memberships, outcomes  # noqa: F401, PLC0415
