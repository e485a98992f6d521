"""What becomes of the people in a session when it moves, when it is cancelled, or when fewer seats are left.

The caller holds the session's row and has saved what changed of it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from core.models import User
from scheduling import bookings
from scheduling.models import Appointment, Session
from scheduling.seats import WAITING


def seats(session: Session) -> "QuerySet[Appointment]":
    """Who is booked, whoever booked first first."""
    return Appointment.objects.with_names().filter(session=session, state=Appointment.State.BOOKED).order_by("created_at", "id")


def beyond(session: Session, capacity: int) -> list[Appointment]:
    """Who would have to leave if it had so many seats: who booked last leaves first."""
    return list(seats(session))[capacity:][::-1]


def elsewhere(session: Session, *, starts_at: datetime, ends_at: datetime) -> list[Appointment]:
    """Who is booked for something else at that time."""
    others = Appointment.objects.filter(
        customer=OuterRef("customer"), state=Appointment.State.BOOKED, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    return list(seats(session).filter(Exists(others.exclude(session=session))))


def release(appointments: Collection[Appointment], *, by: User | None) -> None:
    """Takes back their seats. They are told, and get back what the seat took: it isn't they who cancelled."""
    for appointment in appointments:
        bookings.cancel(appointment=appointment, by=by)


def move(session: Session, *, by: User | None) -> None:
    """Gives every seat the session's times and trainer. Whoever has one is told, and reminded at the new time.

    Raises Conflict, naming who is elsewhere and when.
    """
    for appointment in seats(session):
        bookings.follow(appointment=appointment, session=session, by=by)


def cancel_all(session: Session, *, by: User | None) -> Sequence[Appointment]:
    """Cancels every seat and every place in the queue, each person told once (domain rule 16)."""
    states = {Appointment.State.BOOKED, *WAITING}
    held = list(Appointment.objects.with_names().filter(session=session, state__in=states).order_by("created_at", "id"))
    release(held, by=by)
    return held
