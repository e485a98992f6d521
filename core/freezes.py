"""Freezing memberships: whole days on which they rest, and by which their end moves (domain rule 8)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core.calendar import span_of, today
from core.membership_changes import hold, move_end, tell
from core.membership_events import MembershipFreezeEnded, MembershipFrozen
from core.models import CheckIn, Freeze, Membership, User
from core.periods import DAY
from core.refusals import Conflict, Refused, refusing

LONGEST = timedelta(days=366)


@transaction.atomic
def freeze(*, membership: Membership, starts_on: date, ends_on: date, reason: str = "", by: User | None) -> list[Membership]:
    """Freezes it from one day to another, both inside; its end and the renewals after it move by as many days.

    Returns it and what moved along. Raises Refused for days that aren't its own or too many; Conflict for what is over or
    cancelled, for another freeze on these days, for days on which the member came in, and as `move_end` does.
    """
    held = hold(membership)
    if held.voided_at or held.cancelled_at:
        raise Conflict("A cancelled membership can't be frozen.", code="cancelled")
    if ends_on < starts_on:
        raise Refused("The last day lies before the first.", code="out_of_range", field="ends_on")
    if ends_on - starts_on >= LONGEST:
        raise Refused("A freeze lasts a year at most.", code="out_of_range", field="ends_on")
    if not held.covers(starts_on):
        raise Refused("The membership doesn't stand on this day.", code="out_of_range", field="starts_on")
    if held.ends_on and held.ends_on < today():
        raise Conflict("It is over already.", code="over")
    if _came(held, starts_on, ends_on):
        raise Conflict("The member has come in on these days.", code="visited", field="starts_on")
    with refusing({"freezes_dont_overlap": Conflict("Another freeze stands on these days.", code="overlap", field="starts_on")}):
        rest = Freeze.objects.create(membership=held, starts_on=starts_on, ends_on=ends_on, reason=reason)
    moved = move_end(held, held.ends_on + rest.days * DAY if held.ends_on else None)
    tell(held.customer, [(MembershipFrozen, held), *moved], by=by)
    return [held, *(one for _, one in moved)]


@transaction.atomic
def end_freeze(*, freeze: Freeze, last_day: date | None = None, by: User | None) -> list[Membership]:
    """Ends a freeze after `last_day`, yesterday unless told otherwise; the end moves back by the days not frozen after all.

    One that ends before it began is taken out. Returns the membership and what moved along. Raises Conflict for a freeze that
    is over, and for another one that would then lie after the end; Refused for a day that is neither in it nor the one before.
    """
    held = hold(freeze.membership)
    rest = Freeze.objects.get(pk=freeze.pk)
    if rest.ends_on < today():
        raise Conflict("The freeze is over already.", code="over")
    last_day = last_day or max(today() - DAY, rest.starts_on - DAY)
    if not max(today(), rest.starts_on) - DAY <= last_day < rest.ends_on:
        raise Refused("A day of the freeze, yesterday or later.", code="out_of_range", field="last_day")
    unused = rest.ends_on - last_day
    if last_day < rest.starts_on:
        rest.delete()
    else:
        rest.ends_on, rest.ended_at = last_day, timezone.now()
        rest.save(update_fields=["ends_on", "ended_at"])
    ends_on = held.ends_on - unused if held.ends_on else None
    if ends_on and held.freezes.filter(starts_on__gt=ends_on).exists():
        raise Conflict("Another freeze would lie after the end: end that one first.", code="frozen")
    moved = move_end(held, ends_on)
    tell(held.customer, [(MembershipFreezeEnded, held), *moved], by=by)
    return [held, *(one for _, one in moved)]


def _came(membership: Membership, first: date, last: date) -> bool:
    start, end = span_of(first, last)
    return CheckIn.objects.standing().filter(membership=membership, at__gte=start, at__lt=end).exists()
