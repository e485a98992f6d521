"""`/api/appointments/`: staff see and book all; a member reads, books, cancels, confirms and takes what is their own, without the
staff's notes.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django_filters.filters import BooleanFilter, DateFilter, IsoDateTimeFilter, MultipleChoiceFilter
from django_filters.filterset import FilterSet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.edits import Versioned
from core.api.fields import InstantField, by_id
from core.api.permissions import SignedInWithModelPermissions
from core.api.serializers import StrictModelSerializer, StrictSerializer
from core.calendar import span_of
from core.models import User
from core.refusals import Refused
from scheduling import attendance, bookings, icalendar_files, waitlist
from scheduling.api.booking_bodies import (
    BookingCancelManySerializer,
    BookingCancelSerializer,
    BookingChangeSerializer,
    BookingSerializer,
)
from scheduling.models import Appointment


class AppointmentSerializer(StrictModelSerializer):
    """`position` is that on the list, from 1, while no seat is offered."""

    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    service_name = serializers.CharField(source="service.name", read_only=True)
    trainer_name = serializers.CharField(source="trainer.name", read_only=True, allow_null=True)
    room_name = serializers.CharField(source="room.name", read_only=True, allow_null=True)
    starts_at = InstantField(read_only=True)
    ends_at = InstantField(read_only=True)
    cancel_by = InstantField(read_only=True)
    offered_until = InstantField(read_only=True, allow_null=True)
    cancelled_by = serializers.CharField(read_only=True)
    position = serializers.IntegerField(read_only=True, allow_null=True)
    not_for_all = ("notes", "anyway_reason")

    class Meta:
        model = Appointment
        fields = [
            "id", "customer", "customer_name", "service", "service_name", "trainer", "trainer_name", "session", "room",
            "room_name", "starts_at", "ends_at", "state", "membership", "took_visit", "anyway", "anyway_reason", "cancel_by",
            "cancelled_by", "late", "offered_until", "passed_over", "position", "notes", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        described = getattr(self.context.get("view"), "swagger_fake_view", False)
        user = self.context["request"].user
        if not described and not (user.is_staff and user.has_perm("core.view_staff_notes")):
            for name in self.not_for_all:
                fields.pop(name)
        return fields


class AppointmentFilters(FilterSet):
    """`day` is a date at the centre; `from` and `to`: starts at or after, and before. Of `state` several may be asked for.

    `one_to_one`: what is of no class. `inside_freezes`: what is booked for a time at which the membership it goes by rests;
    `without_access`: for a day on which no membership of the member's gives access to it any more: it was cancelled, or rests.
    """

    customer = by_id("customer_id")
    trainer = by_id("trainer_id")
    session = by_id("session_id")
    state = MultipleChoiceFilter(choices=Appointment.State.choices)
    day = DateFilter(method="on_day")
    one_to_one = BooleanFilter("session", "isnull")
    inside_freezes = BooleanFilter(method="only_inside_freezes")
    without_access = BooleanFilter(method="only_without_access")
    locals()["from"] = IsoDateTimeFilter("starts_at", "gte")  # a word of Python's
    to = IsoDateTimeFilter("starts_at", "lt")

    def on_day(self, queryset: Any, name: str, day: Any) -> Any:
        start, end = span_of(day, day)
        return queryset.filter(starts_at__gte=start, starts_at__lt=end)

    def only_inside_freezes(self, queryset: Any, name: str, wanted: bool) -> Any:
        return queryset.inside_freezes() if wanted else queryset

    def only_without_access(self, queryset: Any, name: str, wanted: bool) -> Any:
        return queryset.without_access() if wanted else queryset


class BookOwnOrMay(SignedInWithModelPermissions):
    """Staff by their permissions; a member may book, and the actions ask whose it is."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method == "POST" and not request.user.is_staff:
            return IsAuthenticated.has_permission(self, request, view)
        return super().has_permission(request, view)


