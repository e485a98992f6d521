"""Selling, renewing, upgrading and cancelling memberships.

Periods of one kind, by time or by visits, never overlap: the database refuses (domain rule 9).
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from core.calendar import day_of, today
from core.membership_changes import Told, apart, hold, hold_member, renewals, save, tell
from core.membership_events import (
    MembershipCancelled,
    MembershipMoved,
    MembershipRenewed,
    MembershipRestored,
    MembershipSold,
    MembershipState,
    MembershipUpgraded,
    MembershipVisitsCounted,
)
from core.models import CheckIn, Customer, Membership, Plan, User
from core.periods import CENT, DAY, keeps_anchor, last_day, unused_part
from core.refusals import Conflict, Refused
from core.visits import carry_over

# A start further off is a slip of the finger.
FURTHEST = timedelta(days=366)
LONGEST_AHEAD = timedelta(days=3660)


@transaction.atomic
def sell(
    *, customer: Customer, plan: Plan, starts_on: date | None = None, price: Decimal | None = None, by: User | None
) -> Membership:
    """Sells a plan. Unless told otherwise it begins the day after what the member has of the kind, or today (domain rule 7).

    A card without an end is closed and what is left on it carried over. Raises Refused `not_offered`; Conflict `overlap`.
    """
    return _begin(MembershipSold, customer=hold_member(customer.pk), plan=plan, starts_on=starts_on, price=price, by=by)


@transaction.atomic
def renew(
    *,
    membership: Membership,
    plan: Plan | None = None,
    starts_on: date | None = None,
    price: Decimal | None = None,
    by: User | None,
) -> Membership:
    """Sells the same again, or another plan, from the day after its end; after a lapse from today (domain rule 7)."""
    held = hold(membership)
    _refuse_void(held)
    return _begin(
        MembershipRenewed, customer=held.customer, plan=plan or held.plan, starts_on=starts_on, price=price, after=held, by=by
    )


@transaction.atomic
def upgrade(
    *, membership: Membership, plan: Plan, starts_on: date | None = None, price: Decimal | None = None, by: User | None
) -> Membership:
    """Changes to another plan on a day: this one ends the day before, and its unused part is taken off the price.

    Raises Conflict for what isn't current on that day, begins on it, is frozen from it on, or has been renewed already.
    """
    old = hold(membership)
    day = starts_on or max(today(), old.starts_on + DAY)
    _refuse_void(old)
    if day < today() or not (old.covers(day) and old.covers(day - DAY)) or old.used_up_on:
        raise Conflict("It can be changed on a day after its first, while it lasts.", code="not_current", field="starts_on")
    if old.freezes.filter(ends_on__gte=day).exists():
        raise Conflict("A freeze stands on these days: end that first.", code="frozen", field="starts_on")
    if renewals(old):
        raise Conflict("It has been renewed already: cancel the renewal first.", code="renewed")
    if price is None:
        price = max(plan.price - credit(old, day), Decimal(0))
    old.ends_on = day - DAY
    save(old, "ends_on")
    return _begin(
        MembershipUpgraded,
        customer=old.customer,
        plan=plan,
        starts_on=day,
        price=price,
        after=old,
        before_it=[(MembershipMoved, old)],
        by=by,
    )


def credit(membership: Membership, day: date) -> Decimal:
    """What of its price is unused on that day: by visits if it holds some, else by days."""
    if membership.visits and membership.visits_left is not None:
        return (membership.price * membership.visits_left / membership.visits).quantize(CENT, ROUND_HALF_UP)
    if membership.sold_until is None or membership.ends_on is None:
        return Decimal(0)
    frozen = membership.ends_on - membership.sold_until
    return unused_part(membership.price, starts_on=membership.starts_on, ends_on=membership.sold_until, used_before=day - frozen)


@transaction.atomic
def cancel(*, membership: Membership, last_day: date, reason: str = "", by: User | None) -> list[Membership]:
    """Ends it with that day, the last of access; what hasn't begun by then never gives access. Its renewals go with it.

    Returns it and what went with it. Raises Refused for a day after its end; Conflict for what is over, and for days on which
    the member has come in.
    """
    held = hold(membership)
    _refuse_void(held)
    if held.ends_on and held.ends_on < today():
        raise Conflict("It is over already.", code="over")
    if held.ends_on and last_day > held.ends_on:
        raise Refused(f"It ends on {held.ends_on:%Y-%m-%d}.", code="out_of_range", field="last_day")
    came = CheckIn.objects.standing().filter(membership=held).aggregate(last=Max("at"))["last"]
    if came and day_of(came) > last_day:
        raise Conflict("The member has come in since.", code="visited", field="last_day")
    gone = renewals(held)
    for renewal in gone:
        _void(renewal)
        save(renewal, "voided_at", "renews")
    if last_day < held.starts_on:
        _void(held)
    else:
        held.freezes.filter(starts_on__gt=last_day).delete()
        held.freezes.filter(ends_on__gt=last_day).update(ends_on=last_day, ended_at=timezone.now())
        held.ends_on = last_day
    held.cancelled_at, held.cancel_reason = timezone.now(), reason
    save(held, "ends_on", "cancelled_at", "cancel_reason", "voided_at", "renews")
    tell(held.customer, [(MembershipCancelled, one) for one in (held, *gone)], by=by)
    return [held, *gone]


@transaction.atomic
def restore(*, membership: Membership, by: User | None) -> Membership:
    """Takes a cancellation back: it ends again when it was sold to, and later by the days that it was frozen.

    Freezes and renewals that went with the cancellation stay gone. Raises Conflict `not_cancelled`; `over` where it would have
    ended before today; `overlap` where something else has been sold for its days.
    """
    held = hold(membership)
    if not held.cancelled_at:
        raise Conflict("It isn't cancelled.", code="not_cancelled")
    frozen = sum((freeze.days for freeze in held.freezes.all()), 0)
    held.ends_on = held.sold_until + frozen * DAY if held.sold_until else None
    if held.ends_on and held.ends_on < today():
        raise Conflict("It would be over by now all the same.", code="over")
    if held.voided_at:
        held.voided_at, held.renews = None, _followed(held.customer, held.starts_on, None)
    held.cancelled_at, held.cancel_reason = None, ""
    save(held, "ends_on", "cancelled_at", "cancel_reason", "voided_at", "renews")
    tell(held.customer, [(MembershipRestored, held)], by=by)
    return held


def _begin(
    event: type[MembershipState],
    *,
    customer: Customer,
    plan: Plan,
    starts_on: date | None,
    price: Decimal | None,
    after: Membership | None = None,
    before_it: Told = (),
    by: User | None,
) -> Membership:
    plan = Plan.objects.get(pk=plan.pk)
    if not plan.offered and (after is None or after.plan_id != plan.pk):
        raise Refused(f"{plan} is no longer offered.", code="not_offered", field="plan")
    if starts_on and abs(starts_on - today()) > FURTHEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_on")
    told = list(before_it)
    visits, carried = plan.visits, 0
    before = _last_of_kind(customer, plan)
    if before and before.ends_on is None and before.visits_left and visits:
        carried = _close(before, starts_on or today())
        visits += carried
        told.append((MembershipVisitsCounted, before))
    starts_on = starts_on or _next_start(before, after)
    if starts_on > today() + LONGEST_AHEAD:
        raise Refused("This would begin in more than ten years.", code="out_of_range", field="starts_on")
    followed = _followed(customer, starts_on, after)
    anchor_day = starts_on.day
    if followed and followed.plan.months and followed.ends_on == followed.sold_until:
        anchor_day = followed.anchor_day if keeps_anchor(starts_on, followed.anchor_day) else anchor_day
    ends_on = last_day(starts_on, months=plan.months, days=plan.days, anchor_day=anchor_day)
    new = Membership(
        customer=customer,
        plan=plan,
        starts_on=starts_on,
        ends_on=ends_on,
        sold_until=ends_on,
        anchor_day=anchor_day,
        visits=visits,
        visits_left=visits,
        price=plan.price if price is None else price,
        currency=plan.currency,
        renews=followed,
    )
    with apart(new):
        new.save()
    if before and carried:
        carry_over(membership=before, to=new, count=carried)
    tell(customer, [*told, (event, new)], by=by)
    return new


def _last_of_kind(customer: Customer, plan: Plan) -> Membership | None:
    """The last that gives access yet, by time or by visits as the plan does. One without an end stands last of all."""
    kind = Membership.objects.standing().filter(customer=customer, visits__isnull=plan.visits is None)
    standing = kind.exclude(visits_left=0).exclude(ends_on__lt=today())
    return standing.select_related("plan").order_by("-starts_on").first()


def _next_start(*held: Membership | None) -> date:
    ends = [one.ends_on for one in held if one and one.ends_on and not one.used_up_on]
    return max([today(), *(end + DAY for end in ends)])


def _followed(customer: Customer, starts_on: date, after: Membership | None) -> Membership | None:
    """The membership that ends the day before and has no renewal yet; the one that was renewed before others."""
    candidates = (
        Membership.objects.standing()
        .select_related("plan")
        .filter(customer=customer, ends_on=starts_on - DAY)
        .annotate(followers=Count("renewal"))
        .filter(followers=0)
    )
    found = list(candidates)
    return next((one for one in found if after and one.pk == after.pk), found[0] if found else None)


def _close(card: Membership, day: date) -> int:
    """Takes what is left on a card without an end, which then is one that is used up."""
    if card.starts_on > day:
        raise Conflict(f"{card.plan} begins on {card.starts_on:%Y-%m-%d}.", code="overlap", field="starts_on")
    left = card.visits_left or 0
    card.visits_left, card.used_up_on = 0, max(card.starts_on, day - DAY)
    save(card, "visits_left", "used_up_on")
    return left


def _void(membership: Membership) -> None:
    """It never gives access; what it renewed can be renewed again."""
    membership.voided_at = timezone.now()
    membership.renews = None


def _refuse_void(membership: Membership) -> None:
    if membership.voided_at:
        raise Conflict("It was taken back and never gave access.", code="void")
