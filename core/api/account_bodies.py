"""Bodies of allauth's own endpoints, which would hash or store text that can't be encoded."""

import json
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.api.errors import plain

BODY_BYTES = 100_000


class AccountBodies:
    """Middleware: what is sent to `/_allauth/` is one small JSON document of well-formed text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/_allauth/") and request.method in ("POST", "PUT", "PATCH", "DELETE"):
            if len(request.body) > BODY_BYTES:
                return plain(413)
            try:
                json.dumps(json.loads(request.body or b"{}"), ensure_ascii=False).encode()
            except (ValueError, RecursionError):
                return plain(400, "parse_error", "The body is not JSON of well-formed text.")
        return self.get_response(request)
