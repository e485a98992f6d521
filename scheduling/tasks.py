"""What the staff have to do: giving tasks, one or one for each of many members."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.customers import hold
from core.events import audience
from core.events.record import record
from core.models import Customer, User
from core.refusals import Refused
from scheduling.centre_time import local
from scheduling.events import TaskCreated
from scheduling.models import Task
from scheduling.notifications import tell_assigned

LATEST_DAYS = 2 * 366  # a year far off is a slip of the finger


class Fields(TypedDict, total=False):
    """Either `assignee` or `role`: whose it is."""

    title: str
    description: str
    assignee: User | None
    role: str
    due_at: datetime | None
    priority: int


@transaction.atomic
def create(*, by: User, customer: Customer | None = None, **fields: Unpack[Fields]) -> Task:
    """Gives a task, about a member perhaps.

    Raises Refused: `nobody` and `two` unless it is for one person or for one role, `not_staff` for whom nothing can be given to,
    `out_of_range` for a day that is past or too far off; Gone for a member who is no longer there.
    """
    [task] = _give([hold(customer)[customer.pk] if customer else None], by=by, **fields)
    return task


@transaction.atomic
def create_for(*, customers: Collection[int], by: User, **fields: Unpack[Fields]) -> list[Task]:
    """Gives one for each of these members, or none at all. Raises Refused as `create` does, and `gone` where one isn't there."""
    held = list(Customer.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=customers).order_by("pk"))
    if not held or len(held) != len(set(customers)):
        raise Refused("Not all of these members are there any more.", code="gone", field="ids")
    return _give(held, by=by, **fields)


def _give(about: Sequence[Customer | None], *, by: User, **fields: Unpack[Fields]) -> list[Task]:
    _refuse_odd(fields)
    tasks = Task.objects.bulk_create([Task(customer=customer, created_by=by, **fields) for customer in about])
    told = readers(tasks[0])
    for task in tasks:
        record(TaskCreated.of(task), subject=task.subject, audience=told, actor=by.pk)
    tell_assigned(tasks=tasks, by=by)
    return tasks


def readers(task: Task) -> set[str]:
    """Who may see it (`TaskQuerySet.visible_to`), each by their login: a topic of all the staff would tell the others, too."""
    who = Q(pk__in=[task.assignee_id, task.created_by_id]) | Q(is_superuser=True)
    who |= Q(groups__permissions__codename="view_every_task", groups__permissions__content_type__app_label="scheduling")
    if task.role:
        who |= Q(groups__name=task.role)
    users = User.objects.filter(who, is_staff=True, is_active=True)
    return {audience.user(pk) for pk in users.distinct().values_list("pk", flat=True)}


def _refuse_odd(fields: Fields) -> None:
    assignee, role, due_at = fields.get("assignee"), fields.get("role"), fields.get("due_at")
    if not assignee and not role:
        raise Refused("Say who is to do it, or which role.", code="nobody", field="assignee")
    if assignee and role:
        raise Refused("It is for one person or for a role, not both.", code="two", field="role")
    if assignee and not (assignee.is_staff and assignee.is_active):
        raise Refused("They don't work here.", code="not_staff", field="assignee")
    if due_at and not 0 <= (local(due_at).date() - local(timezone.now()).date()).days <= LATEST_DAYS:
        raise Refused("A day that isn't past, within two years.", code="out_of_range", field="due_at")
