"""`/api/reactions/`: who feels what about a post."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filterset import FilterSet
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import GenericViewSet

from core.api.fields import IdField, by_id
from core.api.serializers import StrictModelSerializer
from core.models import User
from core.refusals import Forbidden
from realtime.api.pages import NewestFirst
from social import reactions
from social.api.limits import ByWriter
from social.models import Post, Reaction


class ReactionSerializer(StrictModelSerializer):
    """Sent again it becomes another kind: each person has one."""

    post = IdField(queryset=Post.objects.all())
    user_name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Reaction
        fields = ["id", "post", "user", "user_name", "kind"]
        read_only_fields = ["user"]


class ReactionFilters(FilterSet):
    post = by_id("post_id")


class Reactions(CreateModelMixin, DestroyModelMixin, ListModelMixin, GenericViewSet[Reaction]):
    model = Reaction
    queryset = Reaction.objects.none()
    serializer_class = ReactionSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = NewestFirst
    throttle_classes = [ByWriter]
    filterset_class = ReactionFilters
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Reaction]:
        return Reaction.objects.visible_to(self._by).select_related("user", "post")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = reactions.react(by=self._by, **serializer.validated_data)

    def perform_destroy(self, instance: Reaction) -> None:
        if instance.user_id != self._by.pk:
            raise Forbidden("It is somebody else's.", code="permission_denied")
        reactions.take_back(reaction=instance, by=self._by)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
