"""When a session was last used, for its person's list of sessions."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

EVERY_SECONDS = 60.0
REMEMBERED = 10_000


class LastSeen:
    """Middleware. A session is noted when its client starts (`/api/me/`) and then at most once a minute for each process, so that
    a request as a rule costs no query for it. allauth's own would write on each.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.noted: OrderedDict[str, float] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.path.startswith("/api/") and request.user.is_authenticated and self._is_due(key, request.path):
            UserSession.objects.filter(session_key=key, last_seen_at__lt=timezone.now() - timedelta(seconds=1)).update(
                last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request)
            )
        return response

    def _is_due(self, key: str, path: str) -> bool:
        now = time.monotonic()
        before = self.noted.pop(key, None)
        is_due = path == "/api/me/" if before is None else now - before >= EVERY_SECONDS
        self.noted[key] = before if before is not None and not is_due else now
        while len(self.noted) > REMEMBERED:
            self.noted.popitem(last=False)
        return is_due
