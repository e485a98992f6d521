"""Selling, renewing, upgrading, cancelling: which days come of it, what is refused, and who hears of it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core import freezes, memberships, payments, plans
from core.events.models import Event
from core.models import Membership, Plan
from core.refusals import Conflict, Refused
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory, UserFactory
from core.tests.together import together

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 1, 31)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 1, 31, 11, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def days(membership: Membership) -> tuple[date, date | None]:
    membership.refresh_from_db()
    return membership.starts_on, membership.ends_on


def sell(plan: Plan | None = None, **options: Any) -> Membership:
    options = {"customer": CustomerFactory.create(), "by": None} | options
    return memberships.sell(plan=plan or PlanFactory.create(), **options)


def test_a_chain_of_months_keeps_its_anchor_day() -> None:
    first = sell()
    second = memberships.renew(membership=first, by=None)
    third = memberships.renew(membership=second, by=None)
    assert [days(one) for one in (first, second, third)] == [
        (date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 3, 31), date(2026, 4, 29)),
    ]
    assert (second.renews, third.renews) == (first, second)


def test_sold_again_without_saying_so_it_also_begins_the_day_after() -> None:
    first = sell()
    again = sell(customer=first.customer)
    assert (days(again)[0], again.renews) == (date(2026, 2, 28), first)


def test_after_a_lapse_it_begins_the_day_it_is_bought_unless_staff_say_otherwise() -> None:
    lapsed = MembershipFactory.create(starts_on=TODAY - 60 * DAY, ends_on=TODAY - 2 * DAY)
    renewed = memberships.renew(membership=lapsed, by=None)
    assert (days(renewed)[0], renewed.renews) == (TODAY, None)
    other = MembershipFactory.create(starts_on=TODAY - 60 * DAY, ends_on=TODAY - 2 * DAY)
    said = memberships.renew(membership=other, starts_on=TODAY - DAY, by=None)
    assert (days(said)[0], said.renews) == (TODAY - DAY, other)


def test_today_is_the_date_at_the_centre(noon: time_machine.Traveller) -> None:
    """Half past midnight on 1 February in Berlin is still January in UTC."""
    noon.move_to(datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert days(sell())[0] == date(2026, 2, 1)


def test_periods_of_one_kind_never_overlap_and_the_refusal_says_with_what() -> None:
    first = sell(PlanFactory.create(name="Monthly"))
    with pytest.raises(Conflict, match="Monthly stands from 2026-01-31 to 2026-02-27") as refused:
        sell(customer=first.customer, starts_on=TODAY + 3 * DAY)
    assert (refused.value.code, refused.value.field) == ("overlap", "starts_on")
    card = sell(PlanFactory.create(months=None, visits=10), customer=first.customer)
    assert days(card) == (TODAY, None)  # another kind
    with pytest.raises(IntegrityError, match="membership_times_dont_overlap"), transaction.atomic():
        MembershipFactory.create(customer=first.customer, starts_on=TODAY + 27 * DAY)
    MembershipFactory.create(customer=first.customer, starts_on=TODAY + 28 * DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_that_sell_the_same_days_at_once_one_does() -> None:
    customer, plan = CustomerFactory.create(), PlanFactory.create()
    call = partial(memberships.sell, customer=customer, plan=plan, starts_on=TODAY + 5 * DAY, by=None)
    done = together([call] * 4)
    assert sum(isinstance(one, Membership) for one in done) == 1, done
    assert {type(one) for one in done} == {Membership, Conflict}


def test_what_was_sold_keeps_its_price() -> None:
    plan = PlanFactory.create(price=Decimal("49.90"))
    sold = sell(plan)
    plans.change(plan=plan, price=Decimal("59.90"), months=12, by=None)
    sold.refresh_from_db()
    assert (sold.price, days(sold)[1]) == (Decimal("49.90"), date(2026, 2, 27))
    assert memberships.renew(membership=sold, by=None).price == Decimal("59.90")
    assert sell(plan, price=Decimal("0.00")).price == 0


def test_a_plan_that_is_no_longer_offered_goes_on_for_those_who_hold_it() -> None:
    plan = PlanFactory.create()
    held = sell(plan)
    plans.change(plan=plan, offered=False, by=None)
    with pytest.raises(Refused, match="no longer offered"):
        sell(plan)
    assert memberships.renew(membership=held, by=None).plan == plan


def test_a_card_without_an_end_hands_what_is_left_on_it_to_the_next() -> None:
    plan = PlanFactory.create(months=None, visits=10)
    first = sell(plan)
    Membership.objects.update(visits_left=3, starts_on=TODAY - 40 * DAY)
    second = sell(plan, customer=first.customer)
    first.refresh_from_db()
    assert (first.visits_left, first.used_up_on, second.visits_left) == (0, TODAY - DAY, 13)


def test_an_upgrade_ends_the_old_one_the_day_before_and_takes_its_unused_part_off() -> None:
    old = sell(PlanFactory.create(price=Decimal("28.00")), starts_on=TODAY - 7 * DAY)  # to 23 February: 31 days
    new = memberships.upgrade(membership=old, plan=PlanFactory.create(price=Decimal("468.00"), months=12), by=None)
    assert days(old) == (TODAY - 7 * DAY, TODAY - DAY)
    assert days(new) == (TODAY, date(2027, 1, 30))
    assert (new.price, new.renews, old.price) == (Decimal("468.00") - Decimal("21.68"), old, Decimal("28.00"))
    old.customer.refresh_from_db()
    assert (old.customer.plan, old.customer.access_from, old.customer.access_until) == (
        new.plan,
        TODAY - 7 * DAY,
        date(2027, 1, 30),
    )


def test_an_upgrade_is_refused_before_its_second_day_after_its_end_and_with_a_renewal() -> None:
    other = PlanFactory.create(months=12)
    fresh = sell()
    assert memberships.upgrade(membership=fresh, plan=other, by=None).starts_on == TODAY + DAY  # unless told otherwise
    renewed = sell()
    memberships.renew(membership=renewed, by=None)
    over = MembershipFactory.create(starts_on=TODAY - 60 * DAY)
    for membership, on, code in ((sell(), TODAY, "not_current"), (over, None, "not_current"), (renewed, None, "renewed")):
        with pytest.raises(Conflict) as refused:
            memberships.upgrade(membership=membership, plan=other, starts_on=on, by=None)
        assert refused.value.code == code


def test_cancelled_at_a_date_it_gives_access_to_the_end_of_that_day() -> None:
    held = sell()
    renewal = memberships.renew(membership=held, by=None)
    told = memberships.cancel(membership=held, last_day=TODAY + 9 * DAY, reason="Moves away", by=None)
    assert days(held) == (TODAY, TODAY + 9 * DAY)
    assert [one.pk for one in told] == [held.pk, renewal.pk]
    renewal.refresh_from_db()
    assert (held.state_on(TODAY + 9 * DAY), held.state_on(TODAY + 10 * DAY), renewal.state_on(TODAY)) == (
        "current",
        "cancelled",
        "void",
    )
    held.customer.refresh_from_db()
    assert (held.customer.access_until, held.customer.left_on) == (TODAY + 9 * DAY, TODAY + 9 * DAY)
    again = memberships.renew(membership=held, by=None)  # changed their mind
    assert days(again)[0] == TODAY + 10 * DAY
    held.customer.refresh_from_db()
    assert held.customer.left_on is None


def test_what_has_not_begun_never_gives_access_and_can_be_sold_again() -> None:
    upcoming = sell(starts_on=TODAY + 3 * DAY)
    memberships.cancel(membership=upcoming, last_day=TODAY, by=None)
    assert upcoming.customer.memberships.standing().count() == 0
    upcoming.customer.refresh_from_db()
    assert upcoming.customer.access_from is None
    sell(customer=upcoming.customer, starts_on=TODAY + 3 * DAY)
    with pytest.raises(Conflict, match="taken back"):
        memberships.renew(membership=upcoming, by=None)


def test_a_cancellation_taken_back_gives_the_days_that_were_sold_and_those_frozen() -> None:
    held = sell()
    freezes.freeze(membership=held, starts_on=TODAY + 2 * DAY, ends_on=TODAY + 5 * DAY, by=None)
    until = days(held)[1]
    with pytest.raises(Conflict) as refused:
        memberships.restore(membership=held, by=None)
    assert refused.value.code == "not_cancelled"
    memberships.cancel(membership=held, last_day=TODAY + 9 * DAY, reason="Moves away", by=None)
    memberships.restore(membership=held, by=None)
    assert days(held) == (TODAY, until)
    assert (held.cancelled_at, held.cancel_reason) == (None, "")
    held.customer.refresh_from_db()
    assert (held.customer.access_until, held.customer.left_on) == (until, None)
    memberships.cancel(membership=held, last_day=TODAY + 3 * DAY, by=None)  # within the freeze, which ends with it
    memberships.restore(membership=held, by=None)
    assert until
    assert days(held)[1] == until - 2 * DAY
    assert Event.objects.filter(type="membership.restored").count() == 2


def test_a_cancellation_is_not_taken_back_over_what_was_sold_since_or_when_it_would_be_over(
    noon: time_machine.Traveller,
) -> None:
    held = sell()
    memberships.cancel(membership=held, last_day=TODAY + 9 * DAY, by=None)
    memberships.renew(membership=held, by=None)
    with pytest.raises(Conflict) as refused:
        memberships.restore(membership=held, by=None)
    assert refused.value.code == "overlap"
    other = sell()
    memberships.cancel(membership=other, last_day=TODAY + 9 * DAY, by=None)
    noon.move_to(datetime(2026, 3, 1, 11, tzinfo=UTC))
    with pytest.raises(Conflict) as refused:
        memberships.restore(membership=other, by=None)
    assert refused.value.code == "over"


def test_a_renewal_cancelled_before_it_began_follows_again_when_that_is_taken_back() -> None:
    held = sell()
    renewal = memberships.renew(membership=held, by=None)
    memberships.cancel(membership=renewal, last_day=TODAY, by=None)
    renewal.refresh_from_db()
    assert (renewal.state_on(TODAY), renewal.renews) == ("void", None)
    memberships.restore(membership=renewal, by=None)
    renewal.refresh_from_db()
    assert (renewal.state_on(TODAY), renewal.renews) == ("upcoming", held)


def test_a_cancellation_is_refused_after_the_end() -> None:
    held = sell()
    with pytest.raises(Refused, match="It ends on 2026-02-27") as refused:
        memberships.cancel(membership=held, last_day=date(2026, 2, 28), by=None)
    assert refused.value.field == "last_day"
    with pytest.raises(Conflict, match="over"):
        memberships.cancel(membership=MembershipFactory.create(starts_on=TODAY - 60 * DAY), last_day=TODAY, by=None)


def test_payments_are_of_what_is_open_and_go_back_at_most_to_nothing() -> None:
    held = sell()
    pay = partial(payments.record_payment, membership=held, method="card", by=None)
    pay(amount=Decimal("20.00"))
    for amount, paid_on, code in (
        (Decimal("29.91"), None, "too_much"),
        (Decimal("-20.01"), None, "too_much"),
        (Decimal("0.00"), None, "zero"),
        (Decimal("1.00"), TODAY + DAY, "out_of_range"),
    ):
        with pytest.raises(Refused) as refused:
            pay(amount=amount, paid_on=paid_on)
        assert refused.value.code == code
    pay(amount=Decimal("29.90"))
    pay(amount=Decimal("-49.90"), note="Given back")
    event = Event.objects.filter(type="membership.paid").order_by("-position").first()
    assert event
    assert (event.data["paid"], event.data["price"]) == ("0.00", "49.90")


def test_the_staff_and_the_member_hear_of_it() -> None:
    member = UserFactory.create(role="member")
    by = UserFactory.create(role="front_desk")
    sold = sell(customer=CustomerFactory.create(user=member), by=by)
    event = Event.objects.get(type="membership.sold")
    assert (event.subject, event.audience, event.actor) == (f"membership/{sold.pk}", ["staff", f"user:{member.pk}"], by.pk)
    assert (event.data["price"], event.data["starts_on"], event.data["state"]) == ("49.90", "2026-01-31", "current")


def test_ten_years_ahead_is_the_end_of_planning() -> None:
    plan = PlanFactory.create(months=120)
    second = memberships.renew(membership=sell(plan), by=None)
    with pytest.raises(Refused, match="ten years"):
        memberships.renew(membership=second, by=None)
    with pytest.raises(Refused, match="too far"):
        sell(starts_on=TODAY + 400 * DAY)


def test_the_filter_by_state_finds_what_the_state_says() -> None:
    card = PlanFactory.create(months=None, visits=2)
    rows = [sell(), sell(starts_on=TODAY + DAY), MembershipFactory.create(starts_on=TODAY - 60 * DAY), sell(card), sell(card)]
    rows += [sell(), sell(), sell(starts_on=TODAY - 3 * DAY)]
    Membership.objects.filter(pk=rows[4].pk).update(visits_left=0, used_up_on=TODAY)
    rows[5].freezes.create(starts_on=TODAY, ends_on=TODAY)
    memberships.cancel(membership=rows[6], last_day=TODAY - DAY, by=None)
    memberships.cancel(membership=rows[7], last_day=TODAY - DAY, by=None)
    found = {state: set(Membership.objects.in_state(state, TODAY)) for state in Membership.State}
    expected: dict[str, set[Membership]] = {state: set() for state in Membership.State}
    for row in Membership.objects.prefetch_related("freezes"):
        expected[row.state_on(TODAY)].add(row)
    assert found == expected
    assert all(expected.values())


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("membership_visits_left_of_those_sold", {"visits_left": 3}),
        ("membership_visits_left_of_those_sold", {"visits": 3}),
        ("membership_visits_left_of_those_sold", {"visits": 3, "visits_left": 4}),
        ("membership_used_up_has_its_day", {"used_up_on": TODAY}),
        ("membership_used_up_has_its_day", {"visits": 3, "visits_left": 0}),
        ("membership_ends_after_it_starts", {"ends_on": TODAY - DAY}),
        ("membership_price_not_negative", {"price": -1}),
    ],
)
def test_the_database_refuses_what_must_never_be(constraint: str, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MembershipFactory.create(**({"visits": None, "visits_left": None} | fields))
    with pytest.raises(IntegrityError, match="plan_has_a_length_or_visits"), transaction.atomic():
        PlanFactory.create(months=None)
