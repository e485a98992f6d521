"""What the staff have to do: giving tasks, and everything that is done with them, to one or to many."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from core.customers import hold as hold_customers
from core.events.record import record
from core.models import Customer, User
from core.refusals import Conflict, Forbidden, Refused, Stale
from scheduling import task_changes, task_reminders, task_repeating
from scheduling.centre_time import local
from scheduling.models import Appointment, Task
from scheduling.task_changes import Act
from scheduling.task_events import (
    TaskCancelled,
    TaskChanged,
    TaskCreated,
    TaskDone,
    TaskReleased,
    TaskReopened,
    TaskState,
    TaskTaken,
)
from scheduling.task_notifications import tell_assigned
from scheduling.task_readers import Readers, topics

LATEST_DAYS = 2 * 366  # a year far off is a slip of the finger
MOST_CHECKS = 50
State = Task.State


class Fields(TypedDict, total=False):
    """Either `assignee` or `role`: whose it is. Of `checklist`, `{"id", "text", "done"}`, what is new has no id yet.

    `rule`: how it comes again, from when it is due on; empty for once.
    """

    title: str
    description: str
    assignee: User | None
    role: str
    due_at: datetime | None
    priority: int
    checklist: Sequence[Mapping[str, Any]]
    customer: Customer | None
    appointment: Appointment | None
    rule: str


@transaction.atomic
def create(*, by: User | None, **fields: Unpack[Fields]) -> Task:
    """Gives a task, about a member or an appointment perhaps; then it is about that one's member.

    Raises Refused: `nobody` and `two` unless it is for one person or for one role, `not_staff` for whom nothing can be given to,
    `out_of_range` for a day that is past or too far off, `of_another` for an appointment of somebody else, `too_many` for a
    checklist without end, and at `rule` what `task_repeating.ruled` says; Gone for a member who is no longer there.
    """
    customer = fields.pop("customer", None)
    if appointment := fields.get("appointment"):
        customer = _member_of(appointment, customer)
    [task] = _give([hold_customers(customer)[customer.pk] if customer else None], by=by, fields=fields)
    return task


@transaction.atomic
def create_for(*, customers: Collection[int], by: User | None, **fields: Unpack[Fields]) -> list[Task]:
    """Gives one for each of these members, or none at all. Raises Refused as `create` does, and `gone` where one isn't there."""
    held = list(Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=customers).order_by("pk"))
    if not held or len(held) != len(set(customers)):
        raise Refused("Not all of these members are there any more.", code="gone", field="ids")
    return _give(held, by=by, fields=fields)


def change(*, task: Task, by: User, seen: int | None = None, **fields: Unpack[Fields]) -> Task:
    """Sets the given fields and nothing else. What is given to somebody else, or to a role, is open again.

    A time that moves alone moves this one; with the rule, also given, it moves those that follow.

    Raises Refused as `create` does, Stale if `seen` is another version by now, and Stale `closed` for what is done or cancelled;
    Conflict `followed` for the rule of one whose next one is there already.
    """
    appointment = fields.get("appointment")
    about = appointment.customer if appointment else fields.get("customer")
    [changed] = task_changes.carry_out(_changing(fields), ids=[task.pk], by=by, seen=seen, customer=about)
    return changed


def take(*, task: Task, by: User) -> Task:
    """Begins it; one of a role is one's own then. Raises Stale `taken`, saying who has it, and `closed`."""
    return _one(_take, task, by)


def release(*, task: Task, by: User) -> Task:
    """Puts it back: nobody is at it, and what was a role's is the role's again.

    Raises Stale `closed`; Forbidden unless it is one's own, or given by oneself, or one sees all.
    """
    return _one(_release, task, by)


def done(*, task: Task, by: User) -> Task:
    """It is done, also if it was already; one that comes again is followed. Raises Stale `closed` for what is cancelled."""
    return _one(_done, task, by, closes=True)


def reopen(*, task: Task, by: User, state: State = State.OPEN) -> Task:
    """It is to be done still: open, or in progress as it was. What isn't closed stays as it is.

    The next one, if it was made when this was closed and nobody has touched it, goes again.
    """
    return _one(_reopening(state), task, by)


