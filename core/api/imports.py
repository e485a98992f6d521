"""`/api/imports/`: bringing members in from a file: upload, say what the columns are, try it, do it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from core.api.parsers import LimitedJson, TooLarge
from core.api.serializers import StrictModelSerializer, StrictSerializer
from core.imports import headings, runs
from core.imports.files import FILE_BYTES
from core.models import Import, ImportProblem, User

FORM_BYTES = 100_000


class LimitedUpload(MultiPartParser):
    """A form with one file. What says that it is too large isn't read; what doesn't say is spooled to disk and measured then."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        request = (parser_context or {}).get("request")
        said = request.META.get("CONTENT_LENGTH") or "0" if request else "0"
        if not said.isdigit() or int(said) > FILE_BYTES + FORM_BYTES:
            raise TooLarge
        return super().parse(stream, media_type, parser_context)


class ImportUploadSerializer(StrictSerializer):
    file = serializers.FileField(max_length=200, allow_empty_file=False)


class ImportSerializer(StrictModelSerializer):
    created_by_name = serializers.CharField(source="created_by.name", read_only=True, allow_null=True, default=None)
    mapping = serializers.ListField(
        child=serializers.ChoiceField(choices=headings.FIELDS, allow_null=True),
        help_text="For each heading the field it is, or null.",
    )
    sample = serializers.ListField(child=serializers.ListField(child=serializers.CharField()), read_only=True)

    class Meta:
        model = Import
        fields = [
            "id", "file_name", "source", "headings", "sample", "mapping", "date_order", "state", "failure", "total", "done",
            "accepted", "refused", "created", "created_by_name", "created_at", "finished_at", "version",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("mapping", "date_order")]


class ProblemSerializer(serializers.ModelSerializer[ImportProblem]):
    class Meta:
        model = ImportProblem
        fields = ["line", "field", "code", "value", "other"]


class Imports(ListModelMixin, RetrieveModelMixin, GenericViewSet[Import]):
    model = Import
    queryset = Import.objects.none()
    serializer_class = ImportSerializer
    lookup_value_converter = "int"
    parser_classes = [LimitedJson, LimitedUpload]
    filter_backends = []

    def get_queryset(self) -> QuerySet[Import]:
        return Import.objects.visible_to(self._user()).select_related("created_by").order_by("-created_at", "-id")

    def _user(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    @extend_schema(request={"multipart/form-data": ImportUploadSerializer}, responses={201: ImportSerializer})
    def create(self, request: Request) -> Response:
        sent = ImportUploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        file = sent.validated_data["file"]
        if file.size > FILE_BYTES:
            raise TooLarge
        run = runs.upload(name=file.name, content=file.read(), by=self._user())
        return Response(self.get_serializer(run).data, status=201)

    @extend_schema(request=ImportSerializer, responses=ImportSerializer)
    def partial_update(self, request: Request, pk: int) -> Response:
        run = self.get_object()
        chosen = self.get_serializer(run, data=request.data, partial=True)
        chosen.is_valid(raise_exception=True)
        return Response(self.get_serializer(runs.choose(run=run, by=self._user(), **chosen.validated_data)).data)

    def destroy(self, request: Request, pk: int) -> Response:
        runs.discard(run=self.get_object())
        return Response(status=204)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def check(self, request: Request, pk: int) -> Response:
        """A dry run: every line is read, nothing is written but what is wrong with it."""
        return Response(self.get_serializer(runs.check(run=self.get_object(), by=self._user())).data)

    @extend_schema(request=None, responses=ImportSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, pk: int) -> Response:
        """Makes the members, all or none."""
        return Response(self.get_serializer(runs.start(run=self.get_object(), by=self._user())).data)

    @extend_schema(responses=ProblemSerializer(many=True))
    @action(detail=True, methods=["get"])
    def problems(self, request: Request, pk: int) -> Response:
        """What is wrong, line by line; at most 20,000 are kept."""
        found = self.get_object().problems.order_by("line", "id")
        page: Any = self.paginate_queryset(found)  # type: ignore[arg-type]
        return self.get_paginated_response(ProblemSerializer(page, many=True).data)
