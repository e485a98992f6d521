"""`/api/tasks/`: what the staff have to do. Each sees their own, their role's and what they gave; managers all."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django_filters.filters import BooleanFilter, ChoiceFilter, IsoDateTimeFilter, MultipleChoiceFilter
from django_filters.filterset import FilterSet
from django_filters.rest_framework.backends import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin, UpdateModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core import member_choice
from core.api.edits import Versioned
from core.api.fields import by_id
from core.api.member_list import ChoiceSerializer
from core.api.pagination import Pages
from core.api.permissions import May, StaffWithModelPermissions
from core.models import User
from realtime.api.pages import NewestFirst
from scheduling import task_comments, tasks
from scheduling.api import task_history
from scheduling.api.task_bodies import (
    CommentSerializer,
    GivenSerializer,
    ManyDoneSerializer,
    ManySerializer,
    ReopenSerializer,
    SayingSerializer,
    TaskHistorySerializer,
    TaskRowSerializer,
    TaskSerializer,
    TasksForCustomersSerializer,
    TickSerializer,
)
from scheduling.api.task_pages import TaskPages
from scheduling.models import Task, TaskComment
from scheduling.models.task import DUE


class TaskFilters(FilterSet):
    """`from` and `to`: due at or after, and before. `mine`: given to oneself. `to_do`: neither done nor cancelled. `overdue`: to
    be done still, and the time is over. Of `state` several may be asked for.
    """

    mine = BooleanFilter(method="only_mine")
    to_do = BooleanFilter(method="only_to_do")
    overdue = BooleanFilter(method="only_overdue")
    state = MultipleChoiceFilter(choices=Task.State.choices, distinct=False)
    assignee = by_id("assignee_id")
    role = ChoiceFilter(choices=Task.Role.choices)
    priority = ChoiceFilter(choices=Task.Priority.choices)
    customer = by_id("customer_id")
    appointment = by_id("appointment_id")
    locals()["from"] = IsoDateTimeFilter(method="due_from")  # a word of Python's
    to = IsoDateTimeFilter(method="due_to")

    def only_mine(self, queryset: Any, name: str, wanted: bool) -> Any:
        return queryset.filter(assignee=self.request.user) if wanted else queryset

    def only_to_do(self, queryset: Any, name: str, wanted: bool) -> Any:
        return queryset.to_do() if wanted else queryset.exclude(state__in=Task.TO_DO)

    def only_overdue(self, queryset: Any, name: str, wanted: bool) -> Any:
        return queryset.to_do().alias(due=DUE).filter(due__lt=Now()) if wanted else queryset

    def due_from(self, queryset: Any, name: str, instant: Any) -> Any:
        return queryset.alias(due=DUE).filter(due__gte=instant, due_at__isnull=False)

    def due_to(self, queryset: Any, name: str, instant: Any) -> Any:
        return queryset.alias(due=DUE).filter(due__lt=instant)


class Tasks(Versioned[Task], CreateModelMixin, RetrieveModelMixin, UpdateModelMixin, ListModelMixin, GenericViewSet[Task]):
    model = Task
    queryset = Task.objects.none()
    serializer_class = TaskSerializer
    permission_classes = [StaffWithModelPermissions]
    filter_backends = [DjangoFilterBackend]
    filterset_class = TaskFilters
    pagination_class = TaskPages
    lookup_value_converter = "int"
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Task]:
        found = Task.objects.visible_to(self._by).with_names()
        return found.defer("description") if self.action == "list" else found

    def get_serializer_class(self) -> Any:
        return TaskRowSerializer if self.action == "list" else TaskSerializer

    def get_permissions(self) -> list[BasePermission]:
        """To give some is one permission; to do something with those that are there is another."""
        adds = self.action in ("create", "for_customers") or self.request.method in ("GET", "HEAD", "OPTIONS")
        return [StaffWithModelPermissions()] if adds else [May("scheduling.change_task")()]

    def perform_create(self, serializer: Any) -> None:
        made = tasks.create(by=self._by, **serializer.validated_data)
        serializer.instance = Task.objects.with_names().get(pk=made.pk)

    def perform_update(self, serializer: Any) -> None:
        serializer.instance = tasks.change(task=serializer.instance, by=self._by, seen=self.seen, **serializer.validated_data)

    @extend_schema(request=None, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def take(self, request: Request, pk: int) -> Response:
        """Begins it; one of a role is one's own then. 409 `taken` says who has it."""
        return self._act(tasks.take)

    @extend_schema(request=None, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def release(self, request: Request, pk: int) -> Response:
        """Puts it back."""
        return self._act(tasks.release)

    @extend_schema(request=None, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: int) -> Response:
        """It is done."""
        return self._act(tasks.done)

    @extend_schema(request=ReopenSerializer, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: int) -> Response:
        """It is to be done still."""
        return self._act(tasks.reopen, **self._body(ReopenSerializer))

    @extend_schema(request=None, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:
        """It isn't to be done any more."""
        return self._act(tasks.cancel)

    @extend_schema(request=TickSerializer, responses={200: TaskSerializer})
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: int) -> Response:
        """Ticks one thing of the checklist, or unticks it."""
        return self._act(tasks.check, **self._body(TickSerializer))

    @extend_schema(request=ManySerializer, responses={200: ManyDoneSerializer}, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def many(self, request: Request) -> Response:
        """One action on many, on all or on none."""
        changed = tasks.do_to_many(by=self._by, **self._body(ManySerializer))
        return Response({"results": TaskRowSerializer(changed, many=True, context=self.get_serializer_context()).data})

    @extend_schema(request=SayingSerializer, responses={200: CommentSerializer(many=True), 201: CommentSerializer}, filters=False)
    @action(detail=True, methods=["get", "post"], pagination_class=NewestFirst)
    def comments(self, request: Request, pk: int) -> Response:
        """What was said about it, the latest first; POST says something."""
        task = self.get_object()
        if request.method == "POST":
            said = task_comments.comment(task=task, by=self._by, **self._body(SayingSerializer))
            return Response(CommentSerializer(said).data, status=201)
        said_so_far: Any = TaskComment.objects.filter(task=task).select_related("author")
        page: Any = self.paginate_queryset(said_so_far)
        return self.get_paginated_response(CommentSerializer(page, many=True).data)

    @extend_schema(responses=TaskHistorySerializer(many=True), filters=False)
    @action(detail=True, pagination_class=Pages)
    def history(self, request: Request, pk: int) -> Response:
        """Who changed what, the latest first."""
        page: Any = self.paginate_queryset(task_history.events(self.get_object().subject))
        return self.get_paginated_response(TaskHistorySerializer(task_history.shape(page), many=True).data)

    @extend_schema(request=TasksForCustomersSerializer, responses={201: GivenSerializer}, filters=False)
    @action(detail=False, methods=["post"], url_path="for-customers", pagination_class=None)
    def for_customers(self, request: Request) -> Response:
        """Gives one for each of many members, a thousand at most, or none at all."""
        fields = self._body(TasksForCustomersSerializer)
        ids = fields.pop("ids", None)
        chosen = member_choice.chosen(ids=ids, asked=ChoiceSerializer.asked(fields), by=self._by, exactly=True)
        fields.pop("question", None)
        given = tasks.create_for(customers=chosen, by=self._by, **fields)
        return Response({"created": [task.pk for task in given]}, status=201)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def _body(self, serializer_class: Any) -> dict[str, Any]:
        body = serializer_class(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _act(self, use_case: Callable[..., Task], **body: Any) -> Response:
        changed = use_case(task=self.get_object(), by=self._by, **body)
        return Response(self.get_serializer(changed).data)
