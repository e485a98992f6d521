"""What the clock on the centre's wall says."""

from datetime import datetime

from django.utils import timezone


def local(instant: datetime) -> datetime:
    """The instant in the centre's zone."""
    return timezone.localtime(instant, timezone.get_default_timezone())
