"""A new day begins at the centre: what members' rows say of where they stand follows, and the screens hear of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import freezes, memberships, midnight
from core.events.models import Event
from core.models import Customer, Membership, StandingDay
from core.standing import Standing
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory, UserFactory
from core.tests.together import together

TODAY, DAY = date(2026, 11, 24), timedelta(days=1)
LATE = datetime(2026, 11, 24, 23, 59, 50, tzinfo=ZoneInfo("Europe/Berlin"))  # in UTC, midnight is another hour away
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LATE, tick=False) as traveller:
        yield traveller


def pass_midnight() -> None:
    while midnight.step():
        pass


def told() -> list[tuple[str, str]]:
    names = dict(Customer.objects.values_list("pk", "first_name"))
    events = Event.objects.filter(type="customer.standing_changed").order_by("position")
    return [(names[event.data["id"]], event.data["status"]) for event in events]


def sold(name: str, start: date, days: int, **fields: object) -> Membership:
    customer = CustomerFactory.create(first_name=name, **fields)
    plan = PlanFactory.create(months=None, days=days)
    return memberships.sell(customer=customer, plan=plan, starts_on=start, by=None)


def test_whoever_stands_elsewhere_is_written_down_and_told_of_once(clock: time_machine.Traveller) -> None:
    pass_midnight()
    assert StandingDay.objects.get().day == TODAY
    member = UserFactory.create(role="member")
    sold("Ends", TODAY - 9 * DAY, 10, user=member)  # today is the last day
    sold("Soon", TODAY, 16)
    sold("Stays", TODAY, 300)
    rests = sold("Rests", TODAY, 100)
    freezes.freeze(membership=rests, starts_on=TODAY + DAY, ends_on=TODAY + DAY, by=None)
    gap = sold("Gap", TODAY - 9 * DAY, 10)
    later = memberships.sell(customer=gap.customer, plan=PlanFactory.create(), starts_on=TODAY + 3 * DAY, by=None)
    pass_midnight()
    assert told() == []
    clock.shift(10)
    pass_midnight()
    expected = [("Ends", "expired"), ("Soon", "ending"), ("Rests", "frozen"), ("Gap", "active")]
    assert told() == expected
    event = Event.objects.filter(type="customer.standing_changed").earliest("position")
    assert (event.audience, event.data["version"], event.data["access_until"]) == (
        ["staff", f"user:{member.pk}"],
        1,
        "2026-11-24",
    )
    gap.customer.refresh_from_db()
    assert (gap.customer.plan, gap.customer.access_from) == (later.plan, TODAY + 3 * DAY)
    pass_midnight()
    assert told() == expected


def test_a_night_and_more_without_a_clock_is_made_up_for(clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of one, with a process that dies after the first and a member more who has come by then."""
    monkeypatch.setattr(midnight, "BATCH", 1)
    pass_midnight()
    for number in range(3):
        sold(f"Ends{number}", TODAY - 9 * DAY, 10 + number)
    card = MembershipFactory.create(
        customer__first_name="Card", starts_on=TODAY - 9 * DAY, ends_on=None, visits=1, visits_left=0, used_up_on=TODAY
    )
    MembershipFactory.create(customer=card.customer, starts_on=TODAY, ends_on=TODAY + 90 * DAY, visits=5)
    clock.shift(timedelta(days=4))
    assert midnight.step()
    assert StandingDay.objects.get().day == TODAY
    pass_midnight()
    assert told() == [("Ends0", "expired"), ("Ends1", "expired"), ("Ends2", "expired"), ("Card", "active")]
    for customer in Customer.objects.all():
        rows = list(Membership.objects.filter(customer=customer))
        said = vars(Standing.on(TODAY + 4 * DAY, rows, [], None))
        assert {name: getattr(customer, name) for name in said} == said
    clock.shift(timedelta(days=1))
    pass_midnight()
    assert (len(told()), StandingDay.objects.get().day) == (4, TODAY + 5 * DAY)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_tell_it_once(clock: time_machine.Traveller) -> None:
    pass_midnight()
    for number in range(4):
        sold(f"Ends{number}", TODAY - 9 * DAY, 10)
    clock.shift(10)
    together([partial(pass_midnight)] * 3)
    pass_midnight()
    assert sorted(told()) == [(f"Ends{number}", "expired") for number in range(4)]


def test_a_batch_takes_the_same_statements_for_any_number(clock: time_machine.Traveller) -> None:
    pass_midnight()
    spent: list[int] = []
    for number in (1, 9):
        for at in range(number):
            sold(f"Ends{at}", TODAY + (len(spent) - 9) * DAY, 10)
        clock.shift(timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            pass_midnight()
        spent.append(len([query for query in queries if 'INSERT INTO "core_event"' not in query["sql"]]))
        pass_midnight()
    assert spent[0] == spent[1]
    assert len(told()) == 10
