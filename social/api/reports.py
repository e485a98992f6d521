"""`/api/reports/`: what people said is wrong, for those who moderate."""

from typing import Any

from django.db.models import QuerySet
from django_filters import BooleanFilter
from django_filters.filterset import FilterSet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.fields import IdField, InstantField
from core.api.serializers import StrictModelSerializer, StrictSerializer, TextField
from core.models import User
from core.text import paragraphs
from realtime.api.pages import NewestFirst
from social import reports
from social.api.limits import ByWriter
from social.models import Comment, Post, Report


class ReportSerializer(StrictModelSerializer):
    """`said` stood there when it was reported, `text` stands there now: null when its author has deleted it."""

    post = IdField(queryset=Post.objects.all(), required=False, allow_null=True)
    comment = IdField(queryset=Comment.objects.all(), required=False, allow_null=True)
    author = serializers.IntegerField(source="writing.author_id", read_only=True)
    author_name = serializers.CharField(source="writing.author.name", read_only=True)
    text = serializers.SerializerMethodField()
    hidden_at = InstantField(source="writing.hidden_at", read_only=True, allow_null=True)
    reported_by_name = serializers.CharField(source="reported_by.name", read_only=True, default=None, allow_null=True)
    created_at = InstantField(read_only=True)
    decision = serializers.SerializerMethodField()
    decided_at = InstantField(read_only=True, allow_null=True)
    decided_by_name = serializers.CharField(source="decided_by.name", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Report
        fields = [
            "id", "post", "comment", "author", "author_name", "said", "text", "hidden_at", "reason", "note", "reported_by_name",
            "created_at", "decision", "decided_at", "decided_by_name", "explanation",
        ]  # fmt: skip
        read_only_fields = ["said", "explanation"]

    def get_text(self, report: Report) -> str | None:
        return None if report.writing.deleted_at else report.writing.text

    @extend_schema_field(serializers.ChoiceField(choices=Report.Decision.choices, allow_null=True))
    def get_decision(self, report: Report) -> str | None:
        return report.decision or None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs.get("post") is None) == (attrs.get("comment") is None):
            raise serializers.ValidationError({"post": ["Either a post or a comment."]}, code="one_of_both")
        return attrs


class MadeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()


class DecisionSerializer(StrictSerializer):
    decision = serializers.ChoiceField(choices=Report.Decision.choices)
    explanation = TextField(required=False, allow_blank=True, default="", max_length=500, validators=[paragraphs])


class ReportFilters(FilterSet):
    open = BooleanFilter(field_name="decided_at", lookup_expr="isnull")


class MayModerate(BasePermission):
    """Anybody reports; who may change what others wrote reads the queue."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return view.action == "create" or bool(request.user.is_staff and request.user.has_perm("social.change_post"))


class Reports(CreateModelMixin, RetrieveModelMixin, ListModelMixin, GenericViewSet[Report]):
    queryset = Report.objects.none()
    serializer_class = ReportSerializer
    permission_classes = [IsAuthenticated, MayModerate]
    pagination_class = NewestFirst
    throttle_classes = [ByWriter]
    filterset_class = ReportFilters
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Report]:
        return Report.objects.with_names()

    @extend_schema(responses={201: MadeSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Who reports is answered with the number alone: the rest is the staff's."""
        asked = self.get_serializer(data=request.data)
        asked.is_valid(raise_exception=True)
        post, comment = asked.validated_data.pop("post", None), asked.validated_data.pop("comment", None)
        made = reports.report(writing=post or comment, by=self._by, **asked.validated_data)
        return Response({"id": made.pk}, status=201)

    @extend_schema(request=DecisionSerializer, responses=ReportSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: int) -> Response:
        """Hides it or leaves it: all open reports of the same post or comment are answered with that."""
        asked = DecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        decided = reports.decide(report=self.get_object(), by=self._by, **asked.validated_data)
        return Response(self.get_serializer(decided).data)

    @property
    def _by(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user
