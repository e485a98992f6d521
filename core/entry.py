"""Whether a member may enter, and if not, why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.models import Customer, Membership, Visit

ENDS_SOON = timedelta(days=14)
FEW_VISITS = 2


class Reason(StrEnum):
    """Why not."""

    NO_MEMBERSHIP = "no_membership"
    NOT_STARTED = "not_started"
    FROZEN = "frozen"
    NO_VISITS_LEFT = "no_visits_left"
    EXPIRED = "expired"
    LEFT = "left"


class Warning(StrEnum):
    """What the desk is told of a member who may enter."""

    ENDS_SOON = "ends_soon"
    FEW_VISITS_LEFT = "few_visits_left"
    UNPAID = "unpaid"
    BIRTHDAY = "birthday"


@dataclass(frozen=True)
class Verdict:
    """`membership` is what lets in, or what doesn't; `day` is when it ended, begins, or is no longer frozen.

    `takes_visit`: entering takes one of its visits; none is taken twice on a day.
    """

    membership: Membership | None = None
    reason: Reason | None = None
    day: date | None = None
    takes_visit: bool = False
    warnings: list[Warning] = field(default_factory=list)
    open_amount: Decimal = Decimal(0)


def judge(*, customer: Customer, day: date) -> Verdict:
    """Judges by the memberships themselves, on the centre's date `day`; what gives access by time goes before visits."""
    memberships = list(
        Membership.objects.standing()
        .filter(customer=customer)
        .with_paid()
        .select_related("plan")
        .prefetch_related("freezes")
        .order_by("starts_on", "id")
    )
    current = sorted((one for one in memberships if one.covers(day)), key=lambda one: one.visits is not None)
    visited = _visited(customer, day) if any(one.visits for one in current) else set()
    for membership in current:
        has_visit = membership.visits is None or bool(membership.visits_left) or membership.pk in visited
        if has_visit and not membership.frozen_on(day):
            takes_visit = membership.visits is not None and membership.pk not in visited
            return _with_warnings(customer, membership, memberships, day, takes_visit)
    return _refusal(memberships, current, day)


def _refusal(memberships: Sequence[Membership], current: Sequence[Membership], day: date) -> Verdict:
    for membership in current:
        if freeze := membership.frozen_on(day):
            return Verdict(membership, Reason.FROZEN, freeze.ends_on)
    upcoming = next((one for one in memberships if one.starts_on > day), None)
    if current:
        return Verdict(current[0], Reason.NO_VISITS_LEFT, current[0].used_up_on)
    if upcoming:
        return Verdict(upcoming, Reason.NOT_STARTED, upcoming.starts_on)
    if not memberships:
        return Verdict(reason=Reason.NO_MEMBERSHIP)
    last = max(memberships, key=lambda one: (one.ends_on or day, one.pk))
    return Verdict(last, Reason.LEFT if last.cancelled_at else Reason.EXPIRED, last.ends_on)


def _visited(customer: Customer, day: date) -> set[int]:
    """The memberships of which a visit was taken for the day, by a check-in or by a booking."""
    return set(Visit.objects.on(day).filter(membership__customer=customer).values_list("membership", flat=True))


def _with_warnings(
    customer: Customer, membership: Membership, memberships: Sequence[Membership], day: date, takes_visit: bool
) -> Verdict:
    warnings = []
    end = membership.ends_on
    goes_on = any(one.starts_on > day or one.ends_on is None for one in memberships if one.pk != membership.pk)
    if end and end <= day + ENDS_SOON and not goes_on:
        warnings.append(Warning.ENDS_SOON)
    left = None if membership.visits_left is None else membership.visits_left - takes_visit
    if left is not None and left <= FEW_VISITS and not goes_on:
        warnings.append(Warning.FEW_VISITS_LEFT)
    open_amount = sum((max(one.price - vars(one)["paid"], Decimal(0)) for one in memberships), Decimal(0))
    if open_amount:
        warnings.append(Warning.UNPAID)
    born = customer.birth_date
    if born and (born.month, born.day) == (day.month, day.day):
        warnings.append(Warning.BIRTHDAY)
    return Verdict(membership, None, end, takes_visit, warnings, open_amount)
