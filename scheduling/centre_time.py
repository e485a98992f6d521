"""What the clock on the centre's wall says."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def local(instant: datetime) -> datetime:
    """The instant in the centre's zone."""
    return timezone.localtime(instant, timezone.get_default_timezone())


def at(day: date, wall: time) -> datetime:
    """The instant, in UTC, at which the wall says so on that day (domain rule 2).

    A time that spring leaves out moves forward by the gap, one that autumn repeats is the first: that is Python's fold=0.
    """
    return datetime.combine(day, wall, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
