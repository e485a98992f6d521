"""Any history of bookings, cancellations, lists, offers, changes and time leaves seats, order and visits as they must be.

Run by hypothesis, one step after the other, on PostgreSQL; and by threads, all at once. `GYM_BOOKING_EXAMPLES` runs more.
"""

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core import checkins, freezes, memberships
from core.calendar import day_of, today
from core.models import Customer
from core.refusals import Refused
from core.tests.factories import CustomerFactory, PlanFactory
from core.tests.together import together
from scheduling import attendance, bookings, sessions, waitlist
from scheduling.models import Appointment, Service, Session
from scheduling.tests.booked import check
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

EXAMPLES = int(os.environ.get("GYM_BOOKING_EXAMPLES", "12"))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOON = SOON - 3 * DAY
MEMBERS = st.integers(0, 5)
SESSIONS = st.integers(0, 2)


def people() -> list[Customer]:
    """By time, by cards that run out, by a short membership, and by none."""
    yearly, card, short = (
        PlanFactory.create(months=12),
        PlanFactory.create(months=None, visits=2),
        PlanFactory.create(days=12, months=None),
    )
    found = [CustomerFactory.create() for _ in range(6)]
    for customer, plan in zip(found, (yearly, card, short, yearly, card), strict=False):
        memberships.sell(customer=customer, plan=plan, starts_on=today() - 8 * DAY if plan == short else today(), by=None)
    return found


def classes() -> list[Session]:
    """Two at once and one after; one offers its seats, one asks for no membership."""
    rules: list[dict[str, Any]] = [
        {"waitlist": "automatic", "needs_membership": True},
        {"waitlist": "offer", "needs_membership": True, "late_cancellation": "given_back"},
        {"waitlist": "automatic", "needs_membership": False, "no_show": "given_back"},
    ]
    return [
        SessionFactory.create(
            service=ServiceFactory.create(kind="class", capacity=2, cancellation_hours=12, **one),
            starts_at=SOON + (HOUR / 2 if number == 1 else number * DAY),
        )
        for number, one in enumerate(rules)
    ]


