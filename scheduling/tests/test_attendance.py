"""Who came and who didn't: by the roster or by coming in, and what becomes of the visit."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import checkins, memberships, visits
from core.calendar import today
from core.events.models import Event
from core.models import CheckIn, Customer, Membership
from core.refusals import Conflict
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, PlanFactory
from core.tests.together import together
from scheduling import attendance, bookings, waitlist
from scheduling.models import Appointment, Session
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def card(count: int = 3) -> Membership:
    plan = PlanFactory.create(months=None, visits=count)
    return memberships.sell(customer=CustomerFactory.create(), plan=plan, starts_on=today(), by=None)


def klass(**fields: Any) -> Session:
    return SessionFactory.create(service=ServiceFactory.create(kind="class", capacity=3, needs_membership=True, **fields))


def state(row: Appointment) -> str:
    row.refresh_from_db()
    return row.state


def left(held: Membership) -> int | None:
    held.refresh_from_db()
    return held.visits_left


def enter(customer: Customer) -> CheckIn:
    row = checkins.check_in(customer=customer, method="search", by=None).check_in
    assert row
    return row


def test_coming_in_around_the_start_is_attending_and_takes_no_second_visit() -> None:
    held, session = card(1), klass()
    seat = bookings.book_seat(session=session, customer=held.customer, by=None)
    with time_machine.travel(SOON - 46 * MINUTE, tick=False):
        early = enter(held.customer)
        assert state(seat) == "booked"
        assert early.took_visit is False
    with time_machine.travel(SOON - 44 * MINUTE, tick=False):
        row = enter(held.customer)
        assert state(seat) == "attended"
        assert seat.check_in == row
        assert left(held) == 0
        checkins.undo(check_in=row, by=None)
        assert state(seat) == "booked"
        assert left(held) == 0
    assert [event.type for event in Event.objects.filter(subject=seat.subject).order_by("position")] == [
        "appointment.booked", "appointment.attended", "appointment.changed",
    ]  # fmt: skip
    assert not visits.unbalanced()


def test_of_two_in_a_row_it_is_the_first() -> None:
    held, session = card(), klass()
    first = bookings.book_seat(session=session, customer=held.customer, by=None)
    second = bookings.book(customer=held.customer, service=ServiceFactory.create(), starts_at=session.ends_at, by=None)
    with time_machine.travel(session.ends_at - 40 * MINUTE, tick=False):
        enter(held.customer)
    assert (state(first), state(second)) == ("attended", "booked")
    with time_machine.travel(session.ends_at - 5 * MINUTE, tick=False):
        enter(held.customer)
    assert state(second) == "attended"


def test_the_roster_says_who_came_and_who_did_not() -> None:
    held, session = card(), klass()
    seat = bookings.book_seat(session=session, customer=held.customer, by=None)
    for mark in (attendance.mark_attended, attendance.mark_missed):
        with time_machine.travel(SOON - 50 * MINUTE, tick=False), pytest.raises(Conflict) as error:
            mark(appointment=seat, by=None)
        assert error.value.code == "too_early"
    with time_machine.travel(SOON + MINUTE, tick=False):
        for _ in range(2):
            assert attendance.mark_missed(appointment=seat, by=None).state == "no_show"
        assert attendance.mark_attended(appointment=seat, by=None).version == 3
        assert attendance.unmark(appointment=seat, by=None).state == "booked"
    assert left(held) == 2
    with pytest.raises(Conflict):
        attendance.mark_attended(appointment=bookings.cancel(appointment=seat, by=None), by=None)


def test_a_no_show_follows_the_rule_it_was_booked_under() -> None:
    held, session = card(1), klass(no_show="given_back")
    seat = bookings.book_seat(session=session, customer=held.customer, by=None)
    with time_machine.travel(SOON + MINUTE, tick=False):
        attendance.mark_missed(appointment=seat, by=None)
        assert left(held) == 1
        attendance.mark_attended(appointment=seat, by=None)  # they were late
        assert left(held) == 0
        attendance.mark_missed(appointment=seat, by=None)
        assert left(held) == 1
        later = bookings.book_seat(session=SessionFactory.create(
            service=session.service, starts_at=SOON + timedelta(days=1)), customer=held.customer, by=None)  # fmt: skip
        with pytest.raises(Conflict) as error:
            attendance.unmark(appointment=seat, by=None)
    assert (error.value.code, later.took_visit, left(held)) == ("no_visits_left", True, 0)
    assert not visits.unbalanced()


def test_closing_the_roster_misses_whoever_is_only_booked() -> None:
    session = klass()
    seats = [bookings.book_seat(session=session, customer=card().customer, by=None) for _ in range(3)]
    waits = waitlist.join(session=session, customer=card().customer, by=None)
    with pytest.raises(Conflict):
        attendance.close_roster(session=session, by=None)
    with time_machine.travel(SOON + MINUTE, tick=False):
        attendance.mark_attended(appointment=seats[0], by=None)
        assert len(attendance.close_roster(session=session, by=None)) == 2
    assert [state(one) for one in (*seats, waits)] == ["attended", "no_show", "no_show", "waitlisted"]


def test_closing_it_may_say_that_all_who_are_left_came(person: Any) -> None:
    session = klass()
    seats = [bookings.book_seat(session=session, customer=card().customer, by=None) for _ in range(3)]
    with time_machine.travel(SOON + MINUTE, tick=False):
        trainer: Person = person("trainer")
        attendance.mark_missed(appointment=seats[0], by=None)
        url = f"/api/sessions/{session.pk}/roster/close/"
        assert trainer.client.post(url, {"came": "perhaps"}, format="json").status_code == 400
        closed = trainer.client.post(url, {"came": True}, format="json").json()
    assert {one["id"]: one["state"] for one in closed["appointments"]} == {
        seats[0].pk: "no_show", seats[1].pk: "attended", seats[2].pk: "attended",
    }  # fmt: skip


def booked_long_ago(**rules: Any) -> Appointment:
    """A one-to-one of yesterday that went by a card of one visit."""
    held = card(1)
    held.starts_on -= timedelta(days=3)
    held.save()
    service = ServiceFactory.create(needs_membership=True, **rules)
    return bookings.book(customer=held.customer, service=service, starts_at=timezone.now() - timedelta(days=1), by=None)


@pytest.mark.parametrize(("means", "event"), [("no_show", "appointment.missed"), ("attended", "appointment.attended")])
def test_what_stays_open_is_closed_by_the_clock_once(means: str, event: str) -> None:
    seat = booked_long_ago(open_roster=means, no_show="given_back")
    assert attendance.close_open_rosters() == 1
    assert attendance.close_open_rosters() == 0
    assert state(seat) == means
    told = Event.objects.filter(subject=seat.subject).order_by("position").last()
    assert told
    assert (told.type, told.actor, told.data["state"]) == (event, None, means)
    assert left(seat.membership) == (1 if means == "no_show" else 0)  # type: ignore[arg-type]
    attendance.unmark(appointment=seat, by=None)  # the staff know better
    assert attendance.close_open_rosters() == 0
    assert (state(seat), left(seat.membership)) == ("booked", 0)  # type: ignore[arg-type]
    assert not visits.unbalanced()


def test_it_is_closed_by_the_rule_of_when_it_was_booked_and_not_before_its_time() -> None:
    service = ServiceFactory.create(open_roster="no_show", open_roster_minutes=30)
    ended = timezone.now() - 31 * MINUTE
    due, confirmed, early, marked = [
        bookings.book(customer=CustomerFactory.create(), service=service, starts_at=ended - 60 * MINUTE + later, by=None)
        for later in (timedelta(0), timedelta(0), 2 * MINUTE, timedelta(0))
    ]
    Appointment.objects.filter(pk=confirmed.pk).update(state="confirmed")
    attendance.mark_attended(appointment=marked, by=None)
    service.open_roster = "left_open"
    service.save()
    assert attendance.close_open_rosters() == 2
    assert [state(one) for one in (due, confirmed, early, marked)] == ["no_show", "no_show", "booked", "attended"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "appointment_to_be_closed" in Appointment.objects.to_be_closed().explain()


@pytest.mark.django_db(transaction=True)
def test_of_two_clocks_one_closes_it() -> None:
    seats = [booked_long_ago(open_roster="no_show") for _ in range(3)]
    connection.close()
    done = together([attendance.close_open_rosters] * 2)
    assert sum(one for one in done if isinstance(one, int)) == 3, done
    assert Event.objects.filter(type="appointment.missed").count() == 3
    assert {state(one) for one in seats} == {"no_show"}


def test_the_roster_takes_the_same_queries_for_any_length(person: Any) -> None:
    session = klass()
    desk: Person = person("trainer")
    counts, asked = [], f"/api/sessions/{session.pk}/roster/"
    for _ in range(3):
        bookings.book_seat(session=session, customer=card().customer, by=None)
        with CaptureQueriesContext(connection) as queries:
            body = desk.client.get(asked).json()
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
    waitlist.join(session=session, customer=CustomerFactory.create(last_name="Aaa"), by=None)
    body = desk.client.get(asked).json()
    assert (body["capacity"], body["booked"], body["waiting"]) == (3, 3, 1)
    assert [(one["state"], one["position"]) for one in body["appointments"]] == [("booked", None)] * 3 + [("waitlisted", 1)]
    assert person("member").client.get(asked).status_code == 403
