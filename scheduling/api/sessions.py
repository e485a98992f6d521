"""`/api/sessions/`: the timetable of some days, for everybody signed in; who may change sessions moves and cancels them."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_filters.filters import BooleanFilter, ChoiceFilter, DateFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.mixins import RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.edits import Versioned
from core.api.fields import IdField, InstantField, by_id
from core.api.serializers import StrictSerializer, TextField
from core.calendar import span_of, today
from core.models import User
from core.text import single_line
from scheduling import session_list, sessions
from scheduling.api.services import STAFF
from scheduling.models import Appointment, Room, Service, Session
from scheduling.models.room import MOST as MOST_SEATS

MOST_DAYS = 45


class OwnSerializer(serializers.Serializer[Any]):
    """What the asker has in it."""

    appointment = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Appointment.State.choices)


class SessionSerializer(serializers.Serializer[Any]):
    """`stands_in_for` is whom the trainer stands in for. `occurrence` is the day on which its timetable puts it."""

    id = serializers.IntegerField()
    service = serializers.IntegerField()
    service_name = serializers.CharField()
    colour = serializers.CharField()
    trainer = serializers.IntegerField()
    trainer_name = serializers.CharField()
    stands_in_for = serializers.IntegerField(allow_null=True)
    stands_in_for_name = serializers.CharField(allow_null=True)
    room = serializers.IntegerField(allow_null=True)
    room_name = serializers.CharField(allow_null=True)
    starts_at = InstantField()
    ends_at = InstantField()
    capacity = serializers.IntegerField()
    booked = serializers.IntegerField()
    waiting = serializers.IntegerField()
    seats_left = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Session.State.choices)
    cancel_reason = serializers.CharField()
    timetable = serializers.IntegerField(allow_null=True)
    occurrence = serializers.DateField(allow_null=True)
    touched = serializers.BooleanField()
    version = serializers.IntegerField()
    own = OwnSerializer(allow_null=True)


class SessionsSerializer(serializers.Serializer[Any]):
    """`more`: there are others in these days, beyond what one answer holds."""

    results = SessionSerializer(many=True)
    more = serializers.BooleanField()


class LeavingSerializer(serializers.Serializer[Any]):
    appointment = serializers.IntegerField(source="pk")
    customer = serializers.IntegerField(source="customer_id")
    customer_name = serializers.CharField(source="customer.full_name")


class SessionPreviewSerializer(serializers.Serializer[Any]):
    """What would come of a change, and who would lose their seat by it, who booked last first."""

    session = SessionSerializer()
    leaving = LeavingSerializer(many=True)


class SessionChangeSerializer(StrictSerializer):
    """`release`: those who can't stay, for want of seats or because they are elsewhere then, leave and are told."""

    trainer = IdField(queryset=STAFF, required=False)
    room = IdField(queryset=Room.objects.all(), allow_null=True, required=False)
    starts_at = InstantField(required=False)
    minutes = serializers.IntegerField(min_value=5, max_value=1440, required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=MOST_SEATS, required=False)
    release = serializers.BooleanField(required=False, default=False)


class SessionAddSerializer(SessionChangeSerializer):
    service = IdField(queryset=Service.objects.select_related("trainer", "room"))
    starts_at = InstantField()
    release = None  # type: ignore[assignment]  # nobody is in it yet


class SessionCancelSerializer(StrictSerializer):
    reason = TextField(max_length=200, required=False, allow_blank=True, default="", validators=[single_line])