def cancel(*, task: Task, by: User) -> Task:
    """It isn't to be done any more; one that comes again does so the next time. Raises Stale `closed` for what is done."""
    return _one(_cancel, task, by, closes=True)


def check(*, task: Task, item: int, done: bool, by: User) -> Task:
    """Ticks one thing of the checklist, or unticks it. Raises Refused `gone`, Stale `closed`."""

    def tick(held: Task, by: User) -> type[TaskState] | None:
        _refuse_closed(held)
        items = [one | {"done": done} if one["id"] == item else one for one in held.checklist]
        if all(one["id"] != item for one in items):
            raise Refused("This is no longer on the list.", code="gone", field="item")
        return _set(held, checklist=items)

    return _one(tick, task, by)


def do_to_many(*, ids: Collection[int], action: str, by: User, state: State = State.OPEN, **fields: Unpack[Fields]) -> list[Task]:
    """One action on all of these, or on none: `done`, `reopen`, `cancel`, or `change` of whose they are or when they are due.

    Raises Refused `gone` at `ids` unless the user may see each; Conflict and Refused as the action does.
    """
    seen = Task.objects.visible_to(by).filter(pk__in=ids).count()
    if not ids or seen != len(set(ids)):
        raise Refused("Not all of these tasks are there any more.", code="gone", field="ids")
    acts: dict[str, Act] = {"done": _done, "reopen": _reopening(state), "cancel": _cancel, "change": _changing(fields)}
    try:
        return task_changes.carry_out(acts[action], ids=ids, by=by, closes=action in ("done", "cancel"))
    except Stale as stale:  # of many there is no one that could be shown as it is now
        raise Conflict(stale.message, code=stale.code, field="ids") from stale


def _one(act: Act, task: Task, by: User, *, closes: bool = False) -> Task:
    [changed] = task_changes.carry_out(act, ids=[task.pk], by=by, closes=closes)
    return changed


def _give(about: Sequence[Customer | None], *, by: User | None, fields: Fields) -> list[Task]:
    _refuse_odd(fields)
    facts: dict[str, Any] = dict(fields)
    if "checklist" in fields:
        facts["checklist"] = _numbered(fields["checklist"], known=())
    if rule := fields.get("rule"):
        facts |= task_repeating.ruled(rule, due_at=fields.get("due_at"))
    tasks = Task.objects.bulk_create([Task(customer=customer, created_by=by, **facts) for customer in about])
    task_reminders.keep(tasks)
    told = topics(Readers().of(tasks[0]))
    for task in tasks:
        record(TaskCreated.of(task), subject=task.subject, audience=told, actor=by.pk if by else None)
    tell_assigned(tasks=tasks, by=by)
    return tasks


def _changing(fields: Fields) -> Act:
    def change(task: Task, by: User) -> type[TaskState] | None:
        _refuse_closed(task)
        wanted: dict[str, Any] = dict(fields)
        if wanted.get("assignee") and wanted["assignee"] != task.assignee:
            wanted.setdefault("role", "")
        elif wanted.get("role"):
            wanted.setdefault("assignee", None)
        moved = any(name in wanted and wanted[name] != getattr(task, name) for name in ("assignee", "role"))
        if moved:
            _refuse_odd({name: wanted.get(name, getattr(task, name)) for name in ("assignee", "role")})  # type: ignore[arg-type]
            wanted |= {"state": State.OPEN, "taken_at": None}
        if "due_at" in wanted and wanted["due_at"] != task.due_at:
            _refuse_odd_day(wanted["due_at"])
        if "checklist" in wanted:
            wanted["checklist"] = _numbered(wanted["checklist"], known=task.checklist)
        if wanted.get("appointment"):
            wanted["customer"] = _member_of(wanted["appointment"], wanted.get("customer"))
        elif "customer" in wanted and task.appointment and wanted["customer"] != task.customer:
            wanted["appointment"] = None
        if "rule" in wanted:
            due_at = wanted.get("due_at", task.due_at)
            wanted |= task_repeating.changed(task, wanted["rule"], due_at=due_at, anew="due_at" in wanted)
        return _set(task, **wanted)

    return change


