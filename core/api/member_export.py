"""`GET /api/customers/export/`: the members of the list, or some chosen ones, as a file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from core import exporting, merging
from core.api.member_list import MAX_ID, QuestionSerializer
from core.api.permissions import May
from core.calendar import today
from core.models import Customer

KINDS = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exporting.as_workbook),
}
MOST_IDS = 1_000


class ExportSerializer(QuestionSerializer):
    """The question of the list, or `ids`: of a person's choosing, separated by commas."""

    file = serializers.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    ids = serializers.RegexField(r"^\d{1,18}(,\d{1,18})*$", required=False, max_length=20 * MOST_IDS)

    def validate_ids(self, text: str) -> list[int]:
        found = [int(number) for number in text.split(",")]
        if len(found) > MOST_IDS or max(found) > MAX_ID:
            raise serializers.ValidationError(f"At most {MOST_IDS:,}.", code="invalid")
        return found


class MemberExport(GenericViewSet[Customer]):
    @extend_schema(
        parameters=[ExportSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, filters=False
    )
    @action(detail=False, methods=["get"], permission_classes=[May("core.export_customer")])
    def export(self, request: Request) -> StreamingHttpResponse:
        """A file with a line for each member. Staff's notes are in it for those who may see them."""
        wanted = ExportSerializer(data=request.query_params.dict())
        wanted.is_valid(raise_exception=True)
        checked = dict(wanted.validated_data)
        content_type, write = KINDS[checked.pop("file")]
        ids = checked.pop("ids", None)
        members = QuestionSerializer.asked(checked).members(request.user)  # type: ignore[arg-type]
        if ids is not None:
            members = members.filter(pk__in=merging.all_current(ids))
        blocks = write(members, with_notes=request.user.has_perm("core.view_staff_notes"))
        name = f"members-{today():%Y-%m-%d}.{'csv' if write is exporting.as_csv else 'xlsx'}"
        is_async = isinstance(request._request, ASGIRequest)
        return StreamingHttpResponse(
            _steps(blocks) if is_async else blocks,
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )


def _next(blocks: Iterator[bytes], otherwise: Any) -> Any:
    return next(blocks, otherwise)


async def _steps(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Under ASGI a plain iterator would be read to its end before the first byte leaves."""
    nothing: Any = object()
    while (block := await sync_to_async(_next, thread_sensitive=True)(blocks, nothing)) is not nothing:
        yield block
