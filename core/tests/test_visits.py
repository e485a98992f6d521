"""The ledger of visits: what is left is what was sold less what was taken, whatever was taken, given back or carried over."""

from datetime import timedelta

import pytest

from core import checkins, memberships, visits
from core.calendar import today
from core.entry import judge
from core.models import CheckIn, Membership, Visit
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BOOKING = Visit.Kind.BOOKING


def card(count: int, **fields: object) -> Membership:
    plan = PlanFactory.create(months=None, visits=count)
    return memberships.sell(customer=CustomerFactory.create(), plan=plan, starts_on=today(), by=None)


def take(held: Membership, subject: str, day: int = 0) -> None:
    held.refresh_from_db()
    visits.take(membership=held, kind=BOOKING, subject=subject, day=today() + day * DAY)


def left(held: Membership) -> tuple[int | None, object]:
    held.refresh_from_db()
    return held.visits_left, held.used_up_on


def test_a_visit_is_given_back_once_and_the_last_one_may_lie_ahead() -> None:
    held = card(2)
    take(held, "appointment/1", day=9)
    take(held, "appointment/2", day=4)
    assert left(held) == (0, today() + 9 * DAY)
    assert [one.pk for one in visits.give_back(subject="appointment/2")] == [held.pk]
    assert visits.give_back(subject="appointment/2") == []
    assert left(held) == (1, None)
    assert not visits.unbalanced()


def test_who_booked_comes_in_by_the_booking() -> None:
    held = card(1)
    take(held, "appointment/1")
    assert judge(customer=held.customer, day=today()).takes_visit is False
    assert judge(customer=held.customer, day=today() + DAY).reason == "no_visits_left"
    answer = checkins.check_in(customer=held.customer, method="search", by=None)
    assert answer.check_in
    assert answer.check_in.took_visit is False
    # The booking is given back, but they are in: the visit was used.
    assert visits.give_back(subject="appointment/1") == []
    assert CheckIn.objects.get().took_visit
    assert left(held)[0] == 0
    checkins.undo(check_in=answer.check_in, by=None)
    assert left(held) == (1, None)
    assert not visits.unbalanced()


def test_what_a_used_up_card_gets_back_goes_to_the_card_that_followed_it() -> None:
    held = card(1)
    take(held, "appointment/1", day=3)
    plan = PlanFactory.create(months=None, visits=5)
    new = memberships.sell(customer=held.customer, plan=plan, starts_on=today(), by=None)
    assert [one.pk for one in visits.give_back(subject="appointment/1")] == [new.pk]
    assert (left(held)[0], left(new)[0]) == (0, 6)
    assert visits.give_back(subject="appointment/1") == []
    assert not visits.unbalanced()


def test_what_is_left_on_a_closed_card_is_written_down() -> None:
    held = card(5)
    take(held, "appointment/1", day=3)
    memberships.sell(customer=held.customer, plan=held.plan, by=None)
    assert left(held)[0] == 0
    assert Visit.objects.get(kind="carried_over").count == 4
    assert not visits.unbalanced()


def test_the_checker_finds_what_is_wrong() -> None:
    held = MembershipFactory.create(plan=PlanFactory.create(months=None, visits=3), visits_left=2)
    assert list(visits.unbalanced()) == [held]
