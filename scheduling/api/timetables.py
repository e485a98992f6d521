"""`/api/timetables/` and `/api/closures/`: what recurs, for everybody signed in to read; managers change it.

Each change takes `"preview": true`: the answer says what would come of it, and nothing does.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django_filters.filters import BooleanFilter, DateFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ModelViewSet

from core.api.edits import Versioned
from core.api.fields import IdField, InstantField, by_id
from core.api.serializers import StrictModelSerializer, StrictSerializer, TextField
from core.calendar import today
from core.models import User
from core.text import single_line
from scheduling import closures, timetables
from scheduling.api.services import STAFF
from scheduling.models import Closure, Room, Service, Timetable, TimetableConflict
from scheduling.models.room import MOST as MOST_SEATS


class ConflictSerializer(serializers.ModelSerializer[TimetableConflict]):
    starts_at = InstantField()

    class Meta:
        model = TimetableConflict
        fields = ["occurrence", "starts_at", "field", "message"]
        read_only_fields = fields


class TimetableSerializer(StrictModelSerializer):
    """`conflicts` is how many sessions couldn't be made."""

    service_name = serializers.CharField(source="service.name", read_only=True)
    trainer_name = serializers.CharField(source="trainer.name", read_only=True)
    room_name = serializers.CharField(source="room.name", read_only=True, allow_null=True, default=None)
    conflicts = serializers.IntegerField(source="unmade", read_only=True)

    class Meta:
        model = Timetable
        fields = [
            "id", "service", "service_name", "trainer", "trainer_name", "room", "room_name", "starts_on", "ends_on", "at", "rule",
            "exceptions", "minutes", "capacity", "follows", "conflicts", "version",
        ]  # fmt: skip
        read_only_fields = fields


class CalledOffSerializer(serializers.Serializer[Any]):
    """A session that was cancelled, and how many were in it."""

    id = serializers.IntegerField()
    service_name = serializers.CharField(source="service.name")
    starts_at = InstantField()
    booked = serializers.IntegerField(source="taken")
    waiting = serializers.IntegerField()


class TimetableOutcomeSerializer(serializers.Serializer[Any]):
    """What came of a change: how many sessions were made, moved and taken back; those that were cancelled had people in them.
    `ended` is the timetable that another one follows, `booked` how many seats are taken in what was moved."""

    timetable = TimetableSerializer()
    ended = TimetableSerializer(allow_null=True)
    made = serializers.IntegerField()
    moved = serializers.IntegerField()
    booked = serializers.IntegerField()
    removed = serializers.IntegerField()
    cancelled = CalledOffSerializer(many=True)
    conflicts = ConflictSerializer(many=True)


def _days() -> serializers.ListField:
    return serializers.ListField(child=serializers.DateField(), max_length=200, required=False)


class TimetableChangeSerializer(StrictSerializer):
    trainer = IdField(queryset=STAFF, required=False)
    room = IdField(queryset=Room.objects.all(), allow_null=True, required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False, allow_null=True)
    at = serializers.TimeField(required=False)
    rule = TextField(max_length=200, required=False, validators=[single_line])
    exceptions = _days()
    minutes = serializers.IntegerField(min_value=5, max_value=1440, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, required=False)
    preview = serializers.BooleanField(required=False, default=False)


class TimetableAddSerializer(TimetableChangeSerializer):
    service = IdField(queryset=Service.objects.select_related("trainer", "room"))
    starts_on = serializers.DateField()
    at = serializers.TimeField()
    rule = TextField(max_length=200, validators=[single_line])


class TimetableFollowingSerializer(TimetableChangeSerializer):
    """From the session of the day `first` on. With `starts_on` it moves to that day, and those after it likewise."""

    first = serializers.DateField()


class TimetableEndSerializer(StrictSerializer):
    last_day = serializers.DateField()
    reason = TextField(max_length=200, required=False, allow_blank=True, default="", validators=[single_line])
    preview = serializers.BooleanField(required=False, default=False)


