"""Whether a member's memberships entitle them to a service on a day, and if not, by which rule (domain rule 11).

Judged by the memberships as they stand for that day at the centre: one that ends before it doesn't count, a renewal that has been
sold already does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.models import Customer, Membership
from core.refusals import Conflict, Refused
from scheduling.models import Service


class Rule(StrEnum):
    """What stands against it."""

    NO_MEMBERSHIP = "no_membership"
    NOT_STARTED = "not_started"
    EXPIRED = "expired"
    LEFT = "left"
    FROZEN = "frozen"
    PLAN_EXCLUDED = "plan_excluded"
    NO_VISITS_LEFT = "no_visits_left"


@dataclass(frozen=True)
class Entitlement:
    """`membership` is the one to go by, None for a service that asks for none. With a `rule` there is no entitlement: `held` is
    then the membership that fails by it, and `day` when it ended, begins or rests no longer.
    """

    membership: Membership | None = None
    rule: Rule | None = None
    held: Membership | None = None
    day: date | None = None

    @property
    def takes_visit(self) -> bool:
        return self.membership is not None and self.membership.visits is not None


def judge(*, customer: Customer, service: Service, day: date) -> Entitlement:
    """One member's. The caller holds the member, or only asks."""
    return judge_all(customers=[customer.pk], service=service, day=day)[customer.pk]


def judge_all(*, customers: Collection[int], service: Service, day: date) -> dict[int, Entitlement]:
    """Of many at once, by the member's id."""
    if not service.needs_membership:
        return dict.fromkeys(customers, Entitlement())
    plans = set(service.plans.values_list("pk", flat=True))
    memberships: dict[int, list[Membership]] = {customer: [] for customer in customers}
    held = Membership.objects.standing().filter(customer__in=customers).order_by("starts_on", "id")
    for membership in held.select_related("plan").prefetch_related("freezes"):
        memberships[membership.customer_id].append(membership)
    return {customer: _judge(found, plans, day) for customer, found in memberships.items()}


def refusal(entitlement: Entitlement, *, customer: Customer, also: Sequence[Refused] = ()) -> Conflict | None:
    """With the rule as its code; None for who is entitled."""
    if entitlement.rule is None:
        return None
    return Conflict(_words(entitlement, customer.full_name), code=entitlement.rule.value, field="customer", also=also)


def refuse_unless(entitlement: Entitlement, *, customer: Customer) -> None:
    """Raises Conflict with the rule as its code."""
    if conflict := refusal(entitlement, customer=customer):
        raise conflict


def _judge(memberships: Sequence[Membership], plans: set[int], day: date) -> Entitlement:
    """What gives access by time goes before visits, and of those what ends first."""
    included = [one for one in memberships if not plans or one.plan_id in plans]
    current = [one for one in included if one.covers(day)]
    for membership in sorted(current, key=lambda one: (one.visits is not None, one.ends_on or date.max, one.pk)):
        if not membership.frozen_on(day) and (membership.visits is None or membership.visits_left):
            return Entitlement(membership)
    for membership in current:
        if freeze := membership.frozen_on(day):
            return Entitlement(rule=Rule.FROZEN, held=membership, day=freeze.ends_on)
    if current:
        return Entitlement(rule=Rule.NO_VISITS_LEFT, held=current[0], day=current[0].used_up_on)
    if excluded := next((one for one in memberships if one.covers(day)), None):
        return Entitlement(rule=Rule.PLAN_EXCLUDED, held=excluded)
    if upcoming := next((one for one in included if one.starts_on > day), None):
        return Entitlement(rule=Rule.NOT_STARTED, held=upcoming, day=upcoming.starts_on)
    if not memberships:
        return Entitlement(rule=Rule.NO_MEMBERSHIP)
    last = max(memberships, key=lambda one: (one.ends_on or date.max, one.pk))
    return Entitlement(rule=Rule.LEFT if last.cancelled_at else Rule.EXPIRED, held=last, day=last.ends_on)


def _words(entitlement: Entitlement, name: str) -> str:
    plan = entitlement.held.plan.name if entitlement.held else ""
    day = f"{entitlement.day:%Y-%m-%d}" if entitlement.day else ""
    match entitlement.rule:
        case Rule.NOT_STARTED:
            return f"{name}: {plan} begins on {day}."
        case Rule.EXPIRED | Rule.LEFT:
            return f"{name}: {plan} ended, or ends, on {day}."
        case Rule.FROZEN:
            return f"{name}: {plan} rests until {day}."
        case Rule.PLAN_EXCLUDED:
            return f"{name}: {plan} doesn't include this."
        case Rule.NO_VISITS_LEFT:
            return f"{name}: no visits are left on {plan}."
        case _:
            return f"{name} has no membership."
