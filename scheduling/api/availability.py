"""`/api/availability/`: when a trainer is free for a service. `/api/working-hours/` and `/api/time-off/`: what that goes by."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django_filters.filters import IsoDateTimeFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.edits import Versioned
from core.api.fields import BIGGEST_ID, IdField, InstantField, by_id
from core.api.permissions import StaffMayView
from core.api.serializers import StrictModelSerializer, StrictSerializer
from core.calendar import today
from core.models import User
from scheduling import availability, working_time
from scheduling.api.services import STAFF
from scheduling.models import Service, TimeOff, WorkingDay, WorkingHours

CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CLOSING = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"


class QuestionSerializer(StrictSerializer):
    """`from` and `to` are days, both inclusive: a week from today on without them, four weeks at most."""

    trainer = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)
    service = serializers.PrimaryKeyRelatedField(queryset=Service.objects.filter(kind=Service.Kind.ONE_TO_ONE))
    locals()["from"] = serializers.DateField(required=False)  # a word of Python's
    to = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        first: date = attrs.get("from") or today()
        last: date = attrs.get("to") or first + timedelta(days=6)
        if not timedelta(0) <= last - first < timedelta(days=availability.MOST_DAYS):
            message = f"From the first to the last day, at most {availability.MOST_DAYS} days."
            raise serializers.ValidationError({"to": [message]}, code="out_of_range")
        if abs(first - today()) > timedelta(days=3 * 366):
            raise serializers.ValidationError({"from": ["This is too far from today to be meant."]}, code="out_of_range")
        return {**attrs, "first": first, "last": last}


class SlotsSerializer(serializers.Serializer[Any]):
    day = serializers.DateField()
    slots = serializers.ListField(child=InstantField())


class AvailabilitySerializer(serializers.Serializer[Any]):
    """`slots` are the instants at which it could begin; days without any aren't there."""

    trainer = serializers.IntegerField()
    service = serializers.IntegerField()
    minutes = serializers.IntegerField()
    days = SlotsSerializer(many=True)


class Availability(GenericViewSet[Service]):
    model = Service
    queryset = Service.objects.none()
    serializer_class = AvailabilitySerializer
    pagination_class = None
    filter_backends: list[Any] = []
    http_method_names = ["get", "head", "options"]

    @extend_schema(parameters=[QuestionSerializer], responses=AvailabilitySerializer)
    def list(self, request: Request) -> Response:
        """The free times of a trainer for a one-to-one service. For members those that can be booked now."""
        question = QuestionSerializer(data=request.query_params.dict())
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        service, now = asked["service"], timezone.now()
        opens, closes = now, None
        if not request.user.is_staff:
            opens = now + timedelta(minutes=service.booking_closes_minutes)
            closes = now + timedelta(hours=service.booking_opens_hours) if service.booking_opens_hours else None
        free = availability.free_slots(
            service=service, trainer=asked["trainer"], first=asked["first"], last=asked["last"], opens=opens, closes=closes
        )
        days = [{"day": day, "slots": slots} for day, slots in free.items()] if service.active else []
        return Response({"trainer": asked["trainer"], "service": service.pk, "minutes": service.minutes, "days": days})


class SpanSerializer(StrictSerializer):
    """On the wall clock of the centre."""

    opens = serializers.RegexField(CLOCK)
    closes = serializers.RegexField(CLOSING)


class WeeklySpanSerializer(SpanSerializer):
    """`weekday` 0 is Monday."""

    weekday = serializers.IntegerField(min_value=0, max_value=6)


class WorkingDaySerializer(StrictSerializer):
    """A day that differs from the week: these spans instead, or none."""

    day = serializers.DateField()
    spans = SpanSerializer(many=True, max_length=10)  # type: ignore[call-arg]  # the list's


class WorkingHoursSerializer(StrictSerializer):
    """A trainer's week and the days from today on that differ from it. `version` 0: none were entered yet."""

    trainer = serializers.IntegerField(source="pk", read_only=True)
    trainer_name = serializers.CharField(source="name", read_only=True)
    weekly = WeeklySpanSerializer(many=True, max_length=70)  # type: ignore[call-arg]  # the list's
    days = WorkingDaySerializer(many=True, max_length=400)  # type: ignore[call-arg]
    version = serializers.IntegerField(read_only=True)

    def to_representation(self, trainer: User) -> dict[str, Any]:
        hours: WorkingHours | None = getattr(trainer, "working_hours", None)
        return {
            "trainer": trainer.pk,
            "trainer_name": trainer.name,
            "weekly": hours.weekly if hours else [],
            "days": [{"day": one.day, "spans": one.spans} for one in trainer.working_days.all()],
            "version": hours.version if hours else 0,
        }


