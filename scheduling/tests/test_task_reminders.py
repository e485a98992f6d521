"""Reminders of tasks: planned ahead, superseded by a change, told once by the clock to those concerned; then the managers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.events.models import Event
from core.models import User
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together
from realtime.models import Notification
from scheduling import task_reminders, tasks
from scheduling.models import Task, TaskReminder
from scheduling.reminders.clock import seconds_until_next

Sign = Callable[[str], Person]
HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)


def planned(task: Task) -> dict[str, datetime]:
    return dict(TaskReminder.objects.filter(task=task, state="planned").values_list("kind", "due_at"))


def told(user: User) -> list[str]:
    kinds = Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True)
    return [kind for kind in kinds if kind in ("task_due", "task_overdue", "task_escalated")]


def fall_due(*kinds: str) -> int:
    """As if their time had come: the clock goes by the database's."""
    TaskReminder.objects.filter(kind__in=kinds, state="planned").update(due_at=NOW - HOUR)
    return task_reminders.tell_due()


def test_what_lies_ahead_is_planned_and_a_change_supersedes_it(person: Sign, settings: Any) -> None:
    settings.TASK_ESCALATION_HOURS = 24
    manager = person("manager").user
    due = NOW + 3 * HOUR
    task = tasks.create(title="Call", role="trainer", due_at=due, by=manager)
    assert planned(task) == {"due": due - HOUR, "overdue": due + HOUR, "escalated": due + 24 * HOUR}
    rows = set(TaskReminder.objects.values_list("pk", flat=True))
    tasks.change(task=task, title="Ring", by=manager)
    assert set(TaskReminder.objects.values_list("pk", flat=True)) == rows, "what is right already stays"
    tasks.change(task=task, due_at=NOW + HOUR / 2, by=manager)
    assert set(planned(task)) == {"overdue", "escalated"}, "only what lies ahead"
    assert TaskReminder.objects.filter(state="superseded").count() == 3
    tasks.done(task=task, by=manager)
    assert planned(task) == {}
    tasks.reopen(task=task, by=manager)
    assert set(planned(task)) == {"overdue", "escalated"}
    tasks.change(task=task, due_at=None, by=manager)
    assert planned(task) == {}
    settings.TASK_ESCALATION_HOURS = 0
    assert set(planned(tasks.create(title="Call", role="trainer", due_at=due, by=manager))) == {"due", "overdue"}
    TaskReminder.objects.create(task=task, kind="due", due_at=due, state="told")
    with pytest.raises(IntegrityError, match="task_reminder_identity"), transaction.atomic():
        TaskReminder.objects.create(task=task, kind="due", due_at=due, state="planned")


def test_who_has_it_is_told_else_the_role_then_the_managers(person: Sign) -> None:
    trainer, other, manager, desk = (person(role).user for role in ("trainer", "trainer", "manager", "front_desk"))
    task = tasks.create(title="Call", role="trainer", due_at=NOW + 3 * HOUR, by=desk)
    assert 0 < seconds_until_next() <= 5
    assert fall_due("due") == 1
    assert fall_due("due") == 0, "once"
    assert (told(trainer), told(other), told(manager), told(desk)) == (["task_due"], ["task_due"], [], [])
    tasks.take(task=task, by=trainer)
    Task.objects.update(due_at=NOW - HOUR)
    fall_due("overdue", "escalated")
    assert (told(trainer), told(other), told(desk)) == (["task_due", "task_overdue"], ["task_due"], [])
    assert told(manager) == ["task_escalated"]
    notice = Notification.objects.get(kind="task_escalated").content
    assert (notice["assignee_name"], notice["role"], notice["title"]) == (trainer.name, "trainer", "Call")
    assert Event.objects.get(type="task.escalated").subject == task.subject


def test_late_is_judged(person: Sign) -> None:
    trainer, manager = person("trainer").user, person("manager").user
    late = tasks.create(title="Late", assignee=trainer, due_at=NOW + 3 * HOUR, by=manager)
    Task.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(minutes=1))
    assert fall_due("due") == 1
    assert (told(trainer), TaskReminder.objects.filter(state="expired").count()) == ([], 1)
    Task.objects.filter(pk=late.pk).update(state="done", done_at=NOW)
    assert fall_due("overdue") == 1
    assert told(trainer) == [], "what was done isn't told of"


@pytest.mark.django_db(transaction=True)
def test_several_clocks_tell_each_once() -> None:
    trainer, manager = UserFactory.create(role="trainer"), UserFactory.create(role="manager")
    for number in range(6):
        tasks.create(title=f"Call {number}", assignee=trainer, due_at=NOW + 3 * HOUR, by=manager)
    TaskReminder.objects.filter(kind="due").update(due_at=NOW - HOUR)
    counts = together([task_reminders.tell_due] * 3)
    assert sum(count for count in counts if isinstance(count, int)) == 6, counts
    assert told(trainer) == ["task_due"] * 6
