"""Dates that people mean as dates are dates in the centre's zone (domain rule 3)."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone


def today() -> date:
    """The date it is at the centre now."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def day_of(instant: datetime) -> date:
    """The date it was, or will be, at the centre."""
    return timezone.localdate(instant, timezone.get_default_timezone())


def span_of(first: date, last: date) -> tuple[datetime, datetime]:
    """The instants, in UTC, at which the first day begins and the last one is over: [start, end)."""
    zone = timezone.get_default_timezone()
    start, end = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (first, last + timedelta(days=1)))
    return start, end
