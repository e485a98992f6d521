"""Every snapshot carries the place on the event line that was current before it was read."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from core.events import cursor

HEADER = "X-Event-Cursor"


class EventCursor:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or not request.path.startswith("/api/") or not request.user.is_authenticated:
            return self.get_response(request)
        before = cursor.head()
        response = self.get_response(request)
        response[HEADER] = str(before)
        return response
