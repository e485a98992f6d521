"""What must hold of sessions, seats, lists and visits at any moment, whatever was done before: looked up in the rows."""

from itertools import combinations

from django.db.models import Q
from django.utils import timezone

from core import visits
from core.models import Visit
from scheduling import seats
from scheduling.models import Appointment, Session
from scheduling.windows import deadline

State = Appointment.State
TAKES_SEAT = Q(state__in=[*Appointment.PRESENT, State.NO_SHOW]) | Q(state=State.WAITLISTED, offered_until__isnull=False)


def check() -> None:
    """Raises AssertionError, saying which rule is broken."""
    for session in Session.objects.select_related("service"):
        rows = list(session.appointments.exclude(state=State.CANCELLED).order_by("place"))
        taken = session.appointments.filter(TAKES_SEAT).count()
        waiting = [one for one in rows if one.state == State.WAITLISTED and one.offered_until is None]
        assert (session.taken, session.waiting) == (taken, len(waiting)), "seats are counted"
        assert taken <= session.capacity, "seats are never exceeded"
        assert len({one.customer_id for one in rows}) == len(rows), "nobody is in a class twice"
        open_still = timezone.now() < deadline(service=session.service, starts_at=session.starts_at)
        if taken < session.capacity and session.state == Session.State.PLANNED and open_still:
            assert all(one.passed_over for one in waiting), "a free seat passes by only who can't take it"
        offered = [one for one in rows if one.offered_until]
        for one in (*offered, *(row for row in rows if row.state in Appointment.BOOKED)):
            before = [row for row in waiting if row.created_at < one.created_at and row.place and one.place]
            assert all(row.passed_over for row in before if (row.place or 0) < (one.place or 0)), "in order"
        assert [one.pk for one in waiting] == sorted(one.pk for one in waiting), "who came first stands first"
    present = list(Appointment.objects.taking_time().order_by("customer_id"))
    for one, other in combinations(present, 2):
        meet = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        assert not (meet and one.customer_id == other.customer_id), "nobody is in two places"
    assert not visits.unbalanced(), "visits balance"
    assert not seats.miscounted(), "the counts are those of the rows"
    standing = set(Visit.objects.standing().filter(kind="booking").values_list("subject", flat=True))
    took = Appointment.objects.filter(took_visit=True)
    assert standing <= {one.subject for one in took}, "who gave a visit back holds none"
    passed_on = set(Visit.objects.standing().filter(kind="check_in").values_list("day", flat=True))
    assert all(one.subject in standing or passed_on for one in took), "who took a visit holds it"
