"""How an event looks outside the database: CloudEvents 1.0 attributes, and ours."""

from datetime import UTC
from typing import Any

from core.events.models import Event
from core.events.registry import REGISTRY

SOURCE = "gymcrm"


def for_screens(event: Event) -> dict[str, Any]:
    """The envelope as a browser gets it: without the audience, which would tell who else may see it."""
    return {
        "id": str(event.id),
        "type": event.type,
        "source": SOURCE,
        "subject": event.subject,
        "time": event.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "dataversion": event.dataversion,
        "seq": event.seq,
        "actor": event.actor,
        "data": event.data if event.type not in REGISTRY or REGISTRY[event.type].leaves_the_database else {},
    }


def for_functions(event: Event) -> dict[str, Any]:
    """The envelope as SNS carries it."""
    return {"specversion": "1.0", "audience": event.audience} | for_screens(event)
