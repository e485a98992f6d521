"""`/api/notifications/` and `/api/inbox/`: what oneself was told, and what one wants to be told. Nobody sees another's."""

from datetime import UTC
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.idempotency import Idempotent
from core.api.serializers import StrictSerializer
from core.models import User
from realtime.api.pages import BIGGEST_ID, NewestFirst
from realtime.models import Notification
from realtime.notification_kinds import CHANNELS
from realtime.notifications import choices, inbox


def who(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user


@extend_schema_field(
    {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "additionalProperties": True,
        "description": "`kind`, and the fields of that kind: as in the event `notification.created`.",
    }
)
class ContentField(serializers.Field[Any, Any, Any, Any]):
    def to_representation(self, value: Any) -> Any:
        return value


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    content = ContentField(read_only=True)
    created_at = serializers.DateTimeField(default_timezone=UTC, read_only=True)
    read_at = serializers.DateTimeField(default_timezone=UTC, read_only=True, allow_null=True)

    class Meta:
        model = Notification
        fields = ["id", "subject", "content", "created_at", "read_at"]
        read_only_fields = fields


class InboxSerializer(serializers.Serializer[Any]):
    unread = serializers.IntegerField()
    version = serializers.IntegerField()


class ReadSerializer(InboxSerializer):
    """`ids` are those that were unread until now."""

    ids = serializers.ListField(child=serializers.IntegerField())
    read_at = serializers.DateTimeField(allow_null=True)


class UpToSerializer(StrictSerializer):
    up_to = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, help_text="The id of the newest that is on the screen.")


class ChoiceSerializer(StrictSerializer):
    kind = serializers.CharField(read_only=True)
    channels = serializers.ListField(child=serializers.ChoiceField(choices=CHANNELS), max_length=len(CHANNELS))
    version = serializers.IntegerField(read_only=True)


class Notifications(ListModelMixin, GenericViewSet[Notification]):
    queryset = Notification.objects.none()
    serializer_class = NotificationSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = NewestFirst
    filter_backends = []
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Notification]:
        return Notification.objects.visible_to(who(self.request))

    @extend_schema(request=None, responses=ReadSerializer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: int) -> Response:
        told = inbox.mark_read(notification=self.get_object(), user=who(request))
        return Response(told.model_dump(mode="json"))


class Inbox(GenericAPIView[Notification]):
    serializer_class = InboxSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None
    filter_backends = []

    def get(self, request: Request) -> Response:
        return Response(inbox.state(who(request)).model_dump(mode="json"))


class InboxRead(Idempotent, GenericAPIView[Notification]):
    serializer_class = UpToSerializer
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={200: ReadSerializer})
    def post(self, request: Request) -> Response:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        told = inbox.mark_all_read(user=who(request), up_to=body.validated_data["up_to"])
        return Response(told.model_dump(mode="json"))


class NotificationChoices(GenericAPIView[Any]):
    """One for each kind that the person can be told of: as many as are declared."""

    serializer_class = ChoiceSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None
    filter_backends = []

    @extend_schema(responses=ChoiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(choices.choices(who(request)), many=True).data)


class NotificationChoice(GenericAPIView[Any]):
    serializer_class = ChoiceSerializer
    permission_classes = [IsAuthenticated]

    def patch(self, request: Request, kind: str) -> Response:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        chosen = choices.choose(user=who(request), kind=kind, channels=body.validated_data["channels"])
        return Response(self.get_serializer(chosen).data)