def _set(task: Task, **wanted: Any) -> type[TaskState] | None:
    changed = [name for name, value in wanted.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, wanted[name])
    return TaskChanged if changed else None


def _take(task: Task, by: User) -> type[TaskState] | None:
    _refuse_closed(task)
    if task.assignee and task.assignee != by:
        raise Stale(f"{task.assignee.name} has it.", code="taken")
    if task.assignee == by and task.state == State.IN_PROGRESS:
        return None
    if task.assignee is None:
        task.assignee, task.taken_at = by, timezone.now()
    task.state = State.IN_PROGRESS
    return TaskTaken


def _release(task: Task, by: User) -> type[TaskState] | None:
    _refuse_closed(task)
    if task.state == State.OPEN:
        return None
    if by.pk not in (task.assignee_id, task.created_by_id) and not by.has_perm("scheduling.view_every_task"):
        raise Forbidden("Somebody else is at it.", code="permission_denied")
    _put_back(task)
    return TaskReleased


def _put_back(task: Task) -> None:
    task.state = State.OPEN
    if task.taken_at:
        task.assignee = task.taken_at = None


def _done(task: Task, by: User) -> type[TaskState] | None:
    if task.state == State.DONE:
        return None
    _refuse_closed(task)
    task.state, task.done_at, task.done_by = State.DONE, timezone.now(), by
    return TaskDone


def _reopening(state: State) -> Act:
    def reopen(task: Task, by: User) -> type[TaskState] | None:
        if task.state in Task.TO_DO:
            return None
        task.done_at = task.done_by = None
        task.state = state
        if state == State.OPEN:
            _put_back(task)
        return TaskReopened

    return reopen


def _cancel(task: Task, by: User) -> type[TaskState] | None:
    if task.state == State.CANCELLED:
        return None
    _refuse_closed(task)
    task.state = State.CANCELLED
    return TaskCancelled


def _refuse_closed(task: Task) -> None:
    if task.state == State.DONE:
        raise Stale("It is done. Reopen it first.", code="closed")
    if task.state == State.CANCELLED:
        raise Stale("It is cancelled. Reopen it first.", code="closed")


def _numbered(items: Sequence[Mapping[str, Any]], *, known: Collection[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The checklist with an id for each: what was there keeps its own, what is new gets one that none had."""
    if len(items) > MOST_CHECKS:
        raise Refused(f"At most {MOST_CHECKS} things to tick.", code="too_many", field="checklist")
    last = max((one["id"] for one in known), default=0)
    left = {one["id"] for one in known}
    numbered = []
    for item in items:
        number = item.get("id")
        if number in left:
            left.remove(number)
        else:
            last = number = last + 1
        numbered.append({"id": number, "text": item["text"], "done": bool(item.get("done", False))})
    return numbered


def _member_of(appointment: Appointment, customer: Customer | None) -> Customer:
    if customer and customer.pk != appointment.customer_id:
        raise Refused("This appointment is another member's.", code="of_another", field="appointment")
    return appointment.customer


def _refuse_odd(fields: Fields) -> None:
    assignee, role = fields.get("assignee"), fields.get("role")
    if not assignee and not role:
        raise Refused("Say who is to do it, or which role.", code="nobody", field="assignee")
    if assignee and role:
        raise Refused("It is for one person or for a role, not both.", code="two", field="role")
    if assignee and not (assignee.is_staff and assignee.is_active):
        raise Refused("They don't work here.", code="not_staff", field="assignee")
    _refuse_odd_day(fields.get("due_at"))


def _refuse_odd_day(due_at: datetime | None) -> None:
    if due_at and not 0 <= (local(due_at).date() - local(timezone.now()).date()).days <= LATEST_DAYS:
        raise Refused("A day that isn't past, within two years.", code="out_of_range", field="due_at")
