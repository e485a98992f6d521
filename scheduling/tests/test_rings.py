"""Whoever changes several classes at once waits for others in turn, and never in a ring with them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from core.models import Customer
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from scheduling import bookings, sessions, timetables
from scheduling.centre_time import local
from scheduling.models import Session, Timetable
from scheduling.tests.booked import check
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROUNDS = 3
pytestmark = pytest.mark.django_db(transaction=True)


def member() -> Customer:
    return CustomerFactory.create(user=UserFactory.create())


def all_of(ended: list[object]) -> None:
    assert not [one for one in ended if isinstance(one, Exception)]


def daily(*, hours: int, first: date, members: list[Customer]) -> Timetable:
    """A class on as many days as there are members, so many hours after SOON: on the first day with the first in it."""
    service = ServiceFactory.create(kind="class", capacity=4, trainer=UserFactory.create())
    last = first + (len(members) - 1) * DAY
    at = local(SOON + hours * HOUR).time()
    made = timetables.create(service=service, starts_on=first, ends_on=last, at=at, rule="FREQ=DAILY", by=None).timetable
    for one, session in zip(members, made.sessions.order_by("occurrence"), strict=True):
        bookings.book_seat(session=session, customer=one, by=None)
    return made


def test_two_classes_that_carry_the_same_people_move_at_once() -> None:
    """They booked the one in the other's order, so neither the seats nor the ids are in the same one."""
    people = [member() for _ in range(3)]
    first, second = (
        SessionFactory.create(capacity=4, service__capacity=4),
        SessionFactory.create(capacity=4, service__capacity=4, starts_at=SOON + DAY),
    )
    for one, other in zip(people, reversed(people), strict=True):
        bookings.book_seat(session=first, customer=one, by=None)
        bookings.book_seat(session=second, customer=other, by=None)
    for number in range(1, ROUNDS + 1):
        connection.close()
        calls: list[Callable[[], object]] = [
            partial(sessions.change, session=one, starts_at=at + number * HOUR / 4, by=None)
            for one, at in ((first, SOON), (second, SOON + DAY))
        ]
        all_of(together(calls))
        check()


def test_a_timetable_is_changed_while_another_with_the_same_people_ends() -> None:
    """The first class of the one has in it who is in the last of the other."""
    for number in range(ROUNDS):
        people, first = [member() for _ in range(3)], local(SOON).date() + 3 * number * DAY
        one = daily(hours=0, first=first, members=people)
        other = daily(hours=3, first=first, members=people[::-1])
        connection.close()
        calls: list[Callable[[], object]] = [
            partial(timetables.change, timetable=one, at=local(SOON + HOUR).time(), by=None),
            partial(timetables.end, timetable=other, last_day=first - DAY, by=None),
        ]
        all_of(together(calls))
        assert Session.objects.filter(timetable=other, state="cancelled").count() == 3
        check()


def test_a_single_class_holds_everybody_in_it_before_anything_happens_to_some() -> None:
    """Whoever holds its first member meets it there, while it holds none of the others: not even who has to leave."""
    first, last = sorted((member(), member()), key=lambda one: one.pk)
    session = SessionFactory.create(capacity=2)
    for one in (first, last):
        bookings.book_seat(session=session, customer=one, by=None)
    change = partial(sessions.change, session=session, capacity=1, starts_at=SOON + HOUR, release=True, by=None)

    def changed() -> sessions.Changed:
        try:
            return change()
        finally:
            connection.close()

    waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            Customer.objects.select_for_update().get(pk=first.pk)
            done, met = pool.submit(changed), False
            while not met:
                assert not done.done()
                cursor.execute(waits)
                (met,) = cursor.fetchone()
            assert Customer.objects.select_for_update(nowait=True).get(pk=last.pk)
        assert [one.customer for one in done.result().left] == [last]
    check()
