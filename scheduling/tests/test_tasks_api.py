"""`/api/tasks/`: who gives what to whom, who sees it, and one for each of many members."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import member_choice, merging
from core.events.models import Event
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from realtime.models import Notification
from scheduling import tasks
from scheduling.models import Task

Sign = Callable[[str], Person]
TASKS, FOR_CUSTOMERS = "/api/tasks/", "/api/tasks/for-customers/"
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def titles(person: Person, **query: Any) -> list[str]:
    return [row["title"] for row in person.client.get(TASKS, query).json()["results"]]


def test_a_task_is_given_told_of_and_notified(person: Sign) -> None:
    desk, trainer, manager, mia = person("front_desk"), person("trainer"), person("manager"), CustomerFactory.create()
    body = {
        "title": "Call back", "description": "Ask about the knee", "assignee": trainer.user.pk, "customer": mia.pk,
        "due_at": "2026-11-25T10:00:00+01:00", "priority": 3,
    }  # fmt: skip
    answer = desk.client.post(TASKS, body)
    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert shown == body | {
        "id": shown["id"], "assignee_name": trainer.user.name, "role": "", "due_at": "2026-11-25T09:00:00Z", "state": "open",
        "checks": 0, "checked": 0, "checklist": [], "customer_name": mia.full_name, "appointment": None, "appointment_name": None,
        "appointment_starts_at": None, "created_by": desk.user.pk, "created_by_name": desk.user.name,
        "created_at": "2026-11-24T11:00:00Z", "done_at": None, "done_by": None, "done_by_name": None, "version": 1,
        "rule": "", "rule_from": None, "rule_at": None, "next_on": None,
    }  # fmt: skip
    event = Event.objects.get(type="task.created")
    opened = ("description", "checklist", "rule_from", "rule_at", "next_on")
    told = {name: value for name, value in shown.items() if name not in opened}
    assert desk.client.get(TASKS).json()["results"] == [told], "rows and events are of one shape"
    assert {name: value for name, value in event.data.items() if not name.endswith("_at")} == {
        name: value for name, value in told.items() if not name.endswith("_at")
    }
    assert set(event.audience) == {f"user:{one.user.pk}" for one in (desk, trainer, manager)}
    notice = Notification.objects.get()
    assert (notice.user, notice.kind, notice.customer) == (trainer.user, "task_assigned", mia)
    assert (notice.data["title"], notice.data["count"], notice.data["given_by"]) == ("Call back", 1, desk.user.name)
    trainer.client.post(TASKS, {"title": "Stretch", "assignee": trainer.user.pk})
    assert Notification.objects.count() == 1, "nobody is told of what they gave themselves"


def test_each_sees_their_own_and_their_roles_and_managers_all_as_the_events_say(person: Sign) -> None:
    trainer, other, desk, manager = person("trainer"), person("trainer"), person("front_desk"), person("manager")
    tasks.create(title="Mine", assignee=trainer.user, by=manager.user)
    tasks.create(title="Role's", role="trainer", by=manager.user)
    tasks.create(title="Desk's", role="front_desk", by=manager.user)
    tasks.create(title="Given", role="front_desk", by=other.user)
    seen = {
        trainer: ["Mine", "Role's"], other: ["Role's", "Given"], desk: ["Desk's", "Given"],
        manager: ["Mine", "Role's", "Desk's", "Given"],
    }  # fmt: skip
    for one, expected in seen.items():
        assert titles(one) == expected
        events = Event.objects.filter(type="task.created", audience__contains=[f"user:{one.user.pk}"])
        assert [event.data["title"] for event in events.order_by("position")] == expected
    assert person("member").client.get(TASKS).status_code == 403
    hidden = Task.objects.get(title="Desk's")
    assert (trainer.client.get(f"{TASKS}{hidden.pk}/").status_code, desk.client.get(f"{TASKS}{hidden.pk}/")["ETag"]) == (
        404,
        '"1"',
    )


def test_filters_and_order(person: Sign) -> None:
    manager, trainer, mia = person("manager"), person("trainer"), CustomerFactory.create()
    for title, days, fields in (
        ("Later", 5, {"role": "trainer"}),
        ("Soon", 1, {"role": "trainer"}),
        ("Hers", 2, {"assignee": trainer.user, "customer": mia}),
    ):
        tasks.create(title=title, due_at=NOON + timedelta(days=days), by=manager.user, **fields)
    tasks.create(title="Whenever", role="owner", by=manager.user)
    assert titles(manager) == ["Soon", "Hers", "Later", "Whenever"]
    assert titles(manager, role="trainer", ordering="-due") == ["Later", "Soon"]
    assert titles(manager, assignee=trainer.user.pk) == titles(manager, customer=mia.pk) == ["Hers"]
    assert titles(manager, **{"from": (NOON + timedelta(days=2)).isoformat(), "to": (NOON + timedelta(days=5)).isoformat()}) == [
        "Hers"
    ]
    assert titles(manager, state="done") == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"role": ""}, "assignee", "nobody"), ({"title": ""}, "title", "blank"), ({"title": "a\nb"}, "title", "odd_character"),
        ({"assignee": 10**12}, "assignee", "does_not_exist"), ({"role": "member"}, "role", "invalid_choice"),
        ({"priority": 4}, "priority", "invalid_choice"), ({"due_at": "2026-11-25T10:00"}, "due_at", "naive"),
        ({"due_at": "2026-11-23T23:59:59+01:00"}, "due_at", "out_of_range"),
        ({"due_at": "2029-01-01T00:00:00Z"}, "due_at", "out_of_range"), ({"customer": 10**12}, "customer", "does_not_exist"),
        ({"state": "done"}, "state", "read_only"), ({"created_by": 1}, "created_by", "read_only"),
        ({"more": 1}, "more", "unknown_field"),
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused(person: Sign, body: dict[str, Any], field: str, code: str) -> None:
    answer = person("front_desk").client.post(TASKS, {"title": "Call", "role": "trainer"} | body)
    assert (answer.status_code, answer.json()["fields"][field][0]["code"]) == (400, code)
    assert not Task.objects.exists()


def test_a_task_is_one_persons_or_a_roles_also_in_the_database(person: Sign) -> None:
    desk, trainer = person("front_desk"), person("trainer").user
    both = desk.client.post(TASKS, {"title": "Call", "assignee": trainer.pk, "role": "trainer"})
    assert both.json()["fields"]["role"][0]["code"] == "two"
    with pytest.raises(IntegrityError, match="task_is_for_one_or_for_a_role"), transaction.atomic():
        Task.objects.create(title="Call", assignee=trainer, role="trainer")
    for nobody in (person("member").user, UserFactory.create(role="trainer", is_active=False)):
        assert desk.client.post(TASKS, {"title": "Call", "assignee": nobody.pk}).status_code == 400


def test_one_for_each_member_of_the_choice_or_none(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, trainer = person("front_desk"), person("trainer")
    ada, adam, bo = (CustomerFactory.create(first_name=name) for name in ("Ada", "Adam", "Bo"))
    body = {"title": "Win back", "assignee": trainer.user.pk, "due_at": "2026-11-30T12:00:00Z", "priority": 1}
    answer = desk.client.post(FOR_CUSTOMERS, body | {"ids": [bo.pk, ada.pk]})
    assert answer.status_code == 201, answer.json()
    given = Task.objects.order_by("pk")
    assert answer.json() == {"created": [task.pk for task in given]}
    assert [(task.customer, task.assignee, task.priority, task.created_by) for task in given] == [
        (ada, trainer.user, 1, desk.user), (bo, trainer.user, 1, desk.user),
    ]  # fmt: skip
    assert Event.objects.filter(type="task.created").count() == 2
    notice = Notification.objects.get()  # thirty would push everything else out of the inbox
    assert (notice.data["count"], notice.data["customer"], notice.customer) == (2, None, None)
    every = desk.client.post(FOR_CUSTOMERS, {"title": "Call", "role": "trainer", "question": {"search": "ada"}})
    assert len(every.json()["created"]) == 2
    monkeypatch.setattr(member_choice, "MOST", 2)
    for choice, code in (
        ({"ids": [ada.pk, 10**12]}, "gone"), ({"ids": []}, "nobody"), ({"question": {"search": "zzz"}}, "nobody"),
        ({"question": {}}, "too_many"), ({}, "required"), ({"ids": [adam.pk], "question": {}}, "required"),
        ({"question": {"statsu": "lead"}}, "unknown_field"), ({"ids": [adam.pk], "customer": bo.pk}, "unknown_field"),
        ({"ids": [adam.pk], "due_at": "2026-11-01T12:00:00Z"}, "out_of_range"),
    ):  # fmt: skip
        refused = desk.client.post(FOR_CUSTOMERS, body | choice)
        assert (refused.status_code, next(iter(refused.json()["fields"].values()))[0]["code"]) == (400, code), choice
    assert Task.objects.count() == 4


def test_a_member_who_was_chosen_and_merged_meanwhile_gets_one_as_who_was_kept(person: Sign) -> None:
    desk = person("front_desk")
    ada, ida, old = (CustomerFactory.create(first_name=name) for name in ("Ada", "Ida", "Adda"))
    body = {"title": "Call", "role": "trainer", "ids": [ida.pk, old.pk, ada.pk]}
    merging.merge(kept=ada, merged=old, by=desk.user)
    assert len(desk.client.post(FOR_CUSTOMERS, body).json()["created"]) == 2
    assert [task.customer for task in Task.objects.order_by("customer")] == [ada, ida]


def test_sent_twice_it_gives_once(person: Sign) -> None:
    desk, mia = person("front_desk"), CustomerFactory.create()
    body = {"title": "Call", "role": "trainer", "ids": [mia.pk]}
    first, again = (desk.client.post(FOR_CUSTOMERS, body, headers={"Idempotency-Key": "the-same-key"}) for _ in range(2))
    assert (first.json(), again["Idempotent-Replayed"], Task.objects.count()) == (again.json(), "true", 1)


def test_statements_do_not_grow_with_the_number(person: Sign) -> None:
    desk, spent, listed = person("front_desk"), [], []
    for number in (2, 12):
        chosen = [customer.pk for customer in CustomerFactory.create_batch(number)]
        with CaptureQueriesContext(connection) as queries:
            tasks.create_for(customers=chosen, title="Call", role="front_desk", by=desk.user)
        spent.append(len([query for query in queries if 'INSERT INTO "core_event"' not in query["sql"]]))
        with CaptureQueriesContext(connection) as queries:
            titles(desk)
        listed.append(len(queries))
    assert (spent[0], listed[0]) == (spent[1], listed[1])
