"""Where a member stands: what the columns say, on every day, and that the filter says the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Customer, Freeze, Membership
from core.standing import Standing, Status, having, status
from core.tests.factories import CustomerFactory

TODAY = date(2026, 11, 24)
days = st.integers(-40, 40).map(lambda offset: TODAY + timedelta(days=offset))
DAY = timedelta(days=1)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, Any]:
    """What a row can hold: access with or without an end, a freeze, a leaving at the end."""
    start = draw(st.none() | days)
    if start is None:
        return {}
    end = draw(st.none() | days.filter(lambda day: day >= start))
    freeze = sorted([draw(days), draw(days)]) if draw(st.booleans()) else [None, None]
    return {
        "access_from": start,
        "access_until": end,
        "frozen_from": freeze[0],
        "frozen_until": freeze[1],
        "left_on": end if draw(st.booleans()) else None,
    }


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=columns(), day=days)
def test_the_filter_finds_each_member_under_their_one_standing(held: dict[str, Any], day: date) -> None:
    customer = Customer.objects.filter(email="standing@example.org").first() or CustomerFactory.create(
        email="standing@example.org"
    )
    nothing = dict.fromkeys(("access_from", "access_until", "frozen_from", "frozen_until", "left_on"))
    Customer.objects.filter(pk=customer.pk).update(**(nothing | held))
    customer.refresh_from_db()
    found = [one for one in Status if Customer.objects.filter(having(one, day)).exists()]
    assert found == [status(customer, day)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 1), "active"),  # stands already, begins later
        (date(2026, 11, 30), "active"),
        (date(2026, 12, 16), "active"),
        (date(2026, 12, 17), "ending"),
        (date(2026, 12, 31), "ending"),  # the last day is inside
        (date(2027, 1, 1), "expired"),
    ],
)
def test_the_last_day_is_a_day_of_access(day: date, expected: str) -> None:
    customer = Customer(access_from=date(2026, 11, 25), access_until=date(2026, 12, 31))
    assert status(customer, day) == expected
    customer.left_on = customer.access_until
    assert status(customer, day) == ("left" if expected == "expired" else expected)


def test_without_an_end_and_in_a_freeze() -> None:
    customer = Customer(access_from=TODAY - DAY, frozen_from=TODAY, frozen_until=TODAY + DAY)
    assert [status(customer, TODAY + n * DAY) for n in (-1, 0, 1, 2)] == ["active", "frozen", "frozen", "active"]
    assert status(Customer(), TODAY) == "lead"


def held(number: int, start: int, end: int | None, **fields: Any) -> Membership:
    return Membership(
        pk=number,
        plan_id=number,
        starts_on=TODAY + start * DAY,
        ends_on=None if end is None else TODAY + end * DAY,
        **fields,
    )


def found(*memberships: Membership, freezes: tuple[Freeze, ...] = ()) -> tuple[Any, ...]:
    standing = Standing.on(TODAY, memberships, freezes, None)

    def offset(day: date | None) -> int | None:
        return None if day is None else (day - TODAY).days

    return standing.plan_id, offset(standing.access_from), offset(standing.access_until), offset(standing.left_on)


def test_the_plan_is_of_the_current_else_the_next_else_the_last() -> None:
    past, current, upcoming = held(1, -90, -61), held(2, -30, 5), held(3, 20, 50)
    assert found(past, current, upcoming) == (2, -30, 5, None)
    assert found(past, upcoming) == (3, 20, 50, None)
    assert found(held(4, -200, -150), past) == (1, -90, -61, None)
    assert found() == (None, None, None, None)


def test_a_renewal_carries_access_on_and_a_gap_does_not() -> None:
    assert found(held(1, -30, 5), held(2, 6, 36)) == (1, -30, 36, None)
    assert found(held(1, -30, 5), held(2, 7, 36)) == (1, -30, 5, None)
    assert found(held(1, -30, 5), held(2, -3, None, visits=10, visits_left=3)) == (1, -30, None, None)


def test_a_used_up_card_ends_on_the_day_of_its_last_visit() -> None:
    assert found(held(1, -30, 60, visits=10, visits_left=0, used_up_on=TODAY - 3 * DAY)) == (1, -30, -3, None)


def test_who_cancelled_what_ends_last_leaves() -> None:
    cancelled: dict[str, Any] = {"cancelled_at": TODAY}
    assert found(held(1, -30, 5, **cancelled)) == (1, -30, 5, 5)
    assert found(held(1, -30, 5, **cancelled), held(2, 6, 36)) == (1, -30, 36, None)
    assert found(held(1, -30, 5), held(2, 6, 36, **cancelled)) == (1, -30, 36, 36)


def test_a_freeze_counts_unless_another_membership_gives_access_through_it() -> None:
    freeze = Freeze(membership_id=1, starts_on=TODAY, ends_on=TODAY + 4 * DAY)
    past = Freeze(membership_id=1, starts_on=TODAY - 9 * DAY, ends_on=TODAY - DAY)
    time = held(1, -30, 30)
    for others, shown in (
        ((), freeze.starts_on),
        ((held(2, -5, 3, visits=10, visits_left=3),), freeze.starts_on),
        ((held(2, -5, 4, visits=10, visits_left=3),), None),
    ):
        assert Standing.on(TODAY, [time, *others], [past, freeze], None).frozen_from == shown
    assert Standing.on(TODAY, [time], [past], None).frozen_until is None
