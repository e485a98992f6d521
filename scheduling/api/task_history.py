"""Who changed what of a task, the latest first: read off the line of events."""

from collections.abc import Sequence
from typing import Any

from core.models import Customer, Event, User
from scheduling.models import Appointment
from scheduling.task_events import TaskChanged, TaskWithdrawn

# Of a change its details are told; who lost sight of it is nobody's business here.
UNTOLD = (TaskChanged.type, TaskWithdrawn.type)


def events(subject: str) -> Any:
    return Event.objects.filter(subject=subject).exclude(type__in=UNTOLD).order_by("-position")


def shape(found: Sequence[Event]) -> list[dict[str, Any]]:
    """As `TaskHistorySerializer` has it. What is no longer there has no name."""
    actors = User.objects.in_bulk({event.actor for event in found if event.actor is not None})
    customers = Customer.objects.in_bulk(_named(found, "customer"))
    appointments = Appointment.objects.in_bulk(_named(found, "appointment"))

    def value(field: str, kept: Any) -> Any:
        if kept is None:
            return None
        if field == "customer":
            return customers[kept].full_name if kept in customers else "…"
        if field == "appointment":
            return appointments[kept].starts_at.isoformat() if kept in appointments else "…"
        return kept

    return [
        {
            "id": event.position,
            "type": event.type,
            "time": event.time,
            "actor": None
            if event.actor is None
            else {"id": event.actor, "name": actors[event.actor].name if event.actor in actors else ""},
            "changes": [
                {"field": field, "old": value(field, old), "new": value(field, new)}
                for field, (old, new) in sorted(event.data.get("changes", {}).items())
            ],
        }
        for event in found
    ]


def _named(found: Sequence[Event], field: str) -> set[int]:
    return {one for event in found for one in event.data.get("changes", {}).get(field, ()) if type(one) is int}
