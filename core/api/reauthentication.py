"""What gives power over others is done by somebody who has just shown who they are: a screen left open isn't enough."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings

from core.refusals import Forbidden

CODE = "reauthentication_required"


def is_recent(request: Any) -> bool:
    """Whether the person signed in, or showed again who they are, within the time that allauth's own changes allow."""
    shown = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    return time.time() - max(shown, default=0.0) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask(request: Any) -> None:
    """Raises Forbidden `reauthentication_required` unless it is recent. A client asks and sends the request once more."""
    if not is_recent(request):
        raise Forbidden("Show first that it is you.", code=CODE)
