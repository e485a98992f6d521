"""`/api/reminders/`: the log, to be read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from core.events.models import Event
from core.tests.conftest import Person
from scheduling.models import Reminder
from scheduling.reminders.telling import tell
from scheduling.tests.factories import SOON, AppointmentFactory, ReminderFactory

Sign = Callable[[str], Person]
URL = "/api/reminders/"


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize("state", Reminder.State.values)
def test_what_is_answered_is_what_the_line_carries(person: Sign, state: str) -> None:
    reminder = ReminderFactory.create(state=state, outcome_at=SOON if state == "sent" else None, detail="why", version=3)
    with transaction.atomic():
        tell(reminder, by=None)
    shown = person("trainer").client.get(f"{URL}{reminder.pk}/").json()
    assert shown == Event.objects.get().data
    assert shown["customer_name"] == reminder.customer.full_name
    assert reminder.customer.email not in str(shown)


def test_a_member_reads_their_own(person: Sign) -> None:
    alice, bob = person("member"), person("member")
    own, foreign = (ReminderFactory.create(appointment=AppointmentFactory.create(customer=one.customer)) for one in (alice, bob))
    assert ids(alice.client.get(URL)) == [own.pk]
    assert ids(alice.client.get(URL, {"customer": foreign.customer_id})) == []
    assert alice.client.get(f"{URL}{foreign.pk}/").status_code == 404
    assert ids(person("front_desk").client.get(URL)) == [foreign.pk, own.pk]
    assert APIClient().get(URL).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_in_the_log(person: Sign, method: str) -> None:
    reminder = ReminderFactory.create()
    client = person("owner").client
    for url in (URL, f"{URL}{reminder.pk}/"):
        assert getattr(client, method)(url, {}).status_code in (403, 405)
    reminder.refresh_from_db()
    assert reminder.state == "planned"


def test_filters(person: Sign) -> None:
    first = ReminderFactory.create(state=Reminder.State.SENT)
    second = ReminderFactory.create(due_at=SOON + timedelta(days=1))
    client = person("trainer").client
    queries: list[tuple[dict[str, Any], list[Reminder]]] = [
        ({}, [second, first]),
        ({"ordering": "due_at"}, [first, second]),
        ({"state": "sent"}, [first]),
        ({"kind": "appointment_starts"}, [second, first]),
        ({"customer": second.customer_id}, [second]),
        ({"from": second.due_at.isoformat()}, [second]),
        ({"to": second.due_at.isoformat()}, [first]),
        ({"search": first.customer.last_name}, [first]),
    ]
    for query, found in queries:
        assert ids(client.get(URL, query)) == [one.pk for one in found], query
    for query in ({"state": "lost"}, {"kind": "x"}, {"customer": "x"}):
        assert client.get(URL, query).json()["code"] == "validation_failed"


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_takes_the_same_queries_for_any_length(person: Sign, rows: int) -> None:
    client = person("trainer").client
    for _ in range(rows):
        ReminderFactory.create()
    with CaptureQueriesContext(connection) as queries:
        assert len(ids(client.get(URL))) == rows
    # session, user, line's head, two for permissions, count, rows
    assert len(queries) == 7, [query["sql"] for query in queries]