class TimetableFilters(FilterSet):
    service = by_id("service_id")
    trainer = by_id("trainer_id")
    room = by_id("room_id")
    running = BooleanFilter(method="still_running")

    def still_running(self, queryset: Any, name: str, value: bool) -> Any:
        over = {"ends_on__lt": today()}
        return queryset.exclude(**over) if value else queryset.filter(**over)


class Timetables(Versioned[Timetable], RetrieveModelMixin, ListModelMixin, GenericViewSet[Timetable]):
    model = Timetable
    queryset = Timetable.objects.none()
    serializer_class = TimetableSerializer
    filterset_class = TimetableFilters
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "head", "options"]
    ordering_fields = ["starts_on", "ends_on"]
    ordering = ["starts_on", "at", "id"]

    def get_queryset(self) -> QuerySet[Timetable]:
        return Timetable.objects.select_related("service", "trainer", "room").annotate(unmade=Count("conflicts"))

    @extend_schema(request=TimetableAddSerializer, responses={201: TimetableOutcomeSerializer})
    def create(self, request: Request) -> Response:
        """Adds a timetable and makes its sessions, some weeks ahead."""
        return self._act(TimetableAddSerializer, lambda **body: timetables.create(by=self._by, **body), status=201)

    @extend_schema(request=TimetableChangeSerializer, responses={200: TimetableOutcomeSerializer})
    def partial_update(self, request: Request, pk: int) -> Response:
        """Changes all of it that lies ahead."""
        held = self.get_object()
        return self._act(
            TimetableChangeSerializer,
            lambda **body: timetables.change(timetable=held, by=self._by, seen=self.seen, **body),
            partial=True,
        )

    @extend_schema(request=TimetableFollowingSerializer, responses={201: TimetableOutcomeSerializer})
    @action(detail=True, methods=["post"])
    def following(self, request: Request, pk: int) -> Response:
        """Changes the session of one day and those after it: this timetable ends, and the one in the answer begins."""
        held = self._held()
        return self._act(
            TimetableFollowingSerializer,
            lambda **body: timetables.change_following(timetable=held, by=self._by, seen=self.seen, **body),
            status=201,
        )

    @extend_schema(request=TimetableEndSerializer, responses={200: TimetableOutcomeSerializer})
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: int) -> Response:
        """Makes one day the last. Sessions after it are cancelled."""
        held = self._held()
        return self._act(
            TimetableEndSerializer, lambda **body: timetables.end(timetable=held, by=self._by, seen=self.seen, **body)
        )

    @extend_schema(responses={200: ConflictSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], filter_backends=[])
    def conflicts(self, request: Request, pk: int) -> Response:
        """The sessions that couldn't be made, and what stands against them."""
        found: Any = self.get_object().conflicts.order_by("starts_at", "id")
        page: Any = self.paginate_queryset(found)
        return self.get_paginated_response(ConflictSerializer(page, many=True).data)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _held(self) -> Timetable:
        if not self.request.user.has_perm("scheduling.change_timetable"):
            self.permission_denied(self.request)
        return self.get_object()

    def _act(
        self,
        serializer_class: type[serializers.Serializer[Any]],
        use_case: Callable[..., timetables.Outcome],
        status: int = 200,
        partial: bool = False,
    ) -> Response:
        """Does it, or for a preview does it and takes it back."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context(), partial=partial)
        serializer.is_valid(raise_exception=True)
        body = dict(serializer.validated_data)
        preview = body.pop("preview", False)
        with transaction.atomic():
            outcome = use_case(**body)
            ids = [one.pk for one in (outcome.timetable, outcome.ended) if one]
            read = self.get_queryset().in_bulk(ids)
            derived = outcome.derived
            answer = {
                "timetable": read[outcome.timetable.pk],
                "ended": read[outcome.ended.pk] if outcome.ended else None,
                "made": len(derived.made),
                "moved": len(derived.moved),
                "booked": sum(session.taken for session in derived.moved),
                "removed": derived.removed,
                "cancelled": derived.cancelled,
                "conflicts": derived.conflicts,
            }
            data = TimetableOutcomeSerializer(answer, context=self.get_serializer_context()).data
            transaction.set_rollback(preview)
        headers = {} if preview else {"ETag": f'"{outcome.timetable.version}"'}
        return Response(data, status=200 if preview else status, headers=headers)


class ClosureSerializer(StrictModelSerializer):
    class Meta:
        model = Closure
        fields = ["id", "name", "starts_on", "ends_on", "version"]
        read_only_fields = ["version"]
        validators: list[Any] = []  # the use case says that it is entered already


class ClosureAddSerializer(ClosureSerializer):
    preview = serializers.BooleanField(required=False, default=False)

    class Meta(ClosureSerializer.Meta):
        fields = ["name", "starts_on", "ends_on", "preview"]
        read_only_fields: list[str] = []


class MetSerializer(serializers.Serializer[Any]):
    """A one-to-one that somebody has to see to."""

    id = serializers.IntegerField()
    customer_name = serializers.CharField(source="customer.full_name")
    service_name = serializers.CharField(source="service.name")
    starts_at = InstantField()


class ClosureOutcomeSerializer(serializers.Serializer[Any]):
    """What came of it: the sessions that were cancelled, how many had nobody in them and were taken back, and the one-to-ones in
    it, two hundred at most, which stay."""

    closure = ClosureSerializer()
    cancelled = CalledOffSerializer(many=True)
    removed = serializers.IntegerField()
    appointments = MetSerializer(many=True)


class ClosureFilters(FilterSet):
    """Days are inclusive: closures that meet them."""

    locals()["from"] = DateFilter("ends_on", "gte")  # a word of Python's
    to = DateFilter("starts_on", "lte")


class Closures(Versioned[Closure], ModelViewSet[Closure]):
    model = Closure
    queryset = Closure.objects.all()
    serializer_class = ClosureSerializer
    filterset_class = ClosureFilters
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    ordering_fields = ["starts_on"]
    ordering = ["starts_on", "id"]

    @extend_schema(request=ClosureAddSerializer, responses={201: ClosureOutcomeSerializer})
    def create(self, request: Request) -> Response:
        """Enters it. The sessions in it are cancelled; one-to-ones stay, and the answer names them."""
        body = self._body(ClosureAddSerializer)
        preview = body.pop("preview")
        return self._act(lambda: closures.create(by=self._by, **body), preview=preview, status=201)

    @extend_schema(request=ClosureAddSerializer, responses={200: ClosureOutcomeSerializer})
    def partial_update(self, request: Request, pk: int) -> Response:
        """Other days: those that are closed now are as in a new one, those that are open again get their sessions."""
        body = self._body(ClosureAddSerializer, partial=True)
        preview, closure = body.pop("preview", False), self.get_object()
        return self._act(lambda: closures.change(closure=closure, by=self._by, seen=self.seen, **body), preview=preview)

    def perform_destroy(self, instance: Closure) -> None:
        closures.delete(closure=instance, by=self._by)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _body(self, serializer_class: type[ClosureAddSerializer], **options: Any) -> dict[str, Any]:
        body = serializer_class(data=self.request.data, context=self.get_serializer_context(), **options)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _act(self, use_case: Callable[[], closures.Outcome], *, preview: bool, status: int = 200) -> Response:
        """Does it, or for a preview does it and takes it back: both go by the same rule."""
        with transaction.atomic():
            outcome = use_case()
            data = ClosureOutcomeSerializer(outcome, context=self.get_serializer_context()).data
            transaction.set_rollback(preview)
        headers = {} if preview else {"ETag": f'"{outcome.closure.version}"'}
        return Response(data, status=200 if preview else status, headers=headers)
