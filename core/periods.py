"""How long what is sold lasts: arithmetic of dates, without a clock and without a database."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

DAY = timedelta(days=1)
CENT = Decimal("0.01")


def months_later(day: date, months: int, anchor_day: int) -> date:
    """The day that many months on, on `anchor_day` or on the month's last day if it has none (domain rule 6)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(anchor_day, monthrange(year, month)[1]))


def keeps_anchor(day: date, anchor_day: int) -> bool:
    """Whether months may go on being counted from `anchor_day` for what begins on `day`."""
    return day == months_later(day, 0, anchor_day)


def last_day(starts_on: date, *, months: int | None, days: int | None, anchor_day: int) -> date | None:
    """The last day, inclusive, of what begins on `starts_on`; None for what has no length."""
    if months:
        return months_later(starts_on, months, anchor_day) - DAY
    return starts_on + timedelta(days=days - 1) if days else None


def unused_part(price: Decimal, *, starts_on: date, ends_on: date, used_before: date) -> Decimal:
    """What of `price` falls on the days from `used_before` to the end, by whole days, rounded to the cent."""
    days = (ends_on - starts_on).days + 1
    left = (ends_on - max(used_before, starts_on)).days + 1
    return (price * max(left, 0) / days).quantize(CENT, ROUND_HALF_UP)