class Centre(RuleBasedStateMachine):
    """Steps are what people do; a refusal is an answer like another. After each step everything is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOON, tick=False)
        self.now = self.clock.start()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.people, self.classes = people(), classes()
        self.one_to_one: Service = ServiceFactory.create(needs_membership=True)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, use_case: Callable[..., Any], **arguments: Any) -> None:
        try:
            with transaction.atomic():
                use_case(by=None, **arguments)
        except Refused:
            pass

    def one_of(self, number: int) -> Appointment | None:
        rows = list(Appointment.objects.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(member=MEMBERS, session=SESSIONS)
    def books(self, member: int, session: int) -> None:
        self.attempt(bookings.book_seat, session=self.classes[session], customer=self.people[member])

    @rule(member=MEMBERS, session=SESSIONS)
    def queues(self, member: int, session: int) -> None:
        self.attempt(waitlist.join, session=self.classes[session], customer=self.people[member])

    @rule(member=MEMBERS, hours=st.integers(-2, 30))
    def books_one_to_one(self, member: int, hours: int) -> None:
        self.attempt(bookings.book, customer=self.people[member], service=self.one_to_one, starts_at=SOON + hours * HOUR)

    @rule(which=st.integers(0, 30), hours=st.integers(-30, 30))
    def moves(self, which: int, hours: int) -> None:
        if row := self.one_of(which):
            self.attempt(bookings.change, appointment=row, starts_at=SOON + hours * HOUR)

    @rule(
        which=st.integers(0, 30), what=st.sampled_from(["cancel", "cancel", "confirm", "accept", "attended", "missed", "unmark"])
    )
    def does(self, which: int, what: str) -> None:
        row = self.one_of(which)
        acts = {
            "cancel": bookings.cancel, "confirm": bookings.confirm, "accept": waitlist.accept,
            "attended": attendance.mark_attended, "missed": attendance.mark_missed, "unmark": attendance.unmark,
        }  # fmt: skip
        if row and (what != "accept" or row.session_id):
            self.attempt(acts[what], appointment=row)

    @rule(session=SESSIONS, capacity=st.integers(1, 4), release=st.booleans())
    def seats(self, session: int, capacity: int, release: bool) -> None:
        self.attempt(sessions.change, session=self.classes[session], capacity=capacity, release=release)

    @rule(session=SESSIONS, capacity=st.integers(1, 4))
    def seats_past_the_rules(self, session: int, capacity: int) -> None:
        """By whoever writes: the database itself refuses."""
        taken = Session.objects.get(pk=self.classes[session].pk).taken
        try:
            with transaction.atomic():
                Session.objects.filter(pk=self.classes[session].pk).update(capacity=capacity)
        except IntegrityError:
            assert capacity < taken
        self.attempt(waitlist.seats_freed, session=self.classes[session])

    @rule(hours=st.sampled_from([1, 1, 10, 30]))
    def time_passes(self, hours: int) -> None:
        self.now.shift(hours * HOUR)
        over = Appointment.objects.filter(offered_until__lte=datetime.now(NOON.tzinfo))
        over.update(offered_until=NOON - 999 * DAY)  # by the database's clock too
        waitlist.end_offers()

    @rule(member=MEMBERS)
    def comes_in(self, member: int) -> None:
        self.attempt(checkins.check_in, customer=self.people[member], method="search")

    @rule(member=MEMBERS)
    def freezes(self, member: int) -> None:
        held = self.people[member].memberships.first()
        if held:
            self.attempt(freezes.freeze, membership=held, starts_on=day_of(SOON), ends_on=day_of(SOON))

    @rule(member=MEMBERS)
    def renews(self, member: int) -> None:
        held = self.people[member].memberships.first()
        if held:
            self.attempt(memberships.renew, membership=held)

    @rule(session=SESSIONS)
    def cancels_a_class(self, session: int) -> None:
        if self.classes[session].appointments.count() > 4:
            self.attempt(sessions.cancel, session=self.classes[session])

    @rule(session=SESSIONS, minutes=st.sampled_from([-60, -30, 30, 60]), release=st.booleans())
    def moves_a_class(self, session: int, minutes: int, release: bool) -> None:
        starts_at = Session.objects.get(pk=self.classes[session].pk).starts_at + timedelta(minutes=minutes)
        self.attempt(sessions.change, session=self.classes[session], starts_at=starts_at, release=release)

    @invariant()
    def holds(self) -> None:
        check()


@pytest.mark.django_db
def test_any_history_leaves_seats_order_and_visits_as_they_must_be() -> None:
    run_state_machine_as_test(
        Centre,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=EXAMPLES == 12,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db(transaction=True)
def test_everything_at_once_leaves_them_so_too() -> None:
    """Eight at a time, at the same three classes: nobody waits in a ring, and nothing but refusals is raised."""
    draw = random.Random(7)
    everybody, held = [*people(), *people()], classes()
    for customer in everybody:
        enters = bookings.book_seat if customer in everybody[:2] else waitlist.join
        enters(session=held[2], customer=customer, by=None)
    done = 0
    for late in (False, False, False, False, True, True):
        rows = list(Appointment.objects.exclude(state="cancelled"))
        calls: list[Callable[[], Any]] = []
        for _ in range(8):
            session, customer = draw.choice(held), draw.choice(everybody)
            seat = draw.choice(rows) if rows else None
            kind = draw.randrange(8)
            if kind == 0 and seat:
                calls.append(partial(bookings.cancel, appointment=seat, by=None))
            elif kind == 1:
                calls.append(partial(waitlist.join, session=session, customer=customer, by=None))
            elif kind == 2 and seat and seat.session_id:
                calls.append(partial(waitlist.accept, appointment=seat, by=None))
            elif kind == 3:
                calls.append(partial(checkins.check_in, customer=customer, method="search", by=None, anyway=True))
            elif kind == 4:
                starts_at = SOON + draw.randrange(48) * HOUR
                calls.append(partial(sessions.change, session=session, starts_at=starts_at, release=True, by=None))
            elif kind == 5 and late and session == held[0]:
                calls.append(partial(sessions.cancel, session=session, by=None))
            else:
                calls.append(partial(bookings.book_seat, session=session, customer=customer, by=None))
        connection.close()
        ended = together(calls)
        assert not [one for one in ended if isinstance(one, Exception) and not isinstance(one, Refused)]
        done += sum(not isinstance(one, Exception) for one in ended)
        check()
    assert done > 8, "nearly everything was refused: nothing met anything"
