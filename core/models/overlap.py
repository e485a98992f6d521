"""Parts of exclusion constraints. Core ranges only: the embedded PostgreSQL carries no btree_gist."""

from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db.models import F, Func, Value


def same(field: str) -> "tuple[Func[Any], str]":
    """Both rows hold the same id. Not for nulls: a range of nulls is unbounded and meets everything."""
    one = Func(F(field), F(field), Value("[]"), function="int8range", output_field=BigIntegerRangeField())
    return one, RangeOperators.OVERLAPS


def days_overlap() -> "tuple[Func[Any], str]":
    """Both rows' days overlap. The last day is inside; without one the days never end."""
    days = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())
    return days, RangeOperators.OVERLAPS
