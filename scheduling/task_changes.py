"""What every change of tasks has in common: who waits for whom, what is written down of it, who is told.

A change is a function of a task that is held: it sets what is to be set, and answers with the event that tells of it, or None if
all is so already. One is carried out on one task or on many, on all or on none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db import transaction

from core.customers import hold as hold_customers
from core.events import audience
from core.events.record import record
from core.models import Customer, User
from core.refusals import Gone, check_version
from realtime.notifications.telling import Notice
from scheduling import task_notifications as telling
from scheduling import task_reminders, task_repeating
from scheduling.models import Task
from scheduling.task_events import (
    TaskCancelled,
    TaskChanged,
    TaskDetailsChanged,
    TaskDone,
    TaskReopened,
    TaskState,
    TaskWithdrawn,
)
from scheduling.task_readers import Readers, topics

Act = Callable[[Task, User], type[TaskState] | None]
# What the history keeps of a change. What else a change moves is said by its event's type.
DETAILS = ("title", "description", "assignee", "role", "due_at", "priority", "checklist", "customer", "appointment", "rule")
SAVED = [*DETAILS, "rule_from", "rule_at", "next_on", "state", "taken_at", "done_at", "done_by", "version"]
WHAT: dict[type[TaskState], telling.What] = {TaskReopened: "reopened", TaskCancelled: "cancelled"}


def hold(ids: Collection[int], *, customer: Customer | None = None) -> list[Task]:
    """The tasks as they are now, locked in the order of their ids; before them the member they are to be about. Raises Gone."""
    if customer:
        hold_customers(customer)
    # Read once they are held: in the same statement, PostgreSQL would join whoever waited for a row to the names of before.
    held = list(Task.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    if len(held) != len(set(ids)):
        raise Gone
    return list(Task.objects.with_names().filter(pk__in=held).order_by("pk"))


@transaction.atomic
def carry_out(
    act: Act,
    *,
    ids: Collection[int],
    by: User,
    seen: int | None = None,
    customer: Customer | None = None,
    closes: bool = False,
) -> list[Task]:
    """Does it to each of these, or raises and does it to none. Returns them all as they then are, in the order of their ids.

    What it `closes` is followed by the next one, if it comes again; what it reopens isn't any more.
    """
    members = task_repeating.hold_members(ids) if closes else ()
    tasks = hold(ids, customer=customer)
    readers = Readers()
    changed: list[tuple[Task, type[TaskState], dict[str, Any], frozenset[int]]] = []
    for task in tasks:
        check_version(task.version, seen=seen)
        before, saw = _details(task), readers.of(task)
        if event := act(task, by):
            task.version += 1
            changed.append((task, event, before, saw))
    followed = [task for task, *_ in changed if task.next_on and task.customer_id in members]
    task_repeating.follow(followed, readers=readers, by=by)
    task_repeating.take_back([task for task, event, *_ in changed if event is TaskReopened and task.rule], readers=readers, by=by)
    Task.objects.bulk_update([task for task, *_ in changed], SAVED)
    task_reminders.keep([task for task, *_ in changed])
    for task, event, before, saw in changed:
        _tell(task, event, before, saw=saw, sees=readers.of(task), by=by)
    telling.send(_notices([(task, event, before["assignee"]) for task, event, before, _ in changed], by), by=by)
    return tasks


def _tell(
    task: Task, event: type[TaskState], before: Mapping[str, Any], *, saw: frozenset[int], sees: frozenset[int], by: User
) -> None:
    record(event.of(task), subject=task.subject, audience=topics(sees), actor=by.pk)
    if lost := saw - sees:
        record(TaskWithdrawn(id=task.pk, version=task.version), subject=task.subject, audience=topics(lost), actor=by.pk)
    if event is not TaskChanged:
        return
    after = _details(task)
    changes = {name: (_kept(name, before[name]), _kept(name, after[name])) for name in DETAILS if before[name] != after[name]}
    details = TaskDetailsChanged(id=task.pk, version=task.version, changes=changes)
    record(details, subject=task.subject, audience=audience.NOBODY, actor=by.pk)


def _details(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in DETAILS}


def _kept(name: str, value: Any) -> Any:
    """What the history keeps of a value."""
    if value is None or name == "description":
        return None
    if name == "checklist":
        return f"{sum(item['done'] for item in value)}/{len(value)}"
    if name == "assignee":
        return value.name
    if name in ("customer", "appointment"):
        return value.pk
    return value.isoformat() if name == "due_at" else value


Done = tuple[Task, type[TaskState], User | None]


def _notices(done: Sequence[Done], by: User) -> list[Notice]:
    """Each person is told once, of all that concerns them. `Done` names who had it before."""
    finished: dict[int, list[Task]] = defaultdict(list)
    given: dict[int, list[Task]] = defaultdict(list)
    changed: dict[tuple[int, telling.What], list[Task]] = defaultdict(list)
    for task, event, had in done:
        if event is TaskDone:
            for login in {task.assignee_id, task.created_by_id} - {None}:
                finished[login].append(task)  # type: ignore[index]  # None is taken out
        elif event is TaskChanged and task.assignee != had:
            if task.assignee_id:
                given[task.assignee_id].append(task)
            if had:
                changed[had.pk, "taken_away"].append(task)
        elif task.assignee_id and (event is TaskChanged or event in WHAT):
            changed[task.assignee_id, WHAT.get(event, "details")].append(task)
    return [
        *(telling.done(login, tasks, by=by) for login, tasks in finished.items()),
        *(telling.changed(login, tasks, what=what, by=by) for (login, what), tasks in changed.items()),
        *(telling.assigned(login, tasks, by=by) for login, tasks in given.items()),
    ]
