"""Where a member stands: lead, active, frozen, ending, expired or left.

A member's row carries what that follows from (`plan`, `access_from`, `access_until`, `frozen_from`, `frozen_until`, `left_on`,
`last_visit_at`), kept by every use case that moves it, in its transaction. The standing itself is computed against the centre's
date, so nothing has to run at midnight for it to be right; what the row carries is put right then (`core.midnight`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from django.db.models import Q

from core.calendar import today
from core.models import CheckIn, Customer, Freeze, Membership

# Access that ends within so many days is about to end.
ENDING = timedelta(days=14)
# Of a member's row, what this module keeps.
COLUMNS = ("plan", "access_from", "access_until", "frozen_from", "frozen_until", "left_on", "last_visit_at")
DAY = timedelta(days=1)


class Status(StrEnum):
    """`active` includes a membership that stands and begins later; `left` is one that ended by cancellation."""

    LEAD = "lead"
    ACTIVE = "active"
    FROZEN = "frozen"
    ENDING = "ending"
    EXPIRED = "expired"
    LEFT = "left"


def status(customer: Customer, today: date) -> Status:
    """Where the member stands on that day."""
    if customer.access_from is None:
        return Status.LEAD
    if customer.access_until and customer.access_until < today:
        return Status.LEFT if customer.left_on else Status.EXPIRED
    if customer.frozen_from and customer.frozen_until and customer.frozen_from <= today <= customer.frozen_until:
        return Status.FROZEN
    if customer.access_until and customer.access_from <= today and customer.access_until <= today + ENDING:
        return Status.ENDING
    return Status.ACTIVE


def having(status: Status, today: date) -> Q:
    """Members who stand so on that day, as `status` would say of each."""
    over = Q(access_until__lt=today)
    stands = Q(access_from__isnull=False) & (Q(access_until__isnull=True) | Q(access_until__gte=today))
    frozen = Q(frozen_from__lte=today, frozen_until__gte=today)
    awake = Q(frozen_from__isnull=True) | Q(frozen_from__gt=today) | Q(frozen_until__lt=today)
    ends = Q(access_from__lte=today, access_until__gte=today, access_until__lte=today + ENDING)
    goes_on = Q(access_until__isnull=True) | Q(access_until__gt=today + ENDING) | Q(access_from__gt=today)
    match status:
        case Status.LEAD:
            return Q(access_from__isnull=True)
        case Status.LEFT:
            return over & Q(left_on__isnull=False)
        case Status.EXPIRED:
            return over & Q(left_on__isnull=True)
        case Status.FROZEN:
            return stands & frozen
        case Status.ENDING:
            return ends & awake
        case Status.ACTIVE:
            return stands & awake & goes_on


@dataclass(frozen=True)
class Standing:
    """The columns of a member's row, by their names there."""

    plan_id: int | None
    access_from: date | None
    access_until: date | None
    frozen_from: date | None
    frozen_until: date | None
    left_on: date | None
    last_visit_at: datetime | None

    @classmethod
    def on(cls, day: date, memberships: Sequence[Membership], freezes: Iterable[Freeze], last_visit_at: datetime | None) -> Self:
        """What the rows of one member, without those sold by mistake, say on that day."""
        spans = sorted((_Span.of(membership) for membership in memberships), key=lambda span: (span.start, span.end))
        if not spans:
            return cls(None, None, None, None, None, None, last_visit_at)
        shown = _shown(spans, day)
        island = next(island for island in _islands(spans) if shown in island)
        until = max(span.end for span in island)
        cancelled = [span for span in island if span.end == until and not span.membership.cancelled_at] == []
        freeze = _shown_freeze(island, freezes, day)
        return cls(
            plan_id=shown.membership.plan_id,
            access_from=min(span.start for span in island),
            access_until=_known(until),
            frozen_from=freeze.starts_on if freeze else None,
            frozen_until=freeze.ends_on if freeze else None,
            left_on=_known(until) if cancelled else None,
            last_visit_at=last_visit_at,
        )


def refresh(*, customer: Customer) -> None:
    """Writes down where the member stands. The caller holds the member's row and has changed what the standing follows from."""
    memberships = list(Membership.objects.standing().filter(customer=customer))
    freezes = Freeze.objects.standing().filter(membership__customer=customer)
    last_visit_at = CheckIn.objects.standing().filter(customer=customer).values_list("at", flat=True).order_by("-at").first()
    if moved := put(customer, Standing.on(today(), memberships, freezes, last_visit_at)):
        customer.save(update_fields=moved)


def put(customer: Customer, found: Standing) -> list[str]:
    """Sets what differs, and says which fields that is; saving is the caller's."""
    moved = {name: value for name, value in vars(found).items() if getattr(customer, name) != value}
    for name, value in moved.items():
        setattr(customer, name, value)
    return [name.removesuffix("_id") for name in moved]


@dataclass(frozen=True)
class _Span:
    """The days a membership gives access on. What has no end reaches to the end of time, so that spans compare."""

    start: date
    end: date
    membership: Membership

    @classmethod
    def of(cls, membership: Membership) -> Self:
        ends = [day for day in (membership.ends_on, membership.used_up_on) if day]
        return cls(start=membership.starts_on, end=min(ends, default=date.max), membership=membership)

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


def _known(day: date) -> date | None:
    return None if day == date.max else day


def _shown(spans: Sequence[_Span], day: date) -> _Span:
    """The current membership, before others one by time; else the next; else the last."""
    current = [span for span in spans if span.covers(day)]
    if current:
        return min(current, key=lambda span: (span.membership.visits is not None, span.start))
    return next((span for span in spans if span.start > day), max(spans, key=lambda span: (span.end, span.start)))


def _islands(spans: Sequence[_Span]) -> list[list[_Span]]:
    """Spans that follow each other without a day between them, together."""
    islands: list[list[_Span]] = []
    reached = date.min
    for span in spans:
        if islands and (reached == date.max or span.start <= reached + DAY):
            islands[-1].append(span)
            reached = max(reached, span.end)
        else:
            islands.append([span])
            reached = span.end
    return islands


def _shown_freeze(island: Sequence[_Span], freezes: Iterable[Freeze], day: date) -> Freeze | None:
    """The current freeze or the next, but none through which another membership gives access all the same."""
    own = {span.membership.pk for span in island}
    for freeze in sorted(freezes, key=lambda freeze: freeze.starts_on):
        if freeze.ends_on < day or freeze.membership_id not in own:
            continue
        others = (span for span in island if span.membership.pk != freeze.membership_id)
        if not any(span.covers(max(freeze.starts_on, day)) and span.covers(freeze.ends_on) for span in others):
            return freeze
    return None
