"""Pages of the list of tasks: `?ordering=`, and `?cursor=` as a page before gave it out."""

import base64
import json
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from scheduling import task_list
from scheduling.task_list import CHOICES, Cursor

PAGE_SIZE, MAX_PAGE_SIZE = 25, 100


class TaskPages(BasePagination):
    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> Any:
        order = request.query_params.get("ordering", "due")
        if order not in CHOICES:
            raise ValidationError({"ordering": ["One of: " + ", ".join(CHOICES)]}, code="invalid_choice")
        cursor = self._cursor(request, order)
        self._page = task_list.page(queryset, order=order, size=self._size(request), cursor=cursor)
        self._address = request.build_absolute_uri()
        return self._page.tasks

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self._link(self._page.next), "previous": self._link(self._page.previous), "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        shapes: dict[str, tuple[dict[str, Any], str]] = {
            "ordering": ({"type": "string", "enum": CHOICES}, "`priority`: the most urgent first, then the soonest."),
            "cursor": ({"type": "string"}, "As `next` or `previous` holds it."),
            "page_size": ({"type": "integer"}, f"Rows on a page, at most {MAX_PAGE_SIZE}."),
        }
        return [
            {"name": name, "required": False, "in": "query", "description": text, "schema": schema}
            for name, (schema, text) in shapes.items()
        ]

    def _cursor(self, request: Request, order: str) -> Cursor | None:
        text = request.query_params.get("cursor")
        if text is None:
            return None
        try:
            named, backwards, *place = json.loads(base64.urlsafe_b64decode(text.encode("ascii")))
            cursor = Cursor(named, tuple(place), backwards is True)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise ValidationError({"cursor": ["This is no cursor that was given out."]}, code="cursor_invalid") from error
        if cursor.order != order:
            raise ValidationError({"cursor": ["This cursor is of another order."]}, code="cursor_invalid")
        return cursor

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        text = json.dumps([cursor.order, cursor.backwards, *cursor.place])
        return replace_query_param(self._address, "cursor", base64.urlsafe_b64encode(text.encode()).decode())

    def _size(self, request: Request) -> int:
        asked = request.query_params.get("page_size")
        if asked is None:
            return PAGE_SIZE
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5 and 1 <= int(asked) <= MAX_PAGE_SIZE):
            raise ValidationError({"page_size": [f"A whole number from 1 to {MAX_PAGE_SIZE}."]}, code="invalid")
        return int(asked)