class SessionFilters(FilterSet):
    trainer = by_id("trainer_id")
    room = by_id("room_id")
    service = by_id("service_id")
    timetable = by_id("timetable_id")
    state = ChoiceFilter(choices=Session.State.choices)
    locals()["from"] = DateFilter(method="in_the_days")  # a word of Python's
    to = DateFilter(method="in_the_days")
    own = BooleanFilter(method="of_the_asker")

    def in_the_days(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset  # the view looks at both at once

    def of_the_asker(self, queryset: Any, name: str, value: bool) -> Any:
        mine = Appointment.objects.filter(customer__user=self.request.user).exclude(state=Appointment.State.CANCELLED)
        booked = mine.exclude(session=None).values("session")
        return queryset.filter(pk__in=booked) if value else queryset.exclude(pk__in=booked)

    def filter_queryset(self, queryset: Any) -> Any:
        first = self.form.cleaned_data["from"] or today()
        last = self.form.cleaned_data["to"] or first + timedelta(days=6)
        if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
            raise ValidationError({"to": [f"From the first to the last day, at most {MOST_DAYS} days."]}, code="out_of_range")
        if not 1900 < first.year < 9000:
            raise ValidationError({"from": ["There is no timetable of that year."]}, code="out_of_range")
        start, end = span_of(first, last)
        in_the_days = queryset.filter(starts_at__gte=start, starts_at__lt=end)
        return super().filter_queryset(in_the_days)  # type: ignore[no-untyped-call]


class Sessions(Versioned[Session], RetrieveModelMixin, GenericViewSet[Session]):
    model = Session
    queryset = Session.objects.none()
    serializer_class = SessionSerializer
    filterset_class = SessionFilters
    pagination_class = None
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "head", "options"]
    search_fields: list[str] = []
    ordering_fields: list[str] = []
    ordering = ["starts_at", "id"]

    def get_queryset(self) -> QuerySet[Session]:
        return Session.objects.select_related(*session_list.NAMED)

    def filter_queryset(self, queryset: Any) -> Any:
        """Days bound the list; one session is there whatever its day."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def get_serializer(self, *args: Any, **options: Any) -> Any:
        """Sessions are shown with what takes queries of its own, so they become that first."""
        if args and isinstance(args[0], Session):
            args = (self._shown(args[0]), *args[1:])
        return super().get_serializer(*args, **options)

    @extend_schema(
        responses=SessionsSerializer,
        parameters=[
            OpenApiParameter("from", {"type": "string", "format": "date"}, description="The first day; today without it."),
            OpenApiParameter("to", {"type": "string", "format": "date"}, description="The last day, inclusive; six days later."),
        ],
    )
    def list(self, request: Request) -> Response:
        """The sessions of some days, at most 45, all at once: seats, counts, colours, names and what the asker has booked."""
        rows = session_list.shown(self.filter_queryset(self.get_queryset()), to=self._by)
        return Response({"results": rows[: session_list.MOST], "more": len(rows) > session_list.MOST})

    @extend_schema(request=SessionAddSerializer, responses={201: SessionSerializer})
    def create(self, request: Request) -> Response:
        """Plans one session, of no timetable. What isn't said is the service's."""
        session = sessions.add(by=self._by, **self._body(SessionAddSerializer))
        return Response(self._shown(session), status=201)

    @extend_schema(request=SessionChangeSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Moves it, or gives it another trainer, room or number of seats. Those booked move along and are told."""
        body = self._body(SessionChangeSerializer, partial=True)
        changed = sessions.change(session=self.get_object(), by=self._by, seen=self.seen, **body)
        return Response(self._shown(changed.session))

    @extend_schema(request=SessionChangeSerializer, responses={200: SessionPreviewSerializer})
    @action(detail=True, methods=["post"])
    def preview(self, request: Request, pk: int) -> Response:
        """What a change would come to, and who would have to leave. Nothing happens."""
        self._may_change()
        body = self._body(SessionChangeSerializer, partial=True) | {"release": True}
        with transaction.atomic():
            changed = sessions.change(session=self.get_object(), by=self._by, **body)
            answer = {"session": self._shown(changed.session), "leaving": LeavingSerializer(changed.left, many=True).data}
            transaction.set_rollback(True)
        return Response(answer)

    @extend_schema(request=SessionCancelSerializer, responses={200: SessionSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """Cancels it. Everybody booked and waiting is told once, and visits are given back."""
        self._may_change()
        session = sessions.cancel(session=self.get_object(), by=self._by, **self._body(SessionCancelSerializer))
        return Response(self._shown(session))

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _may_change(self) -> None:
        if not self.request.user.has_perm("scheduling.change_session"):
            self.permission_denied(self.request)

    def _shown(self, session: Session) -> dict[str, Any]:
        return session_list.facts([session], to=self._by)[0]

    def _body(self, serializer_class: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context(), **options)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
