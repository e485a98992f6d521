"""Freezes: whole days, by which the end moves, and back by those that weren't used."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core import freezes, memberships
from core.models import CheckIn, Freeze, Membership
from core.refusals import Conflict, Refused
from core.tests.factories import CustomerFactory, PlanFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 6, 1, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def held() -> Membership:
    """1 to 30 June."""
    return memberships.sell(customer=CustomerFactory.create(), plan=PlanFactory.create(), by=None)


def days(membership: Membership) -> tuple[date, date | None]:
    membership.refresh_from_db()
    return membership.starts_on, membership.ends_on


def freeze(held: Membership, first: date, last: date) -> Freeze:
    freezes.freeze(membership=held, starts_on=first, ends_on=last, by=None)
    return Freeze.objects.latest("id")


def test_the_end_moves_by_the_frozen_days_both_ends_inside(held: Membership) -> None:
    freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    assert days(held) == (TODAY, date(2026, 7, 7))
    held.customer.refresh_from_db()
    customer = held.customer
    assert (customer.access_until, customer.frozen_from, customer.frozen_until) == (
        date(2026, 7, 7), date(2026, 6, 10), date(2026, 6, 16),
    )  # fmt: skip


def test_ended_early_it_gives_back_only_the_days_that_were_not_frozen(held: Membership, noon: time_machine.Traveller) -> None:
    rest = freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    noon.move_to(datetime(2026, 6, 12, 10, tzinfo=UTC))
    freezes.end_freeze(freeze=rest, by=None)  # frozen on the 10th and 11th
    assert days(held)[1] == date(2026, 7, 2)
    rest.refresh_from_db()
    assert (rest.ends_on, rest.ended_at is not None) == (date(2026, 6, 11), True)
    with pytest.raises(Conflict, match="over"):
        freezes.end_freeze(freeze=rest, by=None)


def test_taken_back_before_it_began_it_never_was(held: Membership) -> None:
    freezes.end_freeze(freeze=freeze(held, date(2026, 6, 10), date(2026, 6, 16)), by=None)
    assert days(held)[1] == date(2026, 6, 30)
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("last_day", [date(2026, 6, 10), date(2026, 6, 16), date(2026, 6, 20)])
def test_it_ends_neither_in_the_past_nor_later_than_it_would(
    held: Membership, noon: time_machine.Traveller, last_day: date
) -> None:
    rest = freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    noon.move_to(datetime(2026, 6, 12, 10, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        freezes.end_freeze(freeze=rest, last_day=last_day, by=None)
    assert refused.value.code == "out_of_range"


def test_renewals_that_stand_move_along_and_back(held: Membership) -> None:
    second = memberships.renew(membership=held, by=None)
    third = memberships.renew(membership=second, by=None)
    before = days(second), days(third)
    rest = freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    assert days(second) == (date(2026, 7, 8), date(2026, 8, 7))
    assert days(third) == (date(2026, 8, 8), date(2026, 9, 7))
    freezes.end_freeze(freeze=rest, by=None)
    assert (days(second), days(third)) == before


def test_after_a_freeze_the_renewal_counts_from_its_own_first_day(held: Membership) -> None:
    freeze(held, date(2026, 6, 10), date(2026, 6, 10))
    renewal = memberships.renew(membership=held, by=None)
    assert days(renewal) == (date(2026, 7, 2), date(2026, 8, 1))


def test_what_cannot_be_frozen(held: Membership) -> None:
    freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    for first, last, code in (
        (date(2026, 6, 16), date(2026, 6, 20), "overlap"),
        (date(2026, 6, 20), date(2026, 6, 19), "out_of_range"),
        (date(2026, 5, 31), date(2026, 6, 2), "out_of_range"),
        (date(2026, 7, 8), date(2026, 7, 9), "out_of_range"),
        (date(2026, 6, 20), date(2027, 6, 30), "out_of_range"),
    ):
        with pytest.raises(Refused) as refused:
            freeze(held, first, last)
        assert refused.value.code == code
    assert days(held)[1] == date(2026, 7, 7)
    with pytest.raises(IntegrityError, match="freezes_dont_overlap"), transaction.atomic():
        Freeze.objects.create(membership=held, starts_on=date(2026, 6, 16), ends_on=date(2026, 6, 20))


def test_days_on_which_the_member_came_are_not_frozen_afterwards(held: Membership) -> None:
    CheckIn.objects.create(customer=held.customer, membership=held, method="search")
    with pytest.raises(Conflict, match="come in"):
        freeze(held, TODAY, TODAY + DAY)
    freeze(held, TODAY + DAY, TODAY + DAY)


def test_a_cancellation_cuts_a_freeze_and_a_cancelled_one_is_not_frozen(held: Membership) -> None:
    rest = freeze(held, date(2026, 6, 10), date(2026, 6, 16))
    later = freeze(held, date(2026, 6, 20), date(2026, 6, 21))
    memberships.cancel(membership=held, last_day=date(2026, 6, 12), by=None)
    rest.refresh_from_db()
    assert rest.ends_on == date(2026, 6, 12)
    assert not Freeze.objects.filter(pk=later.pk).exists()
    with pytest.raises(Conflict, match="cancelled"):
        freeze(held, date(2026, 6, 3), date(2026, 6, 4))


def test_a_freeze_is_not_left_behind_by_an_end_that_moves_before_it(held: Membership) -> None:
    first = freeze(held, date(2026, 6, 10), date(2026, 6, 29))  # to 20 July
    freeze(held, date(2026, 7, 15), date(2026, 7, 16))
    with pytest.raises(Conflict, match="after the end"):
        freezes.end_freeze(freeze=first, by=None)
    assert days(held)[1] == date(2026, 7, 22)
