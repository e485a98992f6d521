"""What the centre sells. A change is for what is sold from now on: nothing that was sold becomes dearer or shorter."""

from typing import Any

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.membership_events import PlanChanged, PlanCreated, PlanDeleted
from core.models import Plan, User
from core.refusals import Refused, refusing

# Members see what is on offer, too.
READERS = {audience.STAFF, audience.MEMBERS}


def _refusals() -> dict[str, Refused]:
    several = "A plan lasts months or days, not both."
    return {
        "core_plan_name_key": Refused("There is a plan of this name already.", code="unique", field="name"),
        "plan_has_a_length_or_visits": Refused(
            "Say how long it lasts, or how many visits it holds.", code="required", field="months"
        ),
        "plan_has_one_length": Refused(several, code="two_lengths", field="days"),
    }


@transaction.atomic
def create(*, by: User | None, **fields: Any) -> Plan:
    """Adds a plan. Raises Refused for a name that is taken, and for one without a length or with two."""
    with refusing(_refusals()):
        plan = Plan.objects.create(**fields)
    record(PlanCreated.of(plan), subject=f"plan/{plan.pk}", audience=READERS, actor=by.pk if by else None)
    return plan


@transaction.atomic
def change(*, plan: Plan, by: User | None, **fields: Any) -> Plan:
    """Sets the given fields and nothing else. Raises as `create` does."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    changed = {name: value for name, value in fields.items() if getattr(plan, name) != value}
    if not changed:
        return plan
    for name, value in changed.items():
        setattr(plan, name, value)
    plan.version += 1
    with refusing(_refusals()):
        plan.save(update_fields=[*changed, "version"])
    record(PlanChanged.of(plan), subject=f"plan/{plan.pk}", audience=READERS, actor=by.pk if by else None)
    return plan


@transaction.atomic
def delete(*, plan: Plan, by: User | None) -> None:
    """Removes a plan that was never sold. Raises ProtectedError for one that was: it can stop being offered instead."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    pk, version = plan.pk, plan.version + 1
    plan.delete()
    record(PlanDeleted(id=pk, version=version), subject=f"plan/{pk}", audience=READERS, actor=by.pk if by else None)
