"""`/api/plans/`: what the centre sells. Everybody signed in reads, members only what is on offer."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from core import plans
from core.api.serializers import StrictModelSerializer, TextField
from core.models import Plan
from core.text import single_line


class PlanSerializer(StrictModelSerializer):
    includes: serializers.ListField = serializers.ListField(
        child=TextField(max_length=120, validators=[single_line]), max_length=12, required=False
    )

    class Meta:
        model = Plan
        fields = [
            "id", "name", "price", "currency", "months", "days", "visits", "includes", "colour", "offered", "version",
        ]  # fmt: skip
        read_only_fields = ["version"]


class Plans(ModelViewSet[Plan]):
    model = Plan
    queryset = Plan.objects.none()
    serializer_class = PlanSerializer
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filterset_fields = ["offered"]
    search_fields = ["name"]
    ordering_fields = ["name", "price"]
    ordering = ["name", "id"]

    def get_queryset(self) -> QuerySet[Plan]:
        return Plan.objects.visible_to(self.request.user)  # type: ignore[arg-type]

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = plans.create(by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = plans.change(plan=serializer.instance, by=self.request.user, **serializer.validated_data)  # type: ignore[arg-type]

    def perform_destroy(self, instance: Plan) -> None:
        plans.delete(plan=instance, by=self.request.user)  # type: ignore[arg-type]
