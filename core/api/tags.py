"""`/api/tags/`: what staff mark members with. Not for members."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.viewsets import ModelViewSet

from core import tagging
from core.api.permissions import StaffWithModelPermissions
from core.api.serializers import StrictModelSerializer
from core.models import Tag


class TagSerializer(StrictModelSerializer):
    class Meta:
        model = Tag
        fields = ["id", "name", "colour"]


class Tags(ModelViewSet[Tag]):
    model = Tag
    queryset = Tag.objects.none()
    serializer_class = TagSerializer
    permission_classes = [StaffWithModelPermissions]
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    search_fields = ["name"]
    ordering = ["name", "id"]
    ordering_fields: list[str] = []

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.all()

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = tagging.create(**serializer.validated_data)

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = tagging.change(tag=serializer.instance, **serializer.validated_data)
