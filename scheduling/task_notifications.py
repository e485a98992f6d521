"""Which people are told of what happens to tasks: each kind once for all that happened at once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from core.models import Customer, User
from realtime.notification_kinds import NotificationData, notification
from realtime.notifications.telling import Notice, notify
from scheduling.models import Task, TaskReminder

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]
What = Literal["details", "taken_away", "reopened", "cancelled"]


class TaskNotice(NotificationData):
    """`task` is the first of `count`; `customer` is whom it is about, of several none."""

    task: int
    count: int
    title: str
    due_at: Instant | None
    customer: int | None
    customer_name: str | None


@notification("task_assigned", staff_only=True)
class TaskAssignedNotice(TaskNotice):
    """`given_by` is empty when the system gave it by itself."""

    given_by: str


@notification("task_changed", staff_only=True)
class TaskChangedNotice(TaskNotice):
    """`taken_away`: it is somebody else's now."""

    what: What
    changed_by: str


@notification("task_commented", staff_only=True)
class TaskCommentedNotice(TaskNotice):
    """Never the comment itself."""

    commented_by: str


@notification("task_done", staff_only=True)
class TaskDoneNotice(TaskNotice):
    done_by: str


@notification("task_due", staff_only=True)
class TaskDueNotice(TaskNotice):
    """It is due soon."""


@notification("task_overdue", staff_only=True)
class TaskOverdueNotice(TaskNotice):
    pass


@notification("task_escalated", staff_only=True)
class TaskEscalatedNotice(TaskNotice):
    """For the managers: it is still open. `assignee_name` is who has it; else whoever holds the `role` could take it."""

    assignee_name: str | None
    role: Literal["", "owner", "manager", "trainer", "front_desk"]


def tell_assigned(*, tasks: Sequence[Task], by: User | None) -> None:
    """The one who is to do them, once for all that were given at once. Whoever holds a role finds the role's in their list."""
    if login := tasks[0].assignee_id:
        send([assigned(login, tasks, by=by)], by=by)


def assigned(login: int, tasks: Sequence[Task], *, by: User | None) -> Notice:
    return _notice(login, tasks, TaskAssignedNotice(**_facts(tasks), given_by=by.name if by else ""))


def changed(login: int, tasks: Sequence[Task], *, what: What, by: User) -> Notice:
    return _notice(login, tasks, TaskChangedNotice(**_facts(tasks), what=what, changed_by=by.name))


def commented(login: int, task: Task, *, by: User) -> Notice:
    return _notice(login, [task], TaskCommentedNotice(**_facts([task]), commented_by=by.name))


def done(login: int, tasks: Sequence[Task], *, by: User) -> Notice:
    return _notice(login, tasks, TaskDoneNotice(**_facts(tasks), done_by=by.name))


def reminded(login: int, task: Task, *, kind: TaskReminder.Kind) -> Notice:
    facts = _facts([task])
    if kind == TaskReminder.Kind.ESCALATED:
        name = task.assignee.name if task.assignee else None
        return _notice(login, [task], TaskEscalatedNotice(**facts, assignee_name=name, role=str(task.role)))  # type: ignore[arg-type]
    notice = TaskDueNotice if kind == TaskReminder.Kind.DUE else TaskOverdueNotice
    return _notice(login, [task], notice(**facts))


def send(notices: Iterable[Notice], *, by: User | None) -> None:
    """Tells them: last of all in a use case, and once."""
    if told := list(notices):
        notify(notices=told, subject="", customer=None, by=by)


def _notice(login: int, tasks: Sequence[Task], data: TaskNotice) -> Notice:
    return Notice(login, data, subject=tasks[0].subject, customer=_about(tasks))


def _about(tasks: Sequence[Task]) -> Customer | None:
    return tasks[0].customer if len(tasks) == 1 else None


def _facts(tasks: Sequence[Task]) -> dict[str, Any]:
    task, customer = tasks[0], _about(tasks)
    return {
        "task": task.pk,
        "count": len(tasks),
        "title": task.title,
        "due_at": task.due_at,
        "customer": customer.pk if customer else None,
        "customer_name": customer.full_name if customer else None,
    }
