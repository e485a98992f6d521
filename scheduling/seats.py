"""How many seats of a session are taken and how many people wait, as the database counts them (fifth migration)."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet

from scheduling.models import Appointment, Session

State = Appointment.State
# Who came, or should have, holds the seat still; so does who was offered it.
TAKEN = Q(appointments__state__in=[*Appointment.PRESENT, State.NO_SHOW]) | Q(appointments__offered_until__isnull=False)
WAITING = Q(appointments__state=State.WAITLISTED, appointments__offered_until__isnull=True)


class Seats(NamedTuple):
    booked: int = 0
    waiting: int = 0


def count(sessions: Collection[int]) -> dict[int, Seats]:
    """Of each session, in one query."""
    rows = Session.objects.filter(pk__in=sessions).order_by().values_list("pk", "taken", "waiting")
    return {pk: Seats(taken, waiting) for pk, taken, waiting in rows}


def of(session: int) -> Seats:
    return count([session]).get(session, Seats())


def miscounted() -> QuerySet[Session]:
    """The checker: sessions whose seats or queue aren't what their appointments say. There are none."""
    counted = Session.objects.annotate(seats=Count("appointments", filter=TAKEN), queue=Count("appointments", filter=WAITING))
    return counted.exclude(taken=F("seats"), waiting=F("queue"))
