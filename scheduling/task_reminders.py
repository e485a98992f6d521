"""Reminding the staff of tasks: an hour before they are due, an hour after, and the managers when one stays open for long."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from core.events.record import record
from scheduling import task_notifications as telling
from scheduling.models import Task, TaskReminder
from scheduling.task_events import TaskEscalated
from scheduling.task_readers import Readers, topics

Kind = TaskReminder.Kind
State = TaskReminder.State
BEFORE = AFTER = timedelta(hours=1)


def ahead(task: Task, *, now: datetime) -> dict[Kind, datetime]:
    """When to remind of it: only what still lies ahead (domain rule 23), and nothing of what is closed or has no time."""
    if task.due_at is None or task.state not in Task.TO_DO:
        return {}
    wanted = {Kind.DUE: task.due_at - BEFORE, Kind.OVERDUE: task.due_at + AFTER}
    if settings.TASK_ESCALATION_HOURS:
        wanted[Kind.ESCALATED] = task.due_at + timedelta(hours=settings.TASK_ESCALATION_HOURS)
    return {kind: due_at for kind, due_at in wanted.items() if due_at > now}


def keep(tasks: Sequence[Task]) -> None:
    """Makes the reminders of these tasks those that they should have now; what is right already stays (domain rule 19).

    Called in the transaction of every change, with the tasks held.
    """
    now = timezone.now()
    wanted = {(task.pk, kind, due_at) for task in tasks for kind, due_at in ahead(task, now=now).items()}
    planned = TaskReminder.objects.filter(task__in=tasks, state=State.PLANNED)
    held = {(one.task_id, one.kind, one.due_at): one.pk for one in planned}
    if taken_back := [pk for identity, pk in held.items() if identity not in wanted]:
        # The clock may hold one of them: waited for here, it is told and no longer planned.
        TaskReminder.objects.filter(pk__in=taken_back, state=State.PLANNED).update(state=State.SUPERSEDED)
    missing = sorted(wanted - held.keys())
    TaskReminder.objects.bulk_create(
        [TaskReminder(task_id=task, kind=kind, due_at=due_at) for task, kind, due_at in missing], ignore_conflicts=True
    )


def tell_due() -> int:
    """Tells of all that is due, each in a transaction of its own; returns how many there were. Any number of clocks may do it."""
    count = 0
    while _tell_next():
        count += 1
    return count


@transaction.atomic
def _tell_next() -> bool:
    due = TaskReminder.objects.filter(state=State.PLANNED, due_at__lte=Now()).annotate(now=Now())
    reminder = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "id").first()
    if reminder is None:
        return False
    # The task isn't held: whoever changes it waits for this row.
    task = Task.objects.with_names().get(pk=reminder.task_id)
    reminder.state = _judged(reminder, task, vars(reminder)["now"])
    reminder.save(update_fields=["state"])
    if reminder.state == State.TOLD:
        readers = Readers()
        if reminder.kind == Kind.ESCALATED:
            record(TaskEscalated(id=task.pk), subject=task.subject, audience=topics(readers.of(task)), actor=None)
        telling.send(
            [telling.reminded(login, task, kind=Kind(reminder.kind)) for login in sorted(_concerned(reminder, task, readers))],
            by=None,
        )
    return True


def _judged(reminder: TaskReminder, task: Task, now: datetime) -> State:
    if task.state not in Task.TO_DO or task.due_at is None:
        return State.SUPERSEDED
    if reminder.kind == Kind.DUE and now >= task.due_at:  # domain rule 20: the next one says that it is overdue
        return State.EXPIRED
    return State.TOLD


def _concerned(reminder: TaskReminder, task: Task, readers: Readers) -> Collection[int]:
    """Who has it, else whoever could take it; the managers when it stays open."""
    if reminder.kind == Kind.ESCALATED:
        return readers.managers()
    return [task.assignee_id] if task.assignee_id else readers.holders(task.role)
