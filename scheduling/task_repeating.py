"""Tasks that come again. Each has the rule; the next one is made when it is closed, or by the clock when that one's day comes,
whichever is first, and it is what the former has become by then: whoever edits a task edits those that follow.

A task is followed by one at most: it is held when that one is made, and `Task.follows` is unique.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from core.calendar import today
from core.events.record import record
from core.models import Customer, User
from core.refusals import Conflict, Refused
from scheduling import task_reminders
from scheduling.centre_time import at, local
from scheduling.models import Task, TaskComment
from scheduling.recurrence import BadRule, Recurrence, kept_in_every_month, parse
from scheduling.task_events import TaskCreated, TaskWithdrawn
from scheduling.task_readers import Readers, topics

BATCH = 100
DAY = timedelta(days=1)
ONCE: dict[str, Any] = {"rule": "", "rule_from": None, "rule_at": None, "next_on": None}


def ruled(rule: str, *, due_at: datetime | None) -> dict[str, Any]:
    """What a task has of a rule that begins with it. Raises Refused `needs_due`, `rule` for none that is understood, `never`."""
    try:
        parsed = parse(rule)
    except BadRule as error:
        raise Refused(str(error), code="rule", field="rule") from error
    if due_at is None:
        raise Refused("Say when it is due: those that follow go by that.", code="needs_due", field="rule")
    begins = local(due_at)
    next_on = _recurrence(parsed, begins).after(begins.date())
    if next_on is None:
        raise Refused("No day is left on which it would come again.", code="never", field="rule")
    return {"rule": parsed, "rule_from": begins.date(), "rule_at": begins.time(), "next_on": next_on}


def changed(task: Task, rule: str, *, due_at: datetime | None, anew: bool) -> dict[str, Any]:
    """The same for one that is there already; a rule that it has stays where it began unless it begins `anew`.

    Raises Conflict `followed`, too.
    """
    wanted = ruled(rule, due_at=due_at) if rule else ONCE
    if wanted["rule"] == task.rule and not anew:
        return {"rule": task.rule}
    if task.rule and task.next_on is None:
        raise Conflict("The next one is there already: change that.", code="followed", field="rule")
    return wanted


def hold_members(ids: Collection[int]) -> set[int | None]:
    """The members whom the next ones of these are to be about, locked: members come before tasks. None stands for about nobody.

    Whose next one would be about another member by the time the task is held waits for the clock.
    """
    about = Task.objects.filter(pk__in=ids, next_on__isnull=False).values("customer")
    return {
        None,
        *Customer.objects.select_for_update(of=("self",)).filter(pk__in=about).order_by("pk").values_list("pk", flat=True),
    }


def follow(tasks: Sequence[Task], *, readers: Readers, by: User | None) -> None:
    """Makes the next one of each. They are held, with their members, and the caller saves them."""
    if not tasks:
        return
    made = Task.objects.bulk_create([_next(task) for task in tasks])
    for task in tasks:
        task.next_on = None
    task_reminders.keep(made)
    for task in made:
        record(TaskCreated.of(task), subject=task.subject, audience=topics(readers.of(task)), actor=by.pk if by else None)


def take_back(tasks: Sequence[Task], *, readers: Readers, by: User) -> None:
    """Takes the next ones off whose day hasn't come and that nobody has touched. They are held, and the caller saves them."""
    if not tasks:
        return
    made = Task.objects.filter(follows__in=tasks, version=1, due_at__gte=at(today() + DAY, time()))
    untouched = made.exclude(Exists(TaskComment.objects.filter(task=OuterRef("pk"))))
    # Whoever holds one is about to touch it; waiting for them, out of the order of ids, could end in a ring.
    found = {task.follows_id: task for task in untouched.select_for_update(of=("self",), skip_locked=True).order_by("pk")}
    for task in tasks:
        if made_of_it := found.get(task.pk):
            task.next_on = local(made_of_it.due_at).date() if made_of_it.due_at else None
            gone = TaskWithdrawn(id=made_of_it.pk, version=made_of_it.version + 1)
            record(gone, subject=made_of_it.subject, audience=topics(readers.of(made_of_it)), actor=by.pk)
    Task.objects.filter(pk__in=[task.pk for task in found.values()]).delete()


def make_due() -> int:
    """Makes those whose day has come, each in a transaction of its own, a batch at most; returns how many there were.

    Any number of clocks may do it. After days in which none ran, what was missed is made once, for the latest of them.
    """
    due = Task.objects.filter(next_on__lte=today()).order_by("next_on", "pk").values_list("pk", flat=True)
    return sum(_make(pk) for pk in list(due[:BATCH]))


@transaction.atomic
def _make(pk: int) -> bool:
    members = hold_members([pk])
    due = Task.objects.filter(pk=pk, next_on__lte=today()).select_for_update(of=("self",), skip_locked=True)
    if not list(due.values_list("pk", flat=True)):
        return False
    task = Task.objects.with_names().get(pk=pk)
    if task.customer_id not in members:
        return False
    follow([task], readers=Readers(), by=None)
    task.save(update_fields=["next_on"])
    return True


def _next(task: Task) -> Task:
    """Nothing of it is ticked, and what somebody has taken of a role's is the role's again."""
    assert task.rule_from
    assert task.rule_at
    assert task.next_on
    recurrence = _recurrence(task.rule, datetime.combine(task.rule_from, task.rule_at))
    day = max([task.next_on, *recurrence.days(task.next_on, today())])
    assignee = task.assignee if task.assignee and not task.taken_at else None
    if assignee and not (assignee.is_staff and assignee.is_active):
        assignee = None
    return Task(
        title=task.title,
        description=task.description,
        assignee=assignee,
        # What nobody can be found for is the managers', who see to it that somebody does it.
        role=task.role or ("" if assignee else Task.Role.MANAGER),
        due_at=at(day, task.rule_at),
        priority=task.priority,
        checklist=[item | {"done": False} for item in task.checklist],
        customer=task.customer,
        created_by=task.created_by,
        rule=task.rule,
        rule_from=task.rule_from,
        rule_at=task.rule_at,
        next_on=recurrence.after(day),
        follows=task,
    )


def _recurrence(rule: str, begins: datetime) -> Recurrence:
    return Recurrence(kept_in_every_month(rule, begins.date()), begins.date(), begins.time())
