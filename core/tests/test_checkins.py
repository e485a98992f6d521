"""Who may enter and why not, and that a check-in is one: one row, one visit, one code."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection

from core import checkins, freezes, memberships, passes, payments
from core.checkins import Answer
from core.entry import judge
from core.events.models import Event
from core.models import CheckIn, Customer, Membership
from core.refusals import Conflict, Refused
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory, UserFactory
from core.tests.together import together

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)
LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def enter(customer: Customer, **options: Any) -> Answer:
    return checkins.check_in(customer=customer, method="search", by=None, **options)


def of_year(**fields: Any) -> Membership:
    """From a month ago to eleven months ahead, and paid."""
    sold: dict[str, Any] = {"starts_on": TODAY - 30 * DAY, "by": None} | fields
    sold.setdefault("customer", CustomerFactory.create())
    sold.setdefault("plan", PlanFactory.create(months=12, price=Decimal(0)))
    return memberships.sell(**sold)


def card(visits: int, **fields: Any) -> Membership:
    plan = PlanFactory.create(months=None, visits=visits, price=Decimal(0))
    return of_year(plan=plan, starts_on=TODAY, **fields)


def warnings(customer: Customer) -> list[str]:
    return [str(warning) for warning in judge(customer=customer, day=TODAY).warnings]


def verdict(customer: Customer, day: date = TODAY) -> tuple[str | None, date | None]:
    found = judge(customer=customer, day=day)
    return found.reason, found.day


def test_the_last_day_lets_in_until_midnight_at_the_centre(noon: time_machine.Traveller) -> None:
    held = of_year(plan=PlanFactory.create(days=1, months=None), starts_on=TODAY)
    noon.move_to(datetime(2026, 6, 15, 21, 59, 59, tzinfo=UTC))  # a second before midnight in Berlin
    assert enter(held.customer).check_in
    noon.move_to(datetime(2026, 6, 15, 22, 1, tzinfo=UTC))
    answer = enter(held.customer)
    assert (answer.check_in, answer.verdict.reason, answer.verdict.day) == (None, "expired", TODAY)


def test_why_not() -> None:
    assert verdict(CustomerFactory.create()) == ("no_membership", None)
    upcoming = of_year(starts_on=TODAY + 3 * DAY)
    assert verdict(upcoming.customer) == ("not_started", TODAY + 3 * DAY)
    frozen = of_year()
    freezes.freeze(membership=frozen, starts_on=TODAY, ends_on=TODAY + 6 * DAY, by=None)
    assert verdict(frozen.customer) == ("frozen", TODAY + 6 * DAY)
    assert verdict(frozen.customer, TODAY + 7 * DAY)[0] is None
    left = of_year()
    memberships.cancel(membership=left, last_day=TODAY - DAY, by=None)
    assert verdict(left.customer) == ("left", TODAY - DAY)
    assert verdict(MembershipFactory.create(starts_on=TODAY - 60 * DAY).customer) == ("expired", TODAY - 31 * DAY)
    void = of_year(starts_on=TODAY + 3 * DAY)
    memberships.cancel(membership=void, last_day=TODAY, by=None)
    assert verdict(void.customer) == ("no_membership", None)


def test_a_card_lets_in_through_the_freeze_of_another_membership_and_time_goes_before_visits() -> None:
    held = of_year()
    visits = card(5, customer=held.customer)
    assert judge(customer=held.customer, day=TODAY).membership == held
    freezes.freeze(membership=held, starts_on=TODAY, ends_on=TODAY + DAY, by=None)
    answer = enter(held.customer)
    assert (answer.verdict.membership, answer.check_in and answer.check_in.took_visit) == (visits, True)


def test_who_may_not_enter_is_let_in_by_the_desk_only_and_the_row_says_why() -> None:
    customer = CustomerFactory.create()
    assert enter(customer).check_in is None
    assert not CheckIn.objects.exists()
    answer = enter(customer, anyway=True)
    assert answer.check_in
    assert (answer.check_in.anyway, answer.check_in.membership) == ("no_membership", None)


def test_a_double_tap_is_the_same_check_in(noon: time_machine.Traveller) -> None:
    held = of_year()
    first = enter(held.customer)
    noon.shift(timedelta(seconds=59))
    again = enter(held.customer)
    assert (again.check_in, again.repeated, first.repeated) == (first.check_in, True, False)
    noon.shift(timedelta(seconds=1))
    assert not enter(held.customer).repeated
    assert CheckIn.objects.count() == Event.objects.filter(type="check_in.recorded").count() == 2


def test_a_day_takes_one_visit_however_often_the_member_comes(noon: time_machine.Traveller) -> None:
    held = card(2)
    for _ in range(3):
        assert enter(held.customer).check_in
        noon.shift(LATER)
    held.refresh_from_db()
    assert held.visits_left == 1
    noon.shift(DAY)
    enter(held.customer)
    noon.shift(LATER)
    assert enter(held.customer).check_in  # used up, but the day is paid for
    noon.shift(DAY)
    answer = enter(held.customer)
    assert (answer.verdict.reason, answer.verdict.day) == ("no_visits_left", TODAY + DAY)
    held.customer.refresh_from_db()
    assert held.customer.access_until == TODAY + DAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("same", "rows"), [(timedelta(minutes=1), 1), (timedelta(0), 6)])
def test_the_last_visit_is_taken_once_however_many_desks_press_at_once(
    monkeypatch: pytest.MonkeyPatch, same: timedelta, rows: int
) -> None:
    monkeypatch.setattr(checkins, "SAME", same)
    held = card(1)
    done = together([partial(enter, held.customer)] * 6)
    assert all(isinstance(one, Answer) and one.check_in for one in done), done
    held.refresh_from_db()
    assert (held.visits_left, held.used_up_on, CheckIn.objects.count()) == (0, TODAY, rows)
    assert CheckIn.objects.filter(took_visit=True).count() == 1


def test_undone_it_gives_the_visit_back_once(noon: time_machine.Traveller) -> None:
    held = card(1)
    row = enter(held.customer).check_in
    assert row
    for _ in range(2):
        checkins.undo(check_in=row, by=None)
    held.refresh_from_db()
    held.customer.refresh_from_db()
    assert (held.visits_left, held.used_up_on, held.customer.last_visit_at) == (1, None, None)
    assert Event.objects.filter(type="check_in.undone").count() == 1
    assert enter(held.customer).check_in != row


def test_the_days_visit_goes_over_to_another_check_in_of_the_day(noon: time_machine.Traveller) -> None:
    held = card(3)
    first = enter(held.customer).check_in
    noon.shift(LATER)
    second = enter(held.customer).check_in
    assert first
    assert second
    checkins.undo(check_in=first, by=None)
    second.refresh_from_db()
    held.refresh_from_db()
    assert (second.took_visit, held.visits_left) == (True, 2)
    checkins.undo(check_in=second, by=None)
    held.refresh_from_db()
    assert held.visits_left == 3


def test_what_was_yesterday_stays(noon: time_machine.Traveller) -> None:
    row = enter(of_year().customer).check_in
    assert row
    noon.shift(DAY)
    with pytest.raises(Conflict, match="today"):
        checkins.undo(check_in=row, by=None)


def test_the_desk_is_warned() -> None:
    born = date(1990, 6, 15)
    customer = CustomerFactory.create(birth_date=born)
    plan = PlanFactory.create(days=15, months=None, price=Decimal("30.00"))
    held = memberships.sell(customer=customer, plan=plan, by=None)
    answer = judge(customer=customer, day=TODAY)
    assert warnings(customer) == ["ends_soon", "unpaid", "birthday"]
    assert (answer.open_amount, answer.day) == (Decimal("30.00"), TODAY + 14 * DAY)
    payments.record_payment(membership=held, amount=Decimal("30.00"), method="cash", by=None)
    Customer.objects.update(birth_date=born + DAY)
    customer.refresh_from_db()
    assert warnings(customer) == ["ends_soon"]
    memberships.renew(membership=held, price=Decimal(0), by=None)
    assert warnings(customer) == []
    few = card(3)
    assert [warnings(few.customer) for _ in range(2)] == [["few_visits_left"]] * 2
    assert warnings(card(4).customer) == []


def test_a_code_of_the_phone_serves_once_and_not_for_long(noon: time_machine.Traveller) -> None:
    held = of_year()
    code = passes.current(customer=held.customer).code
    answer = checkins.check_in_by_pass(code=code, by=None)
    assert answer.check_in
    assert (answer.customer, answer.check_in.method) == (held.customer, "pass")
    for wait, expected in ((0, "pass_used"), (40, "pass_used"), (30, "pass_invalid")):
        noon.shift(wait)
        with pytest.raises(Refused) as refused:
            checkins.check_in_by_pass(code=code, by=None)
        assert (refused.value.code, refused.value.field) == (expected, "entered")
    assert CheckIn.objects.count() == 1


def test_a_code_changes_every_half_minute_and_is_one_members(noon: time_machine.Traveller) -> None:
    one, other = CustomerFactory.create(), CustomerFactory.create()
    first = passes.current(customer=one)
    assert (first.valid_until - NOON, passes.is_code(first.code)) == (timedelta(seconds=30), True)
    assert passes.read(first.code)[0] == one.pk
    noon.shift(30)
    assert passes.current(customer=one).code != first.code
    assert passes.read(first.code)[0] == one.pk  # still, for the half minute after its own
    forged = first.code.removesuffix(str(one.pk)) + str(other.pk)
    for wrong in (forged, "", "00", "4711", first.code + "x", "٠" * 12):
        with pytest.raises(Refused, match="isn't valid"):
            passes.read(wrong)
    noon.shift(30)
    with pytest.raises(Refused, match="isn't valid"):
        passes.read(first.code)
    noon.move_to(NOON - timedelta(seconds=31))
    with pytest.raises(Refused, match="isn't valid"):
        passes.read(first.code)  # not yet


@pytest.mark.django_db(transaction=True)
def test_one_code_at_two_desks_at_once_lets_in_once() -> None:
    code = passes.current(customer=of_year().customer).code
    done = together([partial(checkins.check_in_by_pass, code=code, by=None)] * 4)
    assert sum(isinstance(one, Answer) for one in done) == 1, done
    assert CheckIn.objects.count() == 1


def test_a_check_in_is_told_to_the_staff_and_the_member() -> None:
    member = UserFactory.create(role="member")
    held = of_year(customer=CustomerFactory.create(user=member))
    enter(held.customer)
    event = Event.objects.get(type="check_in.recorded")
    assert event.audience == ["staff", f"user:{member.pk}"]
    assert (event.data["plan_name"], event.data["anyway"]) == (held.plan.name, "")


def test_visits_are_bounded_by_the_database() -> None:
    held = card(1)
    with connection.cursor() as cursor, pytest.raises(Exception, match="visits_left"):
        cursor.execute("UPDATE core_membership SET visits_left = -1 WHERE id = %s", [held.pk])
