"""Dates that people mean as dates are dates in the centre's zone (domain rule 3)."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """The date it is at the centre now."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
