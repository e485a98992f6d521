"""Checking members in: one decision, one row, one visit, whoever presses twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from core import merging, visits
from core.calendar import day_of, today
from core.customers import readers
from core.entry import Verdict, judge
from core.events.record import record
from core.membership_changes import hold_member, tell
from core.membership_events import CheckInRecorded, CheckInState, CheckInUndone, MembershipVisitsCounted
from core.models import CheckIn, Customer, User, Visit
from core.passes import read
from core.refusals import Conflict, Refused, refusing

# Within this time a second check-in of a member is the first one again: a double tap, a card read twice.
SAME = timedelta(minutes=1)

# What else goes by who is here, attendance for one: each is called in the transaction, with the member held, after a check-in was
# written down or taken back. The apps above add theirs when they are ready.
Follower = Callable[[CheckIn, User | None], None]
F = TypeVar("F", bound=Follower)
FOLLOWERS: list[Follower] = []


def follows_check_ins(follower: F) -> F:
    """Registers a follower."""
    FOLLOWERS.append(follower)
    return follower


@dataclass(frozen=True)
class Answer:
    """`check_in` is None when the member may not enter. `repeated`: it was there already."""

    customer: Customer
    verdict: Verdict
    check_in: CheckIn | None
    repeated: bool = False


@transaction.atomic
def check_in(*, customer: Customer, method: str, by: User | None, anyway: bool = False, pass_step: int | None = None) -> Answer:
    """Decides whether the member may enter now, and if so writes down that they did.

    With `anyway` the desk lets in who may not; the reason stands in the row. Raises Refused `pass_used` for a code that let in
    before.
    """
    customer = hold_member(customer.pk)
    now = timezone.now()
    if pass_step is not None and CheckIn.objects.filter(customer=customer, pass_step=pass_step).exists():
        raise _used()
    last = CheckIn.objects.standing().with_names().filter(customer=customer).order_by("-at").first()
    if last and now - last.at < SAME:
        return Answer(customer, Verdict(membership=last.membership), last, repeated=True)
    verdict = judge(customer=customer, day=today())
    if verdict.reason and not anyway:
        return Answer(customer, verdict, None)
    row = CheckIn(
        customer=customer,
        membership=verdict.membership,
        at=now,
        method=method,
        took_visit=verdict.takes_visit,
        anyway=verdict.reason or "",
        warnings=[str(warning) for warning in verdict.warnings],
        pass_step=pass_step,
        recorded_by=by,
    )
    with refusing({"check_in_pass_used_once": _used()}):
        row.save()
    _tell(CheckInRecorded, row, by=by)
    moved = verdict.membership if verdict.takes_visit else None
    if moved:
        visits.take(membership=moved, kind=Visit.Kind.CHECK_IN, subject=row.subject, day=today())
    tell(customer, [(MembershipVisitsCounted, moved)] if moved else [], by=by)
    for follower in FOLLOWERS:
        follower(row, by)
    return Answer(customer, verdict, row)


def check_in_by_pass(*, code: str, by: User | None) -> Answer:
    """Checks in whoever's phone shows the code. Raises Refused `pass_invalid` and `pass_used`."""
    number, step = read(code)
    customer = Customer.objects.filter(pk=merging.current(number)).first()
    if customer is None:
        raise Refused("There is no member of this code.", code="pass_invalid", field="entered")
    return check_in(customer=customer, method=CheckIn.Method.PASS, pass_step=step, by=by)


@transaction.atomic
def undo(*, check_in: CheckIn, by: User | None) -> CheckIn:
    """Takes a check-in of today back, with the visit that it took. Undoing twice is undoing once. Raises Conflict `too_late`."""
    customer = hold_member(check_in.customer_id)
    row = CheckIn.objects.select_related("membership__plan").get(pk=check_in.pk)
    row.customer = customer
    if row.undone_at:
        return row
    if day_of(row.at) != today():
        raise Conflict("Only what was today can be taken back.", code="too_late")
    row.undone_at, row.took_visit, row.version = timezone.now(), False, row.version + 1
    row.save(update_fields=["undone_at", "took_visit", "version"])
    _tell(CheckInUndone, row, by=by)
    tell(customer, [(MembershipVisitsCounted, one) for one in visits.give_back(subject=row.subject)], by=by)
    for follower in FOLLOWERS:
        follower(row, by)
    return row


def _tell(event: type[CheckInState], row: CheckIn, *, by: User | None) -> None:
    record(
        event.of(row),
        subject=row.subject,
        audience=readers(row.customer),
        actor=by.pk if by else None,
    )


def _used() -> Refused:
    return Refused("This code has let in once already.", code="pass_used", field="entered")
