"""The start page's snapshot: the day's rows and no others, each with its count, for whoever may see them, in few queries."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from core import checkins, memberships
from core.events.models import Event
from core.models import CheckIn, Membership
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory, UserFactory
from scheduling import bookings
from scheduling.models import Appointment, Reminder, Task
from scheduling.tests.factories import AppointmentFactory, ReminderFactory, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
# A Monday, noon at the centre.
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)
TODAY = date(2026, 6, 15)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
# Half past midnight at the centre is the day before in UTC.
JUST_BEGUN, JUST_BEFORE = datetime(2026, 6, 14, 22, 30, tzinfo=UTC), datetime(2026, 6, 14, 21, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def cards(client: APIClient, **asked: str) -> dict[str, Any]:
    answer = client.get("/api/today/", asked)
    assert answer.status_code == 200, answer.content
    assert answer["X-Event-Cursor"]
    assert answer.json()["day"] == f"{TODAY}"
    found: dict[str, Any] = answer.json()["cards"]
    return found


def figure(client: APIClient, name: str) -> dict[str, Any]:
    [found] = [one for one in cards(client, card="figures")["figures"]["figures"] if one["name"] == name]
    return dict(found)


def ids(card: dict[str, Any]) -> list[int]:
    return [row["id"] for row in card["rows"]]


def came(at: datetime, **fields: Any) -> CheckIn:
    return CheckIn.objects.create(
        at=at, method="search", customer=fields.pop("customer", None) or CustomerFactory.create(), **fields
    )


def test_the_day_is_the_centres(person: Callable[[str], Person]) -> None:
    """Domain rule 3: what is between two midnights at the centre, whatever day UTC has."""
    desk = person("front_desk")
    for at in (JUST_BEFORE, NOON + 12 * HOUR):
        came(at)
        SessionFactory.create(starts_at=at)
        AppointmentFactory.create(starts_at=at)
        ReminderFactory.create(due_at=at, appointment__starts_at=NOON + 9 * DAY)
    inside = came(JUST_BEGUN), SessionFactory.create(starts_at=JUST_BEGUN), AppointmentFactory.create(starts_at=JUST_BEGUN)
    due = ReminderFactory.create(due_at=JUST_BEGUN, appointment__starts_at=NOON + 9 * DAY)
    found = cards(desk.client)
    assert [ids(found[name]) for name in ("arrivals", "classes", "one_to_ones")] == [[one.pk] for one in inside]
    assert ids(found["reminders"]["planned"]) == [due.pk]


def test_arrivals_show_what_the_desk_was_told(person: Callable[[str], Person]) -> None:
    desk = person("front_desk")
    member = CustomerFactory.create(birth_date=date(1990, 6, 15))
    memberships.sell(customer=member, plan=PlanFactory.create(price=9), starts_on=TODAY - 25 * DAY, by=None)
    answer = checkins.check_in(customer=member, method="search", by=desk.user)
    assert answer.check_in
    [row] = cards(desk.client)["arrivals"]["rows"]
    assert row["warnings"] == ["ends_soon", "unpaid", "birthday"]
    told = Event.objects.get(type="check_in.recorded").data
    assert {name: told[name] for name in row if name != "picture"} == {name: row[name] for name in row if name != "picture"}
    checkins.undo(check_in=answer.check_in, by=desk.user)
    assert cards(desk.client)["arrivals"] == {"count": 0, "rows": []}


def test_memberships_end_this_week_unless_another_follows(person: Callable[[str], Person]) -> None:
    desk = person("front_desk")

    def until(day: date, **fields: Any) -> Membership:
        return MembershipFactory.create(starts_on=day - 29 * DAY, ends_on=day, **fields)

    until(TODAY - DAY)
    until(TODAY + 7 * DAY)
    until(TODAY + DAY, voided_at=NOON)
    renewed = until(TODAY + 2 * DAY)
    memberships.renew(membership=renewed, by=desk.user)
    last, first = until(TODAY + 6 * DAY), until(TODAY)
    assert ids(cards(desk.client)["ending"]) == [first.pk, last.pk]


def test_tasks_are_those_of_the_person_until_the_days_end(person: Callable[[str], Person]) -> None:
    desk, trainer, manager = person("front_desk"), person("trainer"), person("manager")

    def task(due_at: datetime | None, **fields: Any) -> Task:
        return Task.objects.create(title="Call", due_at=due_at, **({"role": "front_desk"} | fields))

    task(NOON + 12 * HOUR)
    task(None)
    task(NOON, state=Task.State.DONE, done_at=NOON)
    late, soon = task(NOON - 9 * DAY, state=Task.State.IN_PROGRESS), task(NOON + 11 * HOUR)
    theirs = task(NOON, role="", assignee=trainer.user)
    assert ids(cards(desk.client)["tasks"]) == [late.pk, soon.pk]
    assert ids(cards(trainer.client)["tasks"]) == [theirs.pk]
    assert ids(cards(manager.client)["tasks"]) == [late.pk, theirs.pk, soon.pk]


def test_reminders_are_grouped_each_with_its_count(person: Callable[[str], Person], monkeypatch: Any) -> None:
    monkeypatch.setattr("scheduling.api.today.MOST_REMINDERS", 2)
    desk = person("front_desk")
    appointment = AppointmentFactory.create(starts_at=NOON + 9 * DAY)

    def at(hours: int, state: str) -> int:
        return ReminderFactory.create(appointment=appointment, due_at=NOON + hours * HOUR, state=state).pk

    S = Reminder.State
    planned = [at(3, S.PLANNED), at(2, S.PLANNED), at(-1, S.DUE)]
    sent = [at(-4, S.SENT), at(-3, S.SENT)]
    failed = [at(-6, S.EXPIRED), at(-5, S.FAILED)]
    at(-2, S.SUPERSEDED)
    found = cards(desk.client)["reminders"]
    assert (found["planned"]["count"], ids(found["planned"])) == (3, [planned[2], planned[1]])
    assert (found["sent"]["count"], ids(found["sent"])) == (2, [sent[1], sent[0]])
    assert (found["failed"]["count"], ids(found["failed"])) == (2, [failed[1], failed[0]])


def test_trainers_see_their_own_and_nobody_what_they_may_not(person: Callable[[str], Person]) -> None:
    desk, trainer, member = person("front_desk"), person("trainer"), person("member")
    own = SessionFactory.create(starts_at=NOON, trainer=trainer.user)
    other = SessionFactory.create(starts_at=NOON)
    meets = AppointmentFactory.create(starts_at=NOON + 3 * HOUR, trainer=trainer.user)
    AppointmentFactory.create(starts_at=NOON, trainer=desk.user)
    found = cards(trainer.client)
    assert (ids(found["classes"]), found["classes"]["trainer"]) == ([own.pk], trainer.user.pk)
    assert (ids(found["one_to_ones"]), found["one_to_ones"]["trainer"]) == ([meets.pk], trainer.user.pk)
    assert "sold" not in [one["name"] for one in found["figures"]["figures"]]
    everything = cards(desk.client)
    assert (ids(everything["classes"]), everything["classes"]["trainer"]) == ([own.pk, other.pk], None)
    role = Group.objects.get(name="front_desk")
    role.permissions.remove(Permission.objects.get(codename="view_reminder"), Permission.objects.get(codename="view_checkin"))
    left = cards(desk.client)
    assert everything.keys() - left.keys() == {"reminders", "arrivals"}
    assert "visits" not in [one["name"] for one in left["figures"]["figures"]]
    assert cards(desk.client, card="reminders") == {}
    assert member.client.get("/api/today/").status_code == 403
    assert desk.client.get("/api/today/", {"card": "nothing"}).status_code == 400


def test_figures_of_the_day_beside_the_usual(person: Callable[[str], Person]) -> None:
    desk = person("front_desk")
    member = CustomerFactory.create(joined_on=TODAY - 400 * DAY)
    # Of the eight Mondays before, five had two by ten and three at noon; the others had none.
    for week in range(1, 6):
        for hours in (-3, -2.5, 0):
            came(NOON - week * WEEK + hours * HOUR, customer=member)
    for _ in range(4):  # a Monday out of the ordinary
        came(NOON - WEEK, customer=member)
    came(NOON - DAY, customer=member)
    came(NOON - 9 * WEEK, customer=member)
    came(NOON, customer=member)
    came(NOON, customer=member, undone_at=NOON)
    visits = figure(desk.client, "visits")
    assert (visits["count"], visits["ids"]) == (1, None)
    at = {
        clock: visits["usual"][hour * 4 + quarter] for clock, hour, quarter in (("8:45", 8, 3), ("9:45", 9, 3), ("12:00", 12, 0))
    }
    assert at == {"8:45": 0, "9:45": 2, "12:00": 3}
    assert visits["usual"][-1] == 3

    new = CustomerFactory.create(joined_on=TODAY)
    assert figure(desk.client, "new_members")["ids"] == [new.pk]
    missed = AppointmentFactory.create(starts_at=NOON - 2 * HOUR, state=Appointment.State.NO_SHOW, customer=member)
    AppointmentFactory.create(starts_at=NOON, state=Appointment.State.ATTENDED, customer=new)
    assert figure(desk.client, "no_shows")["ids"] == [missed.pk]
    assert figure(desk.client, "bookings")["count"] == 2
    sold = memberships.sell(customer=new, plan=PlanFactory.create(price=49), by=None)
    memberships.sell(customer=member, plan=PlanFactory.create(price=5, visits=9, months=None), by=None)
    Membership.objects.exclude(customer=new).update(voided_at=NOON)
    found = figure(desk.client, "sold")
    assert (found["ids"], found["amounts"]) == ([sold.pk], [{"currency": "EUR", "amount": "49.00"}])


def test_queries_are_few_however_much_there_is(person: Callable[[str], Person]) -> None:
    manager = person("manager")
    trainers, service = [UserFactory.create(role="trainer") for _ in range(4)], ServiceFactory.create()
    for number in range(120):
        member = CustomerFactory.create()
        came(NOON - number * timedelta(minutes=3), customer=member)
        held = MembershipFactory.create(customer=member, starts_on=TODAY - 25 * DAY)
        start = JUST_BEGUN + number // 4 * timedelta(minutes=40)
        SessionFactory.create(starts_at=start, trainer=trainers[number % 4], service__minutes=30)
        AppointmentFactory.create(customer=member, service=service, starts_at=start, membership=held)
        ReminderFactory.create(appointment__customer=member, appointment__starts_at=NOON + 9 * DAY, due_at=NOON + HOUR)
        Task.objects.create(title="Call", role="trainer", due_at=NOON - number * HOUR, customer=member)
    cards(manager.client)
    with CaptureQueriesContext(connection) as queries:
        found = cards(manager.client)
    assert len(queries) <= 12, [query["sql"][:90] for query in queries]
    assert {name: (card["count"], len(card["rows"])) for name, card in found.items() if "rows" in card} == {
        "arrivals": (120, 50),
        "ending": (120, 50),
        "classes": (120, 100),
        "one_to_ones": (120, 100),
        "tasks": (120, 50),
    }
    assert (found["reminders"]["planned"]["count"], len(found["reminders"]["planned"]["rows"])) == (120, 30)


def test_bookings_are_counted_when_they_are_made(person: Callable[[str], Person]) -> None:
    """What is cancelled again was made all the same: a booking is told of once with its first version, and counted by it."""
    desk = person("front_desk")
    booked = bookings.book(customer=CustomerFactory.create(), service=ServiceFactory.create(), starts_at=NOON + DAY, by=desk.user)
    bookings.cancel(appointment=booked, by=desk.user)
    assert figure(desk.client, "bookings")["count"] == 1
    first = Event.objects.filter(type__startswith="appointment.", data__version=1)
    assert [event.subject for event in first] == [booked.subject]
