"""`/api/appointments/`: staff see and book all; a member reads their own, without the staff's notes."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filters import ChoiceFilter, IsoDateTimeFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.edits import Versioned
from core.api.fields import IdField, InstantField, by_id
from core.api.serializers import StrictModelSerializer
from core.models import Customer, User
from scheduling import bookings
from scheduling.models import Appointment, Service

STAFF = User.objects.filter(is_staff=True, is_active=True)


class AppointmentSerializer(StrictModelSerializer):
    customer = IdField(queryset=Customer.objects.all())
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    service = IdField(queryset=Service.objects.all())
    service_name = serializers.CharField(source="service.name", read_only=True)
    trainer = IdField(queryset=STAFF, allow_null=True)
    trainer_name = serializers.CharField(source="trainer.name", read_only=True, allow_null=True)
    starts_at = InstantField()
    ends_at = InstantField(read_only=True)
    not_for_all = ("notes",)

    class Meta:
        model = Appointment
        fields = [
            "id", "customer", "customer_name", "service", "service_name", "trainer", "trainer_name", "starts_at",
            "ends_at", "state", "notes", "version",
        ]  # fmt: skip
        read_only_fields = ["state", "version"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        described = getattr(self.context.get("view"), "swagger_fake_view", False)
        if not described and not self.context["request"].user.has_perm("core.view_staff_notes"):
            fields.pop("notes")
        return fields


class AppointmentChangeSerializer(AppointmentSerializer):
    """Who it is for and what stays: with these changed it would be another appointment."""

    customer = IdField(read_only=True)
    service = IdField(read_only=True)


class AppointmentFilters(FilterSet):
    """`from` and `to`: starts at or after, and before."""

    customer = by_id("customer_id")
    trainer = by_id("trainer_id")
    state = ChoiceFilter(choices=Appointment.State.choices)
    locals()["from"] = IsoDateTimeFilter("starts_at", "gte")  # a word of Python's
    to = IsoDateTimeFilter("starts_at", "lt")


class Appointments(
    Versioned[Appointment],
    CreateModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
    ListModelMixin,
    GenericViewSet[Appointment],
):
    model = Appointment
    queryset = Appointment.objects.none()
    filterset_class = AppointmentFilters
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "head", "options"]
    search_fields = ["customer__first_name", "customer__last_name"]
    ordering_fields = ["starts_at"]
    ordering = ["starts_at", "id"]

    def get_queryset(self) -> QuerySet[Appointment]:
        return Appointment.objects.visible_to(self.request.user).with_names()  # type: ignore[arg-type]

    def get_serializer_class(self) -> type[AppointmentSerializer]:
        return AppointmentChangeSerializer if self.action == "partial_update" else AppointmentSerializer

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = bookings.book(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = bookings.change(
            appointment=serializer.instance,
            by=self.request.user,  # type: ignore[arg-type]
            seen=self.seen,
            **serializer.validated_data,
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        if not request.user.has_perm("scheduling.change_appointment"):
            self.permission_denied(request)
        appointment = bookings.cancel(appointment=self.get_object(), by=request.user)  # type: ignore[arg-type]
        return Response(self.get_serializer(appointment).data)
