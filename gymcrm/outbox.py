"""`/dev/outbox/`: what the local mail service was given, as it looks. Routed only with GYM_DEV_OUTBOX=1."""

import json
import urllib.request

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    with urllib.request.urlopen(f"{settings.AWS_ENDPOINT_URL}/_ministack/ses/messages", timeout=5) as answer:  # noqa: S310
        messages = json.load(answer)
    return render(request, "outbox.html", {"messages": messages})
