"""From when and until when members book and cancel. Elapsed time, all of it (domain rule 4); the staff aren't bound by it."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from core.calendar import day_of
from core.refusals import Conflict
from scheduling.centre_time import at, local
from scheduling.models import Service

# Nobody is offered anything at night: an offer that is made then counts its time from the morning on (domain rule 21).
QUIET_FROM, QUIET_UNTIL = time(21), time(8)


def refuse_unless_open(*, service: Service, starts_at: datetime) -> None:
    """Raises Conflict `not_open_yet` or `closed`."""
    now = timezone.now()
    if service.booking_opens_hours is not None:
        opens = starts_at - timedelta(hours=service.booking_opens_hours)
        if now < opens:
            raise Conflict(f"Booking opens on {local(opens):%Y-%m-%d at %H:%M}.", code="not_open_yet", field="session")
    if now >= starts_at - timedelta(minutes=service.booking_closes_minutes):
        raise Conflict("Booking is closed.", code="closed", field="session")


def deadline(*, service: Service, starts_at: datetime) -> datetime:
    """Up to it a new booking can be cancelled in time, and so up to it a freed seat goes to who waits (domain rule 14)."""
    return starts_at - timedelta(hours=service.cancellation_hours)


def awake(instant: datetime) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls in, at the centre."""
    wall = local(instant)
    if wall.time() >= QUIET_FROM:
        return at(day_of(instant) + timedelta(days=1), QUIET_UNTIL)
    return at(day_of(instant), QUIET_UNTIL) if wall.time() < QUIET_UNTIL else instant
