"""`/dev/outbox/`: what the local mail service was given, as it looks. Routed only with GYM_DEV_OUTBOX=1."""

import itertools
import json
import urllib.request
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 50


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest messages first. Each is drawn in a frame that runs no script and reaches nothing of ours."""
    messages, away = _sent(), False
    if messages is None:
        messages, away = [], True
    return render(request, "outbox.html", {"messages": messages[:SHOWN], "count": len(messages), "away": away})


def _sent() -> list[dict[str, Any]] | None:
    """What the local endpoint remembers since it started; None while it is away."""
    url = f"{settings.AWS_ENDPOINT_URL}/_ministack/ses/messages"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - the address is a setting
            by_account = json.load(answer)["messages"]
    except OSError:
        return None
    found = [
        message | {"at": datetime.fromtimestamp(message["Timestamp"], UTC)} for message in itertools.chain(*by_account.values())
    ]
    return sorted(found, key=lambda message: message["Timestamp"], reverse=True)
