"""The calendar: the sessions of some days, each with its seats and with what the asker has booked, in three queries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from core.models import User
from scheduling import seats
from scheduling.models import Appointment, Session
from scheduling.timetable_events import session_facts

# More than a month of a large centre; a question for more than that is no calendar's.
MOST = 10_000
NAMED = ("service", "trainer", "stands_in_for", "room")


def shown(sessions: "QuerySet[Session]", *, to: User) -> list[dict[str, Any]]:
    """At most MOST and one, in the order of the queryset."""
    return facts(list(sessions.select_related(*NAMED)[: MOST + 1]), to=to)


def facts(sessions: Sequence[Session], *, to: User) -> list[dict[str, Any]]:
    """Of each its outer shape (`session_facts`) with `own`: `{"appointment", "state"}` of the asker, or none."""
    ids = [session.pk for session in sessions]
    counts, own = seats.count(ids), _own(ids, to)
    none = seats.Seats()
    return [{**session_facts(one, counts.get(one.pk, none)), "own": own.get(one.pk)} for one in sessions]


def _own(sessions: Sequence[int], asker: User) -> dict[int, dict[str, Any]]:
    booked = Appointment.objects.filter(customer__user=asker, session__in=sessions).exclude(state=Appointment.State.CANCELLED)
    rows = booked.order_by("id").values_list("session", "pk", "state")
    return {session: {"appointment": pk, "state": state} for session, pk, state in rows}