class OwnHours(StaffMayView):
    """Staff read; a trainer sets their own, and who may change hours everybody's."""

    def has_object_permission(self, request: Request, view: Any, obj: Any) -> bool:
        trainer = obj.trainer_id if isinstance(obj, TimeOff) else obj.pk
        return request.method in ("GET", "HEAD", "OPTIONS") or _may_set(request, trainer)


def _may_set(request: Request, trainer: int | None) -> bool:
    return trainer == request.user.pk or request.user.has_perm("scheduling.change_workinghours")


class WorkingTimes(Versioned[User], RetrieveModelMixin, ListModelMixin, GenericViewSet[User]):
    model = WorkingHours
    queryset = User.objects.none()
    serializer_class = WorkingHoursSerializer
    permission_classes = [OwnHours]
    lookup_value_converter = "int"
    http_method_names = ["get", "put", "head", "options"]
    search_fields = ["display_name"]
    ordering_fields: list[str] = []
    ordering = ["display_name", "id"]

    def get_queryset(self) -> QuerySet[User]:
        days = Prefetch("working_days", WorkingDay.objects.filter(day__gte=today()))
        return STAFF.select_related("working_hours").prefetch_related(days)

    def update(self, request: Request, pk: int) -> Response:
        """Replaces the week and all days from today on that differ from it."""
        trainer = self.get_object()
        body = WorkingHoursSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        working_time.set_hours(trainer=trainer, by=request.user, seen=self.seen, **body.validated_data)  # type: ignore[arg-type]
        return Response(self.get_serializer(self.get_object()).data)


class TimeOffSerializer(StrictModelSerializer):
    trainer = IdField(queryset=STAFF)
    trainer_name = serializers.CharField(source="trainer.name", read_only=True)
    starts_at = InstantField()
    ends_at = InstantField()

    class Meta:
        model = TimeOff
        fields = ["id", "trainer", "trainer_name", "starts_at", "ends_at", "note", "version"]
        read_only_fields = ["version"]


class TimeOffChangeSerializer(TimeOffSerializer):
    """Whose it is stays."""

    trainer = IdField(read_only=True)


class HeldSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    service_name = serializers.CharField(source="service.name")
    starts_at = InstantField()
    ends_at = InstantField()


class EnteredSerializer(serializers.Serializer[Any]):
    """What was entered, and what the trainer holds in that time: somebody has to see to it."""

    time_off = TimeOffSerializer()
    sessions = HeldSerializer(many=True)
    appointments = HeldSerializer(many=True)


class TimeOffFilters(FilterSet):
    """`from` and `to`: those that meet that time."""

    trainer = by_id("trainer_id")
    locals()["from"] = IsoDateTimeFilter("ends_at", "gt")  # a word of Python's
    to = IsoDateTimeFilter("starts_at", "lt")


class TimesOff(
    Versioned[TimeOff],
    CreateModelMixin,
    RetrieveModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    GenericViewSet[TimeOff],
):
    model = TimeOff
    queryset = TimeOff.objects.none()
    serializer_class = TimeOffSerializer
    filterset_class = TimeOffFilters
    permission_classes = [OwnHours]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    ordering_fields = ["starts_at"]
    ordering = ["starts_at", "id"]

    def get_queryset(self) -> QuerySet[TimeOff]:
        return TimeOff.objects.select_related("trainer")

    @extend_schema(responses={201: EnteredSerializer})
    def create(self, request: Request) -> Response:
        """Enters time off. What the trainer holds then stays, and the answer names it."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if not _may_set(request, serializer.validated_data["trainer"].pk):
            self.permission_denied(request)
        time_off = working_time.enter_time_off(by=request.user, **serializer.validated_data)  # type: ignore[arg-type]
        return self._entered(time_off, status=201)

    @extend_schema(request=TimeOffChangeSerializer, responses={200: EnteredSerializer})
    def partial_update(self, request: Request, pk: int) -> Response:
        serializer = TimeOffChangeSerializer(
            self.get_object(), data=request.data, partial=True, context=self.get_serializer_context()
        )
        serializer.is_valid(raise_exception=True)
        assert serializer.instance
        changed = working_time.change_time_off(
            time_off=serializer.instance,
            by=request.user,  # type: ignore[arg-type]
            seen=self.seen,
            **serializer.validated_data,
        )
        return self._entered(changed)

    def _entered(self, time_off: TimeOff, status: int = 200) -> Response:
        sessions, appointments = working_time.affected(time_off)
        answer = {"time_off": time_off, "sessions": sessions, "appointments": appointments}
        data = EnteredSerializer(answer, context=self.get_serializer_context()).data
        return Response(data, status=status, headers={"ETag": f'"{time_off.version}"'})

    def perform_destroy(self, instance: TimeOff) -> None:
        working_time.withdraw_time_off(time_off=instance, by=self.request.user)  # type: ignore[arg-type]
