"""Parts of exclusion constraints, beside those of `core.models.overlap`."""

from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db.models import F, Func


def at_once() -> "tuple[Func[Any], str]":
    """Both rows' times overlap. Half-open, so back to back isn't a conflict."""
    time = Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField())
    return time, RangeOperators.OVERLAPS
