"""What the routes of posts and comments have in common."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.edits import Versioned
from core.api.fields import InstantField
from core.api.serializers import StrictModelSerializer
from core.models import User
from realtime.api.pages import NewestFirst
from social import writings
from social.api.limits import ByWriter
from social.models import Comment, Post


class WritingSerializer(StrictModelSerializer):
    """`client_id` is the sender's own: by it their screen knows what it shows already, and the same isn't said twice."""

    author_name = serializers.CharField(source="author.name", read_only=True)
    created_at = InstantField(read_only=True)
    edited_at = InstantField(read_only=True, allow_null=True)
    hidden_at = InstantField(read_only=True, allow_null=True)
    client_id = serializers.UUIDField(required=False, allow_null=True)

    class Meta:
        fields: ClassVar[list[str]] = [
            "id", "author", "author_name", "text", "created_at", "edited_at", "hidden_at", "client_id", "version",
        ]  # fmt: skip
        read_only_fields: ClassVar[list[str]] = ["author", "version"]


class RevisionSerializer(serializers.Serializer[Any]):
    """What stood there, and until when."""

    text = serializers.CharField()
    until = InstantField()


class Moderates(BasePermission):
    """Staff who may change what others wrote: the routes that hide it, and show it again."""

    def has_permission(self, request: Request, view: Any) -> bool:
        meta = view.model._meta
        return bool(request.user.is_staff and request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"))


class Writings(
    Versioned[Any],
    CreateModelMixin,
    RetrieveModelMixin,
    UpdateModelMixin,
    DestroyModelMixin,
    ListModelMixin,
    GenericViewSet[Any],
):
    """Everybody signed in reads and writes; each changes and deletes their own."""

    model: type[Post] | type[Comment]
    permission_classes = [IsAuthenticated]
    pagination_class = NewestFirst
    throttle_classes = [ByWriter]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def perform_update(self, serializer: Any) -> None:
        edited = writings.edit(
            writing=serializer.instance,
            by=self._by,
            seen=self.seen,
            text=serializer.validated_data.get("text", serializer.instance.text),
        )
        serializer.instance = self._as_seen(edited)

    def perform_destroy(self, instance: Any) -> None:
        writings.delete(writing=instance, by=self._by)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: int) -> Response:
        """Takes one's own deletion back, for ten minutes."""
        found = self.model._default_manager.filter(pk=pk, author=self._by).first()
        if found is None:
            self.get_object()  # another's, or none
            self.permission_denied(request)
        return self._said(writings.restore(writing=found, by=self._by))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated, Moderates])
    def hide(self, request: Request, pk: int) -> Response:
        """Takes it off everybody's screen but those who moderate."""
        return self._said(writings.hide(writing=self.get_object(), by=self._by))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated, Moderates])
    def show(self, request: Request, pk: int) -> Response:
        """Shows it again."""
        return self._said(writings.show(writing=self.get_object(), by=self._by))

    @extend_schema(responses=RevisionSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, pk: int) -> Response:
        """What it said before it was edited, the last first: the last fifty."""
        revisions = self.get_object().revisions.order_by("-id")[:50]
        return Response(RevisionSerializer(revisions, many=True).data)

    def _said(self, writing: Any) -> Response:
        return Response(self.get_serializer(self._as_seen(writing)).data)

    def _as_seen(self, writing: Any) -> Any:
        """With what the outer shape names. One's own that is hidden one doesn't see either: then as it is."""
        return self.get_queryset().filter(pk=writing.pk).first() or writing

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
