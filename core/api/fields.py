"""Fields and filters that take a type for what it is."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django_filters.filters import Filter
from rest_framework import serializers

from core import merging
from core.models import Customer

BIGGEST_ID = 2**63 - 1


class InstantField(serializers.DateTimeField):
    """An instant. Answered in UTC; taken with its offset only, because a bare wall time is a guess."""

    default_error_messages = {"naive": "Say the offset, as in 2026-11-25T10:00:00+01:00."}

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        return super().enforce_timezone(value)


class IdField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of something that the asking person may see: a number, not a text and not 1.5."""

    def get_queryset(self) -> Any:
        queryset: Any = super().get_queryset()
        return queryset.visible_to(self.context["request"].user) if hasattr(queryset, "visible_to") else queryset

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not int:
            self.fail("incorrect_type", data_type=type(data).__name__)
        return super().to_internal_value(data)


class CustomerField(IdField):
    """The id of a member. One whose record was merged leads to the record that was kept, as in the routes of a member."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": Customer.objects.all()} | options)

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            kept = merging.current(data) if type(data) is int else data
            if kept == data:
                raise
            return super().to_internal_value(kept)


def by_id(column: str) -> Filter:
    """Filters by the id of something else. Asks nothing about that thing, so it doesn't tell whether there is one."""
    found = Filter(column, min_value=1, max_value=BIGGEST_ID)
    found.field_class = forms.IntegerField  # type: ignore[assignment]  # the library has no types of its own
    return found
