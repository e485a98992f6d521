"""`/api/task-views/`: questions to the list of tasks. `core.tests.test_customer_views` tests what all views have in common."""

from collections.abc import Callable
from typing import Any

import pytest

from core.events.models import Event
from core.tests.conftest import Person
from scheduling.models import TaskView

Sign = Callable[[str], Person]
VIEWS = "/api/task-views/"


def keep(person: Person, question: Any, **more: Any) -> Any:
    return person.client.post(VIEWS, {"name": "Late", "question": question} | more)


def test_a_view_of_tasks_is_kept_shared_and_told_of_apart_from_those_of_members(person: Sign) -> None:
    desk, trainer, manager = person("front_desk"), person("trainer"), person("manager")
    question = {"whose": "trainer", "state": "in_progress", "due": "week", "ordering": "-created", "shape": "board"}
    answer = keep(desk, question)
    assert (answer.status_code, answer.json()["question"]) == (201, question)
    url = f"{VIEWS}{answer.json()['id']}/"
    assert (trainer.client.get(url).status_code, desk.client.get("/api/customer-views/").json()["count"]) == (404, 0)
    assert desk.client.patch(url, {"shared": True}).json()["version"] == 2
    assert trainer.client.get(url).json()["may_change"] is False
    assert (trainer.client.patch(url, {"name": "x"}).status_code, trainer.client.delete(url).status_code) == (403, 403)
    assert manager.client.patch(url, {"name": "Later"}).status_code == 200
    assert keep(desk, {}, name="LATER").json()["fields"]["name"][0]["code"] == "unique"
    assert manager.client.delete(url).status_code == 204
    told = Event.objects.filter(subject=f"task_view/{answer.json()['id']}").order_by("position")
    mine = [f"user:{desk.user.pk}"]
    assert [(one.type, one.audience) for one in told] == [
        ("task_view.created", mine), ("task_view.changed", ["staff"]), ("task_view.changed", ["staff"]),
        ("task_view.deleted", ["staff"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "question", [{"whose": "member"}, {"due": "tomorrow"}, {"from": "2026-01-01"}, {"state": ["open"]}, None]
)
def test_what_the_screen_doesnt_know_is_refused(person: Sign, question: Any) -> None:
    answer = keep(person("trainer"), question)
    assert (answer.status_code, TaskView.objects.exists()) == (400, False), answer.json()
