"""How many seats of a session are taken and how many people wait: counted when they are asked for, never stored."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count

from scheduling.models import Appointment

State = Appointment.State
# Who came, or should have, holds the seat still.
TAKEN = frozenset({State.BOOKED, State.ATTENDED, State.NO_SHOW})
WAITING: frozenset[str] = frozenset()


class Seats(NamedTuple):
    booked: int = 0
    waiting: int = 0


def count(sessions: Collection[int]) -> dict[int, Seats]:
    """Of each session that anybody booked, in one query."""
    found: dict[int, Seats] = {}
    rows = Appointment.objects.filter(session__in=sessions, state__in=TAKEN | WAITING).order_by()
    for session, state, number in rows.values_list("session", "state").annotate(number=Count("pk")):
        seats = found.get(session, Seats())
        taken, waits = (number, 0) if state in TAKEN else (0, number)
        found[session] = Seats(seats.booked + taken, seats.waiting + waits)
    return found


def of(session: int) -> Seats:
    return count([session]).get(session, Seats())
