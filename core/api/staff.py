"""`/api/staff/`: who works here, for choosing a trainer. Names and roles only."""

from typing import Any

from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from core.api.pictures import PictureField
from core.models import User


class StaffSerializer(serializers.ModelSerializer[User]):
    display_name = serializers.CharField(source="name", read_only=True)
    roles: serializers.SlugRelatedField[Any] = serializers.SlugRelatedField(
        source="groups", slug_field="name", many=True, read_only=True
    )

    picture = PictureField()

    class Meta:
        model = User
        fields = ["id", "display_name", "roles", "picture"]


class Staff(ReadOnlyModelViewSet[User]):
    model = User
    queryset = (
        User.objects.filter(is_staff=True, is_active=True)
        .select_related("picture")
        .prefetch_related("groups")
        .order_by("display_name", "id")
    )
    serializer_class = StaffSerializer
    lookup_value_converter = "int"
    filter_backends = []
