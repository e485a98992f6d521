"""`/api/tasks/`: what the staff have to do. Each sees their own and their role's, managers all."""

from typing import Any

from django.db.models import QuerySet
from django_filters.filters import ChoiceFilter, IsoDateTimeFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import member_choice
from core.api.edits import Versioned
from core.api.fields import IdField, InstantField, by_id
from core.api.member_list import ChoiceSerializer
from core.api.permissions import StaffWithModelPermissions
from core.api.serializers import StrictModelSerializer
from core.models import Customer, User
from scheduling import tasks
from scheduling.api.appointments import STAFF
from scheduling.models import Task


class TaskSerializer(StrictModelSerializer):
    """For one of the staff, `assignee`, or for whoever holds a `role`. `priority`: 1 low, 2 normal, 3 high."""

    assignee = IdField(queryset=STAFF, required=False, allow_null=True)
    assignee_name = serializers.CharField(source="assignee.name", read_only=True, allow_null=True, default=None)
    due_at = InstantField(required=False, allow_null=True)
    customer = IdField(queryset=Customer.objects.all(), required=False, allow_null=True)
    customer_name = serializers.CharField(source="customer.full_name", read_only=True, allow_null=True, default=None)
    created_by_name = serializers.CharField(source="created_by.name", read_only=True, allow_null=True, default=None)
    created_at = InstantField(read_only=True)

    class Meta:
        model = Task
        fields = [
            "id", "title", "description", "assignee", "assignee_name", "role", "due_at", "priority", "state", "customer",
            "customer_name", "created_by", "created_by_name", "created_at", "version",
        ]  # fmt: skip
        read_only_fields = ["state", "created_by", "version"]


class TasksForCustomersSerializer(ChoiceSerializer, TaskSerializer):
    """One for each: of `ids`, or of all that the `question` finds."""

    customer = None  # type: ignore[assignment]  # as DRF has it, a field of the base that isn't here

    class Meta(TaskSerializer.Meta):
        fields = ["ids", "question", "title", "description", "assignee", "role", "due_at", "priority"]
        read_only_fields: list[str] = []


class GivenSerializer(serializers.Serializer[Any]):
    """The ids of the tasks."""

    created = serializers.ListField(child=serializers.IntegerField())


class TaskFilters(FilterSet):
    """`from` and `to`: due at or after, and before."""

    state = ChoiceFilter(choices=Task.State.choices)
    assignee = by_id("assignee_id")
    role = ChoiceFilter(choices=Task.Role.choices)
    customer = by_id("customer_id")
    locals()["from"] = IsoDateTimeFilter("due_at", "gte")  # a word of Python's
    to = IsoDateTimeFilter("due_at", "lt")


class Tasks(Versioned[Task], CreateModelMixin, RetrieveModelMixin, ListModelMixin, GenericViewSet[Task]):
    model = Task
    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    permission_classes = [StaffWithModelPermissions]
    filterset_class = TaskFilters
    lookup_value_converter = "int"
    ordering_fields = ["due_at"]
    ordering = ["due_at", "-priority", "id"]

    def get_queryset(self) -> QuerySet[Task]:
        return Task.objects.visible_to(self._by).with_names()

    def perform_create(self, serializer: Any) -> None:
        serializer.instance = tasks.create(by=self._by, **serializer.validated_data)

    @extend_schema(request=TasksForCustomersSerializer, responses={201: GivenSerializer}, filters=False)
    @action(detail=False, methods=["post"], url_path="for-customers", pagination_class=None)
    def for_customers(self, request: Request) -> Response:
        """Gives one for each of many members, a thousand at most, or none at all."""
        wanted = TasksForCustomersSerializer(data=request.data, context=self.get_serializer_context())
        wanted.is_valid(raise_exception=True)
        fields = dict(wanted.validated_data)
        ids = fields.pop("ids", None)
        chosen = member_choice.chosen(ids=ids, asked=ChoiceSerializer.asked(fields), by=self._by, exactly=True)
        fields.pop("question", None)
        given = tasks.create_for(customers=chosen, by=self._by, **fields)
        return Response({"created": [task.pk for task in given]}, status=201)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
