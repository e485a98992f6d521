"""`GET /api/tasks/`: filters, orders, and pages that neither repeat nor leave out."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from scheduling.models import Task
from scheduling.tests.factories import AppointmentFactory

Sign = Callable[[str], Person]
TASKS = "/api/tasks/"
NOW = datetime.now(UTC).replace(microsecond=0)


def titles(person: Person, **query: Any) -> list[str]:
    answer = person.client.get(TASKS, query)
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


@pytest.fixture
def manager(person: Sign) -> Person:
    manager = person("manager")
    mia, appointment = CustomerFactory.create(), AppointmentFactory.create()
    for title, days, fields in (
        ("Late", -2, {"assignee": manager.user, "priority": 1}),
        ("Late but done", -1, {"assignee": manager.user, "state": "done", "done_at": NOW}),
        ("Soon", 1, {"role": "trainer", "state": "in_progress", "customer": mia}),
        ("Later", 5, {"role": "manager", "priority": 3, "appointment": appointment}),
        ("Whenever", None, {"assignee": UserFactory.create(role="trainer"), "priority": 3, "state": "cancelled"}),
    ):
        Task.objects.create(title=title, due_at=None if days is None else NOW + timedelta(days=days), **fields)
    return manager


def test_filters(manager: Person) -> None:
    customer, appointment = Task.objects.get(title="Soon").customer, Task.objects.get(title="Later").appointment
    assert customer
    assert appointment
    day = timedelta(days=1)
    asked: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({"mine": True}, ["Late", "Late but done"]), ({"mine": True, "to_do": True}, ["Late"]), ({"overdue": True}, ["Late"]),
        ({"to_do": False}, ["Late but done", "Whenever"]), ({"to_do": True}, ["Late", "Soon", "Later"]),
        ({"state": ["done", "cancelled"]}, ["Late but done", "Whenever"]), ({"role": "manager"}, ["Later"]),
        ({"priority": 3}, ["Later", "Whenever"]), ({"customer": customer.pk}, ["Soon"]),
        ({"appointment": appointment.pk}, ["Later"]),
        ({"from": (NOW - day).isoformat(), "to": (NOW + 5 * day).isoformat()}, ["Late but done", "Soon"]),
        ({"from": (NOW + 2 * day).isoformat()}, ["Later"]),
    )  # fmt: skip
    for query, expected in asked:
        assert titles(manager, **query) == expected, query
    odd: dict[str, Any] = {"state": "lost", "from": "yesterday", "ordering": "title", "priority": 9, "page_size": 101}
    for name, value in odd.items():
        assert (answer := manager.client.get(TASKS, {name: value})).status_code == 400
        assert list(answer.json()["fields"]) == [name]


@pytest.mark.parametrize("order", ["due", "-due", "priority", "-priority", "created", "-created"])
def test_every_order_is_gone_through_to_its_end_and_back(manager: Person, order: str) -> None:
    Task.objects.bulk_create(Task(title=f"Equal {n}", role="manager", due_at=NOW + timedelta(days=1)) for n in range(4))
    whole = titles(manager, ordering=order)
    assert len(whole) == 9
    expected = {"due": ["Late", "Late but done"], "priority": ["Later", "Whenever"], "created": ["Late", "Late but done"]}
    assert (whole[::-1] if order.startswith("-") else whole)[:2] == expected[order.removeprefix("-")]
    page: Any = manager.client.get(TASKS, {"ordering": order, "page_size": "2"}).json()
    assert page["previous"] is None
    there = [row["title"] for row in page["results"]]
    while page["next"]:
        page = manager.client.get(page["next"]).json()
        there += [row["title"] for row in page["results"]]
    assert there == whole
    back = [row["title"] for row in page["results"]]
    while page["previous"]:
        page = manager.client.get(page["previous"]).json()
        back = [row["title"] for row in page["results"]] + back
    assert back == whole


@pytest.mark.parametrize(
    "place",
    [
        ["due", False, "infinity"], ["due", False, "soon", 1], ["priority", False, "3", "infinity", 1], ["due", False, 5, 1],
        ["due", False, "infinity", 2**63], ["created", False, True], ["title", False, 1], [], 7,
        ["-due", False, "infinity", 1],
    ],
    ids=str,
)  # fmt: skip
def test_a_cursor_that_was_tampered_with_is_refused(person: Sign, place: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    order = place[0] if isinstance(place, list) and place and place[0] in ("priority", "created") else "due"
    answer = person("manager").client.get(TASKS, {"cursor": cursor, "ordering": order})
    assert (answer.status_code, answer.json()["fields"]["cursor"][0]["code"]) == (400, "cursor_invalid")


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "task_by_due"), ({"to_do": True}, "task_to_do_by_due"), ({"overdue": True}, "task_to_do_by_due"),
        ({"ordering": "priority"}, "task_by_urgency"), ({"ordering": "priority", "to_do": True}, "task_to_do_by_urgency"),
        ({"state": "done"}, "task_by_state"), ({"mine": True, "state": "open"}, "task_by_assignee"),
        ({"role": "trainer", "state": "open"}, "task_by_role"), ({"customer": 5}, "task_by_customer"),
        ({"appointment": 5}, "task_by_appointment"), ({"ordering": "-created"}, "scheduling_task_pkey"),
    ],
    ids=str,
)  # fmt: skip
def test_every_filter_and_order_has_its_index(person: Sign, query: dict[str, Any], index: str) -> None:
    manager = person("manager")
    with CaptureQueriesContext(connection) as queries:
        titles(manager, **query)
    [asked] = [one["sql"] for one in queries if one["sql"].startswith('SELECT "scheduling_task"')]
    with connection.cursor() as database:
        database.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        database.execute(f"EXPLAIN {asked}")
        plan = "\n".join(row[0] for row in database.fetchall())
    assert index in plan, plan


def test_a_list_costs_the_same_however_long(person: Sign) -> None:
    desk, spent = person("front_desk"), []
    for number in (1, 20):
        for _ in range(number):
            Task.objects.create(
                title="Call", role="front_desk", customer=CustomerFactory.create(), appointment=AppointmentFactory.create(),
                created_by=UserFactory.create(), state="done", done_at=NOW, done_by=UserFactory.create(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert len(titles(desk)) >= number
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 6, [query["sql"] for query in queries]
