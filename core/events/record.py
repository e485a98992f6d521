"""Writing an event: in the transaction of the change it tells of."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from core.events.models import Event
from core.events.registry import REGISTRY, EventData

# One event must fit in one message of SNS (256 KiB): one that doesn't would stop the line there for good.
MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Told:
    """An event of several that are recorded at once; what each field is, `record` says."""

    data: EventData
    subject: str
    audience: Collection[str]


def record(data: EventData, *, subject: str, audience: Collection[str], actor: int | None) -> Event:
    """Adds one event to the line.

    `subject` is `kind/id`; `audience` names the topics whose readers may see it (`core.events.audience`): a decision about
    security, for what one of them may not see is not in `data`. `actor` is the id of the user who did it, None for the system.

    Call it after the row it tells of is locked or written, so that two changes of one thing stand in the order they happened in.
    Raises RuntimeError outside a transaction, for a type that isn't declared, and for data of more than MAX_BYTES.
    """
    return record_all([Told(data, subject, audience)], actor=actor)[0]


def record_all(told: Sequence[Told], *, actor: int | None) -> list[Event]:
    """Adds several to the line as `record` does, in their order and in one statement."""
    return Event.objects.bulk_create([_event(one.data, one.subject, one.audience, actor) for one in told])


def _event(data: EventData, subject: str, audience: Collection[str], actor: int | None) -> Event:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{data.type} must be recorded in the transaction of the change it tells of.")
    if REGISTRY.get(data.type) is not type(data):
        raise RuntimeError(f"{type(data).__name__} is not declared in the registry.")
    fields = data.model_dump(mode="json")
    if len(json.dumps(fields)) > MAX_BYTES:
        raise RuntimeError(f"{data.type} is too large for the line: an event carries ids and short text.")
    return Event(
        type=data.type,
        subject=subject,
        audience=sorted(audience),
        actor=actor,
        dataversion=data.dataversion,
        data=fields,
    )
