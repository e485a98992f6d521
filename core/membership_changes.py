"""What every change of a membership has in common: who waits for whom, what the database refuses, who is told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeVar

from core.customers import readers
from core.events.record import record
from core.membership_events import MembershipMoved, MembershipState
from core.models import Customer, Membership, User
from core.refusals import Conflict, Gone, refusing
from core.standing import refresh

# What else goes by the state of a membership, its reminders for one, is kept with it: each is called in the transaction of
# the change, after the event. The apps above add theirs when they are ready.
Follower = Callable[[Membership, User | None], None]
F = TypeVar("F", bound=Follower)
FOLLOWERS: list[Follower] = []

Told = Sequence[tuple[type[MembershipState], Membership]]


def follows_memberships(follower: F) -> F:
    """Registers a follower."""
    FOLLOWERS.append(follower)
    return follower


def hold_member(customer_id: int) -> Customer:
    """Locks the member's row: all that changes a member's memberships, freezes, payments and visits waits here.

    Of a record that was merged meanwhile it is the one that was kept. Raises Gone where there is none any more.
    """
    members = Customer.objects.select_for_update(of=("self",)).select_related("user")
    held = members.filter(pk=customer_id).first() or members.filter(merged_from=customer_id).first()
    if held is None:
        raise Gone
    return held


def hold(membership: Membership) -> Membership:
    """The membership as it is now, its member held."""
    customer = hold_member(membership.customer_id)
    held = Membership.objects.select_related("plan").select_for_update(of=("self",)).get(pk=membership.pk)
    held.customer = customer
    return held


def tell(customer: Customer, told: Told, *, by: User | None) -> None:
    """Writes down where the member stands, then records each event and lets the followers follow. Rows are saved before."""
    refresh(customer=customer)
    for event, membership in told:
        membership.customer = customer
        record(event.of(membership), subject=membership.subject, audience=readers(customer), actor=by.pk if by else None)
        for follower in FOLLOWERS:
            follower(membership, by)


def save(membership: Membership, *fields: str) -> None:
    """Saves the fields of a membership that is there, as its next version. Raises Conflict `overlap`."""
    membership.version += 1
    with apart(membership):
        membership.save(update_fields=[*fields, "version"])


@contextmanager
def apart(membership: Membership) -> Iterator[None]:
    """Turns the database's refusal of days that overlap into one that says with what (domain rule 9)."""
    refusal = Conflict("Another membership stands on these days.", code="overlap", field="starts_on")
    names = ("membership_times_dont_overlap", "membership_visits_dont_overlap")
    try:
        with refusing(dict.fromkeys(names, refusal)):
            yield
    except Conflict as conflict:
        raise _named(conflict, membership) from conflict


def _named(conflict: Conflict, membership: Membership) -> Conflict:
    others = Membership.objects.standing().filter(customer=membership.customer_id, visits__isnull=membership.visits is None)
    if membership.ends_on:
        others = others.filter(starts_on__lte=membership.ends_on)
    others = others.exclude(pk=membership.pk).exclude(ends_on__lt=membership.starts_on).exclude(visits_left=0)
    other = others.select_related("plan").order_by("starts_on").first()
    if other is None:
        return conflict
    end = f" to {other.ends_on:%Y-%m-%d}" if other.ends_on else ""
    message = f"{other.plan} stands from {other.starts_on:%Y-%m-%d}{end}; these days would overlap."
    return Conflict(message, code="overlap", field=conflict.field)


def move_end(membership: Membership, ends_on: date | None) -> list[tuple[type[MembershipState], Membership]]:
    """Sets another last day and saves; what renews it without a gap moves along. Returns the moved renewals, to be told of.

    Raises Conflict `overlap`, and `frozen` for a renewal with a freeze of its own, whose days nobody asked to move.
    """
    if membership.ends_on is None or ends_on is None:  # a card without an end keeps none
        save(membership)
        return []
    by = ends_on - membership.ends_on
    chain = renewals(membership)
    for renewal in chain:
        if renewal.freezes.exists():
            raise Conflict("The renewal has a freeze of its own: end that one first.", code="frozen")
    later = by > timedelta(0)
    if later:  # from the last one on, so that none meets the next
        for held in reversed(chain):
            _shift(held, by)
    membership.ends_on = ends_on
    save(membership, "ends_on")
    if not later:
        for held in chain:
            _shift(held, by)
    return [(MembershipMoved, held) for held in chain]


def _shift(membership: Membership, by: timedelta) -> None:
    membership.starts_on += by
    for name in ("ends_on", "sold_until"):
        if day := getattr(membership, name):
            setattr(membership, name, day + by)
    save(membership, "starts_on", "ends_on", "sold_until")


def renewals(membership: Membership) -> list[Membership]:
    """Those that follow it, one after the other without a gap."""
    found: list[Membership] = []
    last = membership
    while last.ends_on:
        following = (
            Membership.objects.standing().select_related("plan").filter(renews=last, starts_on=last.ends_on + timedelta(days=1))
        )
        renewal = following.select_for_update(of=("self",)).first()
        if renewal is None:
            break
        found.append(renewal)
        last = renewal
    return found
