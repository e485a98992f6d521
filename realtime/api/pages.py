"""Pages of a list that grows at its head: what follows a row stays what follows it, whatever has arrived meanwhile."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

# DRF's own CursorPagination answers 500 to a cursor that was tampered with.
BIGGEST_ID = 2**63 - 1


class NewestFirst(BasePagination):
    """`?before=<id>&page_size=20`: rows with smaller ids, greatest first. `next` is the address of the page that follows."""

    page_size = 20
    max_page_size = 100

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        size = self._number(request, "page_size", self.page_size, self.max_page_size)
        before = self._number(request, "before", None, BIGGEST_ID)
        if before is not None:
            queryset = queryset.filter(pk__lt=before)
        rows = list(queryset.order_by("-pk")[: size + 1])
        self._next = replace_query_param(request.build_absolute_uri(), "before", rows[size - 1].pk) if len(rows) > size else None
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._next, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": {"type": "string", "nullable": True, "format": "uri"}, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        return [
            {"name": name, "required": False, "in": "query", "description": text, "schema": {"type": "integer"}}
            for name, text in (("before", "Rows with smaller ids than this."), ("page_size", "Rows on a page, at most 100."))
        ]

    def _number(self, request: Request, name: str, default: Any, greatest: int) -> Any:
        asked = request.query_params.get(name)
        if asked is None:
            return default
        if not (asked.isascii() and asked.isdigit() and len(asked) < 20 and 1 <= int(asked) <= greatest):
            raise ValidationError({name: [f"A whole number from 1 to {greatest}."]}, code="invalid")
        return int(asked)
