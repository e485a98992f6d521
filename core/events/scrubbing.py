"""Taking a person out of what the line remembers (domain rule 29): events stay in their places, what they said of them goes."""

import re
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from core.events.models import Event

# Texts under these names say nothing of a person. What is not listed is scrubbed, so a new field is, too.
KEPT = {
    "state", "kind", "channel", "outcome", "currency", "method", "language", "type", "service_name", "plan_name", "trainer_name",
    "colour", "status", "reason_code", "failure",
}  # fmt: skip
INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
BATCH = 500


def scrub(*, subjects: Collection[str], customers: Collection[int], addresses: Collection[str]) -> int:
    """Scrubs events about these subjects, that name one of these customers, or that ask to write to one of these addresses.

    Returns how many. It reads the whole line, which takes seconds on a long one; nobody waits for an erasure.
    """
    about = Q(subject__in=subjects) | Q(data__customer__in=customers)
    for address in {address.lower() for address in addresses if address}:
        about |= Q(data__message__to__iexact=address)
    changed: list[Event] = []
    count = 0
    for event in Event.objects.filter(about).only("position", "data").iterator(chunk_size=BATCH):
        event.data = _scrubbed(event.data)
        changed.append(event)
        if len(changed) == BATCH:
            count += _write(changed)
    return count + _write(changed)


def _write(changed: list[Event]) -> int:
    count = len(changed)
    Event.objects.bulk_update(changed, ["data"])
    changed.clear()
    return count


def _scrubbed(value: Any, name: str = "") -> Any:
    """The same shape with every text gone that could be somebody's."""
    if isinstance(value, dict):
        return {key: _scrubbed(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scrubbed(inner, name) for inner in value]
    if isinstance(value, str) and name not in KEPT and (name == "birth_date" or not INSTANT.fullmatch(value)):
        return ""
    return value