class Appointments(Versioned[Appointment], RetrieveModelMixin, ListModelMixin, GenericViewSet[Appointment]):
    model = Appointment
    queryset = Appointment.objects.none()
    serializer_class = AppointmentSerializer
    filterset_class = AppointmentFilters
    permission_classes = [BookOwnOrMay]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "head", "options"]
    search_fields = ["customer__first_name", "customer__last_name"]
    ordering_fields = ["starts_at"]
    ordering = ["starts_at", "id"]

    def get_queryset(self) -> QuerySet[Appointment]:
        return Appointment.objects.visible_to(self._by).with_names().with_position()

    @extend_schema(request=BookingSerializer, responses={201: AppointmentSerializer})
    def create(self, request: Request) -> Response:
        """Books a one-to-one or a seat in a class, or, with `waitlist`, a place on the list of one that is full."""
        body = self._body(BookingSerializer)
        waits, session = body.pop("waitlist", False), body.get("session")
        if session and waits:
            made = waitlist.join(session=session, customer=body["customer"], by=self._by)
        elif session:
            made = bookings.book_seat(by=self._by, **body)
        else:
            made = bookings.book(by=self._by, **body)
        vars(made)["position"] = waitlist.position(made)
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=BookingChangeSerializer, responses={200: AppointmentSerializer})
    def partial_update(self, request: Request, pk: int) -> Response:
        """Another trainer, another time, other notes."""
        body = self._body(BookingChangeSerializer)
        return self._act(bookings.change, self.get_object(), seen=self.seen, **body)

    @extend_schema(request=BookingCancelSerializer, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """Cancels it; of who waits, takes them off the list, which is also how an offered seat is declined."""
        return self._act(bookings.cancel, self._own(), **self._body(BookingCancelSerializer))

    @extend_schema(request=BookingCancelManySerializer, responses={200: AppointmentSerializer(many=True)})
    @action(detail=False, methods=["post"], url_path="cancel-many", filter_backends=[], pagination_class=None)
    def cancel_many(self, request: Request) -> Response:
        """Cancels all of these, or none."""
        self._staff_only()
        body = self._body(BookingCancelManySerializer)
        cancelled = bookings.cancel_all(by=self._by, **body)
        found = self.get_queryset().filter(pk__in=[one.pk for one in cancelled]).order_by("starts_at", "id")
        return Response(self.get_serializer(found, many=True).data)

    @extend_schema(request=None, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> Response:
        """The member says that they come."""
        return self._act(bookings.confirm, self._own())

    @extend_schema(request=None, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """Takes the seat that is offered."""
        appointment = self._own()
        if appointment.session_id is None:
            raise Refused("No seat is offered.", code="not_offered")
        return self._act(waitlist.accept, appointment)

    @extend_schema(request=None, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"])
    def attended(self, request: Request, pk: int) -> Response:
        """They came."""
        return self._mark(attendance.mark_attended)

    @extend_schema(request=None, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"], url_path="no-show")
    def no_show(self, request: Request, pk: int) -> Response:
        """They didn't come."""
        return self._mark(attendance.mark_missed)

    @extend_schema(request=None, responses={200: AppointmentSerializer})
    @action(detail=True, methods=["post"])
    def unmark(self, request: Request, pk: int) -> Response:
        """As if neither had been said."""
        return self._mark(attendance.unmark)

    @extend_schema(responses={(200, "text/calendar"): OpenApiTypes.STR})
    @action(detail=True, methods=["get"])
    def calendar(self, request: Request, pk: int) -> HttpResponse:
        """For a calendar program: what it is, or that it is cancelled."""
        answer = HttpResponse(icalendar_files.of_appointment(self.get_object()), content_type=icalendar_files.CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="appointment-{pk}.ics"'
        return answer

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _own(self) -> Appointment:
        """The appointment, for its member and for staff who may change it."""
        appointment = self.get_object()
        if appointment.customer.user_id != self._by.pk:
            self._staff_only()
        return appointment

    def _staff_only(self) -> None:
        if not (self._by.is_staff and self._by.has_perm("scheduling.change_appointment")):
            self.permission_denied(self.request)

    def _mark(self, use_case: Callable[..., Appointment]) -> Response:
        self._staff_only()
        return self._act(use_case, self.get_object())

    def _body(self, serializer_class: type[StrictSerializer]) -> dict[str, Any]:
        body = serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _act(self, use_case: Callable[..., Appointment], appointment: Appointment, **body: Any) -> Response:
        return self._answer(use_case(appointment=appointment, by=self._by, **body))

    def _answer(self, appointment: Appointment, status: int = 200) -> Response:
        """Read anew, with what the asker may see of it."""
        found = self.get_queryset().get(pk=appointment.pk)
        return Response(self.get_serializer(found).data, status=status)
