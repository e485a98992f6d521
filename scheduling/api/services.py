"""`/api/services/` and `/api/rooms/`: what can be booked, and where. Everybody signed in reads."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from core.api.edits import Versioned
from core.api.fields import IdField
from core.api.serializers import StrictModelSerializer
from core.models import Plan, User
from scheduling import rooms, services
from scheduling.models import Room, Service

STAFF = User.objects.filter(is_staff=True, is_active=True)


class RoomSerializer(StrictModelSerializer):
    class Meta:
        model = Room
        fields = ["id", "name", "capacity", "version"]
        read_only_fields = ["version"]


class Rooms(Versioned[Room], ModelViewSet[Room]):
    model = Room
    queryset = Room.objects.all()
    serializer_class = RoomSerializer
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    search_fields = ["name"]
    ordering_fields = ["name"]
    ordering = ["name", "id"]

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = rooms.create(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = rooms.change(
            room=serializer.instance,
            by=self.request.user,  # type: ignore[arg-type]
            seen=self.seen,
            **serializer.validated_data,
        )

    def perform_destroy(self, instance: Room) -> None:
        rooms.delete(room=instance, by=self.request.user)  # type: ignore[arg-type]


class ServiceSerializer(StrictModelSerializer):
    trainer = IdField(queryset=STAFF, allow_null=True, required=False)
    room = IdField(queryset=Room.objects.all(), allow_null=True, required=False)
    plans = IdField(queryset=Plan.objects.all(), many=True, required=False)

    class Meta:
        model = Service
        fields = [
            "id", "name", "kind", "minutes", "capacity", "trainer", "room", "colour", "plans", "booking_opens_hours",
            "booking_closes_minutes", "cancellation_hours", "late_cancellation", "no_show", "open_roster", "open_roster_minutes",
            "waitlist", "offer_minutes", "needs_membership", "active", "version",
        ]  # fmt: skip
        read_only_fields = ["version"]

    def validate_plans(self, plans: list[Plan]) -> list[Plan]:
        if len(plans) > 100:
            raise serializers.ValidationError("At most 100.", code="max_length")
        return plans


class Services(Versioned[Service], ModelViewSet[Service]):
    model = Service
    queryset = Service.objects.none()
    serializer_class = ServiceSerializer
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filterset_fields = ["kind", "active"]
    search_fields = ["name"]
    ordering_fields = ["name"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Service]:
        return Service.objects.prefetch_related("plans").select_related("trainer", "room")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = services.create(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = services.change(
            service=serializer.instance,
            by=self.request.user,  # type: ignore[arg-type]
            seen=self.seen,
            **serializer.validated_data,
        )

    def perform_destroy(self, instance: Service) -> None:
        services.delete(service=instance, by=self.request.user)  # type: ignore[arg-type]
