"""What happens to plans, memberships and check-ins: event types of `core`.

What screens get has the shape that `/api/plans/`, `/api/memberships/` and `/api/check-ins/` answer with.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator

from core.calendar import today
from core.events.registry import EventData, event
from core.models import CheckIn, Membership, Plan

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class PlanState(EventData):
    id: int
    name: str
    price: Decimal
    currency: str
    months: int | None
    days: int | None
    visits: int | None
    includes: list[str]
    colour: str
    offered: bool
    version: int

    @classmethod
    def of(cls, plan: Plan) -> Self:
        return cls.model_validate({name: getattr(plan, name) for name in cls.model_fields})


@event("plan.created")
class PlanCreated(PlanState):
    pass


@event("plan.changed")
class PlanChanged(PlanState):
    pass


@event("plan.deleted")
class PlanDeleted(EventData):
    id: int
    version: int


class FreezeState(EventData):
    id: int
    starts_on: date
    ends_on: date
    reason: str


class MembershipState(EventData):
    """`paid` is what has been received for it, `state` where it stands on the day of the event."""

    id: int
    customer: int
    customer_name: str
    plan: int
    plan_name: str
    colour: str
    starts_on: date
    ends_on: date | None
    visits: int | None
    visits_left: int | None
    used_up_on: date | None
    price: Decimal
    paid: Decimal
    currency: str
    renews: int | None
    freezes: list[FreezeState]
    cancelled_at: Instant | None
    cancel_reason: str
    state: Literal["upcoming", "current", "frozen", "used_up", "over", "cancelled", "void"]
    version: int

    @classmethod
    def of(cls, membership: Membership) -> Self:
        """Reads what was paid, and the freezes."""
        return cls.model_validate(
            {
                "id": membership.pk,
                "customer": membership.customer_id,
                "customer_name": membership.customer.full_name,
                "plan": membership.plan_id,
                "plan_name": membership.plan.name,
                "colour": membership.plan.colour,
                "starts_on": membership.starts_on,
                "ends_on": membership.ends_on,
                "visits": membership.visits,
                "visits_left": membership.visits_left,
                "used_up_on": membership.used_up_on,
                "price": membership.price,
                "paid": vars(Membership.objects.with_paid().get(pk=membership.pk))["paid"],
                "currency": membership.currency,
                "renews": membership.renews_id,
                "freezes": [
                    FreezeState(id=freeze.pk, starts_on=freeze.starts_on, ends_on=freeze.ends_on, reason=freeze.reason)
                    for freeze in membership.freezes.all()
                ],
                "cancelled_at": membership.cancelled_at,
                "cancel_reason": membership.cancel_reason,
                "state": str(membership.state_on(today())),
                "version": membership.version,
            }
        )


@event("membership.sold")
class MembershipSold(MembershipState):
    pass


@event("membership.renewed")
class MembershipRenewed(MembershipState):
    """The new one, which `renews` another."""


@event("membership.upgraded")
class MembershipUpgraded(MembershipState):
    """The new one; the one that it `renews` ends the day before."""


@event("membership.moved")
class MembershipMoved(MembershipState):
    """Its days changed because another one's did."""


@event("membership.frozen")
class MembershipFrozen(MembershipState):
    pass


@event("membership.freeze_ended")
class MembershipFreezeEnded(MembershipState):
    pass


@event("membership.cancelled")
class MembershipCancelled(MembershipState):
    pass


@event("membership.restored")
class MembershipRestored(MembershipState):
    """Its cancellation was taken back."""


@event("membership.paid")
class MembershipPaid(MembershipState):
    """Money was received for it or given back."""


@event("membership.visits_counted")
class MembershipVisitsCounted(MembershipState):
    """A visit was taken from it or given back."""


class CheckInState(EventData):
    id: int
    customer: int
    customer_name: str
    membership: int | None
    plan_name: str | None
    at: Instant
    method: Literal["search", "number", "pass"]
    took_visit: bool
    anyway: str
    warnings: list[str]
    # Names the member's picture and opens nothing: a screen fetches the links as who it is signed in as.
    picture: str | None
    undone_at: Instant | None
    version: int

    @classmethod
    def of(cls, check_in: CheckIn) -> Self:
        membership = check_in.membership
        return cls.model_validate(
            {
                "id": check_in.pk,
                "customer": check_in.customer_id,
                "customer_name": check_in.customer.full_name,
                "membership": check_in.membership_id,
                "plan_name": membership.plan.name if membership else None,
                "at": check_in.at,
                "method": str(check_in.method),
                "took_visit": check_in.took_visit,
                "anyway": check_in.anyway,
                "warnings": list(check_in.warnings),
                "picture": str(check_in.customer.picture_id) if check_in.customer.picture_id else None,
                "undone_at": check_in.undone_at,
                "version": check_in.version,
            }
        )


@event("check_in.recorded")
class CheckInRecorded(CheckInState):
    pass


@event("check_in.undone")
class CheckInUndone(CheckInState):
    pass
