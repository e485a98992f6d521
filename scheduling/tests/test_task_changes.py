"""`/api/tasks/{id}/…`: taking, doing, changing; who is told of it, live and in their inbox; many at once; races."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.events.models import Event
from core.models import User
from core.refusals import Stale
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from realtime.models import Notification
from realtime.notifications import choices
from scheduling import tasks
from scheduling.models import Task
from scheduling.tests.factories import AppointmentFactory

Sign = Callable[[str], Person]
TASKS = "/api/tasks/"
TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def act(person: Person, task: Task, action: str, body: Any = None, code: int = 200) -> dict[str, Any]:
    answer = person.client.post(f"{TASKS}{task.pk}/{action}/", body or {})
    assert answer.status_code == code, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def change(person: Person, task: Task, body: Any, code: int = 200, headers: Any = None) -> dict[str, Any]:
    answer = person.client.patch(f"{TASKS}{task.pk}/", body, headers=headers)
    assert answer.status_code == code, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def heard(user: User) -> list[str]:
    events = Event.objects.filter(type__startswith="task.", audience__contains=[f"user:{user.pk}"])
    return [event.type.removeprefix("task.") for event in events.order_by("position")]


def inbox(user: User) -> list[dict[str, Any]]:
    return [one.content for one in Notification.objects.filter(user=user).order_by("pk")]


def test_one_of_a_role_is_taken_put_back_and_done(person: Sign) -> None:
    desk, colleague, manager = person("front_desk"), person("front_desk"), person("manager")
    task = tasks.create(title="Call", role="front_desk", by=manager.user)
    taken = act(desk, task, "take")
    assert (taken["assignee"], taken["role"], taken["state"], taken["version"]) == (desk.user.pk, "front_desk", "in_progress", 2)
    assert act(desk, task, "take")["version"] == 2, "taking what one has changes nothing"
    refused = act(colleague, task, "take", code=409)
    assert (refused["code"], refused["current"]["assignee_name"]) == ("taken", desk.user.name)
    assert desk.user.name in refused["message"]
    act(colleague, task, "release", code=403)
    back = act(desk, task, "release")
    assert (back["assignee"], back["state"]) == (None, "open")
    act(colleague, task, "take")
    finished = act(desk, task, "done")
    assert (finished["state"], finished["done_by"], finished["assignee"]) == ("done", desk.user.pk, colleague.user.pk)
    assert finished["done_at"]
    assert act(desk, task, "done")["version"] == finished["version"]
    assert act(desk, task, "take", code=409)["code"] == "closed"
    assert change(desk, task, {"title": "No"}, code=409)["code"] == act(desk, task, "cancel", code=409)["code"] == "closed"
    undone = act(desk, task, "reopen", {"state": "in_progress"})
    assert (undone["state"], undone["assignee"], undone["done_at"]) == ("in_progress", colleague.user.pk, None)
    assert act(manager, task, "cancel")["state"] == "cancelled"
    assert act(manager, task, "done", code=409)["code"] == "closed"
    again = act(manager, task, "reopen")
    assert (again["state"], again["assignee"], again["role"]) == ("open", None, "front_desk")
    told = ["created", "taken", "released", "taken", "done", "reopened", "cancelled", "reopened"]
    assert heard(desk.user) == heard(colleague.user) == heard(manager.user) == told
    assert heard(person("trainer").user) == []


def test_who_loses_sight_of_it_hears_that_and_no_more(person: Sign) -> None:
    trainer, desk, manager = person("trainer"), person("front_desk"), person("manager")
    task = tasks.create(title="Stretch", assignee=trainer.user, by=manager.user)
    moved = change(manager, task, {"assignee": desk.user.pk})
    assert (moved["assignee_name"], moved["version"]) == (desk.user.name, 2)
    assert (heard(trainer.user), heard(desk.user)) == (["created", "withdrawn"], ["changed"])
    lost = Event.objects.get(type="task.withdrawn")
    assert (lost.data, lost.audience) == ({"id": task.pk, "version": 2}, [f"user:{trainer.user.pk}"])
    assert trainer.client.get(f"{TASKS}{task.pk}/").status_code == 404
    for action in ("take", "release", "done", "reopen", "cancel", "comments"):
        assert act(trainer, task, action, code=404)["code"] == "not_found"
    act(trainer, task, "check", {"item": 1, "done": True}, code=404)


def test_an_edit_overwrites_nothing_unseen_and_is_checked_as_a_new_one(person: Sign) -> None:
    desk, mia, ben = person("front_desk"), CustomerFactory.create(), AppointmentFactory.create()
    task = tasks.create(title="Call", role="front_desk", due_at=TOMORROW, customer=mia, by=desk.user)
    tasks.take(task=task, by=desk.user)
    assert change(desk, task, {"title": "Ring"}, code=409, headers={"If-Match": '"1"'})["current"]["version"] == 2
    assert change(desk, task, {"title": "Call"}, headers={"If-Match": '"2"'})["version"] == 2, "nothing changed"
    for body, field, code in (
        ({"assignee": None, "role": ""}, "assignee", "nobody"), ({"due_at": "2020-01-01T00:00:00Z"}, "due_at", "out_of_range"),
        ({"assignee": person("member").user.pk}, "assignee", "does_not_exist"), ({"state": "done"}, "state", "read_only"),
        ({"appointment": ben.pk, "customer": mia.pk}, "appointment", "of_another"),
        ({"checklist": [{"text": "x"}] * 51}, "checklist", "max_length"),
        ({"checklist": [{"text": "a\0"}]}, "checklist.0.text", "odd_character"),
        ({"checklist": [{"text": "x", "by": 1}]}, "checklist.0.by", "unknown_field"),
        ({"description": "x" * 5001}, "description", "max_length"),
    ):  # fmt: skip
        refused = change(desk, task, body, code=400)
        assert refused["fields"][field][0]["code"] == code, (body, refused)
    moved = change(desk, task, {"appointment": ben.pk, "role": "trainer"})
    assert (moved["customer"], moved["appointment_name"], moved["assignee"]) == (ben.customer_id, ben.service.name, None)
    assert (moved["role"], moved["state"]) == ("trainer", "open"), "what somebody else is to do isn't begun"
    assert change(desk, task, {"customer": mia.pk})["appointment"] is None


def test_a_checklist_is_ticked_by_several_without_losing_a_tick(person: Sign) -> None:
    desk, colleague = person("front_desk"), person("front_desk")
    made = desk.client.post(TASKS, {"title": "Close", "role": "front_desk", "checklist": [{"text": "Lights"}, {"text": "Till"}]})
    task = Task.objects.get(pk=made.json()["id"])
    act(desk, task, "check", {"item": 1, "done": True})
    both = act(colleague, task, "check", {"item": 2, "done": True})
    assert (both["checked"], both["checks"]) == (2, 2)
    assert act(desk, task, "check", {"item": 3, "done": True}, code=400)["fields"]["item"][0]["code"] == "gone"
    kept = change(desk, task, {"checklist": [{"id": 2, "text": "Till", "done": True}, {"text": "Door"}]})["checklist"]
    assert kept == [{"id": 2, "text": "Till", "done": True}, {"id": 3, "text": "Door", "done": False}]


def test_those_concerned_are_told_by_their_own_choices(person: Sign) -> None:
    trainer, other, manager, mia = person("trainer"), person("trainer"), person("manager"), CustomerFactory.create()
    task = tasks.create(title="Call", assignee=trainer.user, customer=mia, by=manager.user)
    change(manager, task, {"priority": 3})
    act(manager, task, "comments", {"text": "Ask for the knee"}, code=201)
    act(trainer, task, "comments", {"text": "I will"}, code=201)
    act(trainer, task, "done")
    act(manager, task, "reopen")
    choices.choose(user=trainer.user, kind="task_changed", channels=[])
    change(manager, task, {"assignee": other.user.pk})
    assert [one["kind"] for one in inbox(trainer.user)] == ["task_assigned", "task_changed", "task_commented", "task_changed"]
    assert [one.get("what") for one in inbox(trainer.user)] == [None, "details", None, "reopened"]
    assert [one["kind"] for one in inbox(manager.user)] == ["task_commented", "task_done"]
    assert [one["given_by"] for one in inbox(other.user)] == [manager.user.name]
    assert {one.customer for one in Notification.objects.all()} == {mia}, "an erasure finds them by the member"
    said = trainer.client.get(f"{TASKS}{task.pk}/comments/")
    assert said.status_code == 404
    assert [row["text"] for row in manager.client.get(f"{TASKS}{task.pk}/comments/").json()["results"]] == [
        "I will",
        "Ask for the knee",
    ]
    assert "knee" not in str([one.data for one in (*Event.objects.all(), *Notification.objects.all())]), "no comment travels"


def test_the_history_says_who_changed_what(person: Sign) -> None:
    desk, manager, mia = person("front_desk"), person("manager"), CustomerFactory.create(first_name="Mia", last_name="Ott")
    task = tasks.create(title="Call", description="secret", role="front_desk", by=manager.user)
    change(manager, task, {"customer": mia.pk, "description": "more secret", "checklist": [{"text": "Ring"}], "priority": 3})
    act(desk, task, "take")
    act(desk, task, "check", {"item": 1, "done": True})
    act(desk, task, "done")
    rows = desk.client.get(f"{TASKS}{task.pk}/history/").json()["results"]
    assert [(row["type"], row["actor"]["name"]) for row in rows] == [
        ("task.done", desk.user.name), ("task.details_changed", desk.user.name), ("task.taken", desk.user.name),
        ("task.details_changed", manager.user.name), ("task.created", manager.user.name),
    ]  # fmt: skip
    assert rows[1]["changes"] == [{"field": "checklist", "old": "0/1", "new": "1/1"}]
    assert rows[3]["changes"] == [
        {"field": "checklist", "old": "0/0", "new": "0/1"}, {"field": "customer", "old": None, "new": "Mia Ott"},
        {"field": "description", "old": None, "new": None}, {"field": "priority", "old": 2, "new": 3},
    ]  # fmt: skip
    assert "secret" not in str([event.data for event in Event.objects.all()])


def test_many_at_once_or_none(person: Sign) -> None:
    desk, trainer, manager = person("front_desk"), person("trainer"), person("manager")
    mine = [tasks.create(title=f"Mine {n}", role="front_desk", by=manager.user) for n in range(3)]
    [first, second, third] = ids = [task.pk for task in mine]
    hers = tasks.create(title="Hers", assignee=trainer.user, by=manager.user)

    def many(who: Person, **body: Any) -> Any:
        return who.client.post(f"{TASKS}many/", {"ids": ids} | body)

    moved = many(manager, action="change", assignee=trainer.user.pk, due_at=TOMORROW.isoformat())
    assert {(row["assignee"], row["role"]) for row in moved.json()["results"]} == {(trainer.user.pk, "")}
    assert [(one["kind"], one["count"]) for one in inbox(trainer.user)] == [("task_assigned", 1), ("task_assigned", 3)]
    assert many(desk, action="done").json()["fields"]["ids"][0]["code"] == "gone", "what one may not see isn't there"
    assert many(trainer, action="done").status_code == 200
    assert [(one["kind"], one["count"]) for one in inbox(manager.user)] == [("task_done", 3)]
    assert many(manager, ids=[first, second], action="reopen").status_code == 200
    half = many(manager, action="change", due_at=None)
    assert (half.status_code, half.json()["code"]) == (409, "closed")
    assert set(Task.objects.filter(pk__in=ids).values_list("due_at", flat=True)) == {TOMORROW}, "all or none"
    assert many(manager, ids=[first, second], action="cancel").status_code == 200
    for body, field, code in (
        ({"action": "done", "state": "open"}, "state", "not_with_action"), ({"action": "change"}, "action", "required"),
        ({"action": "eat"}, "action", "invalid_choice"), ({"action": "done", "ids": []}, "ids", "gone"),
        ({"action": "done", "ids": [third, 10**12]}, "ids", "gone"), ({"action": "done", "ids": [1] * 101}, "ids", "max_length"),
        ({"action": "change", "ids": [hers.pk], "role": "trainer", "assignee": trainer.user.pk}, "role", "two"),
    ):  # fmt: skip
        refused = many(manager, **body)
        assert (refused.status_code, refused.json()["fields"][field][0]["code"]) == (400, code), body


def test_statements_do_not_grow_with_the_number(person: Sign) -> None:
    manager, spent = person("manager"), []
    assert manager.user.has_perms(["scheduling.view_task", "scheduling.view_every_task"])  # which reads them
    for number in (2, 12):
        given = [tasks.create(title="Call", role="front_desk", by=manager.user).pk for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            tasks.do_to_many(ids=given, action="done", by=manager.user)
        spent.append(len([query for query in queries if 'INSERT INTO "core_event"' not in query["sql"]]))
    assert spent[0] == spent[1] <= 9


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_gets_it_and_the_other_hears_who() -> None:
    desk = [UserFactory.create(role="front_desk") for _ in range(4)]
    for _ in range(5):
        task = tasks.create(title="Call", role="front_desk", by=desk[0])
        answers = together([partial(tasks.take, task=task, by=one) for one in desk])
        task.refresh_from_db()
        got = [answer for answer in answers if isinstance(answer, Task)]
        assert [one.assignee for one in got] == [task.assignee]
        assert task.assignee
        assert task.version == 2
        refusals = [answer for answer in answers if not isinstance(answer, Task)]
        assert {(type(one), one.code, one.message) for one in refusals} == {  # type: ignore[attr-defined]
            (Stale, "taken", f"{task.assignee.name} has it.")
        }
        assert Event.objects.filter(type="task.taken", subject=task.subject).count() == 1
