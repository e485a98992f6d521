"""Parts of exclusion constraints. Core ranges only: the embedded PostgreSQL carries no btree_gist."""

from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db.models import F, Func, Value


def same(field: str) -> "tuple[Func[Any], str]":
    """Both rows hold the same id. Not for nulls: a range of nulls is unbounded and meets everything."""
    one = Func(F(field), F(field), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    return one, RangeOperators.OVERLAPS


def at_once() -> "tuple[Func[Any], str]":
    """Both rows' times overlap. Half-open, so back to back isn't a conflict."""
    time = Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField())
    return time, RangeOperators.OVERLAPS
