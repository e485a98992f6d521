"""`/api/reminders/`: the log of what goes out, and when."""

from django.db.models import QuerySet
from django_filters.filters import ChoiceFilter, IsoDateTimeFilter
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from core.api.fields import InstantField, by_id
from core.api.serializers import StrictModelSerializer
from scheduling.models import Reminder


class ReminderSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    due_at = InstantField(read_only=True)
    outcome_at = InstantField(read_only=True, allow_null=True)

    class Meta:
        model = Reminder
        fields = [
            "id", "kind", "subject", "customer", "customer_name", "channel", "due_at", "state", "outcome_at", "detail",
            "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReminderFilters(FilterSet):
    """`from` and `to`: due at or after, and before."""

    state = ChoiceFilter(choices=Reminder.State.choices)
    kind = ChoiceFilter(choices=Reminder.Kind.choices)
    customer = by_id("customer_id")
    locals()["from"] = IsoDateTimeFilter("due_at", "gte")  # a word of Python's
    to = IsoDateTimeFilter("due_at", "lt")


class Reminders(ReadOnlyModelViewSet[Reminder]):
    model = Reminder
    queryset = Reminder.objects.none()
    serializer_class = ReminderSerializer
    filterset_class = ReminderFilters
    lookup_value_converter = "int"
    search_fields = ["customer__first_name", "customer__last_name"]
    ordering_fields = ["due_at"]
    ordering = ["-due_at", "-id"]

    def get_queryset(self) -> QuerySet[Reminder]:
        return Reminder.objects.visible_to(self.request.user).with_names()  # type: ignore[arg-type]
