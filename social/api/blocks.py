"""`/api/blocks/`: whom one has blocked."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin, ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import GenericViewSet

from core.api.fields import BIGGEST_ID, InstantField
from core.api.serializers import StrictModelSerializer
from core.models import User
from realtime.api.pages import NewestFirst
from realtime.models import Block
from social import blocks
from social.api.limits import ByWriter


class BlockSerializer(StrictModelSerializer):
    other = serializers.IntegerField(source="other_id", min_value=1, max_value=BIGGEST_ID)
    other_name = serializers.CharField(source="other.name", read_only=True)
    created_at = InstantField(read_only=True)

    class Meta:
        model = Block
        fields = ["id", "other", "other_name", "created_at"]


class Blocks(CreateModelMixin, DestroyModelMixin, ListModelMixin, GenericViewSet[Block]):
    queryset = Block.objects.none()
    serializer_class = BlockSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = NewestFirst
    throttle_classes = [ByWriter]
    filter_backends = []
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Block]:
        """One's own; who has blocked oneself nobody is told."""
        return Block.objects.filter(user=self._by).select_related("other")

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = blocks.block(other=serializer.validated_data["other_id"], by=self._by)

    def perform_destroy(self, instance: Block) -> None:
        blocks.unblock(block=instance, by=self._by)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
