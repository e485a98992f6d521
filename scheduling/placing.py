"""Turning the database's refusal of a session's time into one that says who or what is taken, by what and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.refusals import Conflict, refusing
from scheduling.centre_time import local
from scheduling.models import Appointment, Session

FIELDS = {
    "session_trainer_free": "trainer",
    "trainer_in_one_place": "trainer",
    "session_room_free": "room",
    "room_in_one_place": "room",
}


@contextmanager
def in_one_place(session: Session) -> Iterator[None]:
    """For saving a session: raises Conflict, and the caller's transaction stays usable."""
    refusals = {name: Conflict("It is taken at this time.", code="conflict", field=field) for name, field in FIELDS.items()}
    full = Conflict("More seats are booked.", code="seats_taken", field="capacity")
    try:
        with refusing(refusals | {"session_holds_its_seats": full}):
            yield
    except Conflict as conflict:
        if conflict is full:
            raise
        raise _named(conflict, session) from conflict


def _named(conflict: Conflict, session: Session) -> Conflict:
    meets: dict[str, Any] = {"starts_at__lt": session.ends_at, "ends_at__gt": session.starts_at}
    holder = session.trainer if conflict.field == "trainer" else session.room
    meets[conflict.field or ""] = holder
    other: Session | Appointment | None = (
        Session.objects.filter(**meets, state=Session.State.PLANNED).exclude(pk=session.pk).select_related("service").first()
        or Appointment.objects.taking_time().filter(**meets, session=None).select_related("service").first()
    )
    if other is None:  # gone in the meantime
        return conflict
    start, end = local(other.starts_at), local(other.ends_at)
    message = f"{getattr(holder, 'name', '')} has {other.service} from {start:%H:%M} to {end:%H:%M} on {start:%Y-%m-%d}."
    return Conflict(message, code="conflict", field=conflict.field)
