"""`/api/customers/{id}/history/`: who changed what, the latest first. For staff."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from core import merging
from core.api.fields import InstantField
from core.api.pagination import Pages
from core.api.permissions import StaffMayView
from core.models import Customer, Event, User
from core.people_events import CustomerUpdated


class ActorSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)


class ChangeSerializer(serializers.Serializer[Any]):
    """Values as the record has them; a guardian by name. Of the staff's notes only that they changed: both are null."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class HistorySerializer(serializers.Serializer[Any]):
    """`actor` is null for what the system did by itself, and nameless when the login is gone."""

    id = serializers.IntegerField()
    type = serializers.CharField()
    time = InstantField()
    actor = ActorSerializer(allow_null=True)
    changes = ChangeSerializer(many=True)


def _shape(events: Sequence[Event]) -> list[dict[str, Any]]:
    actors = User.objects.in_bulk({event.actor for event in events if event.actor is not None})
    guardians = Customer.objects.in_bulk(
        {value for event in events for value in event.data.get("changes", {}).get("guardian", ()) if value is not None}
    )

    def change(field: str, values: Sequence[Any]) -> dict[str, Any]:
        if field == "guardian":
            values = [guardians[value].full_name if value in guardians else value and "…" for value in values]
        return {"field": field, "old": values[0], "new": values[1]}

    def actor(number: int) -> dict[str, Any]:
        return {"id": number, "name": actors[number].name if number in actors else ""}

    return [
        {
            "id": event.position,
            "type": event.type,
            "time": event.time,
            "actor": None if event.actor is None else actor(event.actor),
            "changes": [change(field, values) for field, values in sorted(event.data.get("changes", {}).items())],
        }
        for event in events
    ]


class CustomerHistory:
    """For the viewset of customers."""

    @extend_schema(responses=HistorySerializer(many=True), filters=False)
    @action(detail=True, url_path="history", permission_classes=[IsAuthenticated, StaffMayView], pagination_class=Pages)
    def history(self, request: Request, pk: int) -> Response:
        customer: Customer = self.get_object()  # type: ignore[attr-defined]
        # What changed is told by its details; the event for screens beside them says nothing more.
        subjects = [f"customer/{pk}" for pk in merging.ids(customer)]
        events = Event.objects.filter(subject__in=subjects).exclude(type=CustomerUpdated.type)
        page = self.paginate_queryset(events.order_by("-position"))  # type: ignore[attr-defined]
        return self.get_paginated_response(HistorySerializer(_shape(page), many=True).data)  # type: ignore[attr-defined,no-any-return]
