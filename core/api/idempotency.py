"""`Idempotency-Key`: a POST that is sent twice does its work once, and both get the same answer.

Every viewset on the router has it (`core.api.router`); another view that takes POST has `Idempotent` among its bases.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.models import AnsweredRequest
from core.refusals import Conflict, Refused

HEADER = "Idempotency-Key"
# Long enough for a phone that was out of reach overnight; what is older is forgotten and its key is new again.
KEPT_FOR = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 20
WAIT_SECONDS = 10.0
WELL_FORMED = re.compile(r"[\x21-\x7e]{8,200}")

Handler = Callable[..., Response]

DESCRIPTION = (
    "Makes it safe to send the request again when no answer came: 8 to 200 visible ASCII characters, a UUID by custom, new for "
    "each thing that is to be done. The repeat does nothing and gets the first one's status and body, for 24 hours, with the "
    "header `Idempotent-Replayed: true`. A refused request is not remembered: it did nothing. Codes: `idempotency_key_malformed` "
    "(400), `idempotency_key_reused` (422: the key came with another body or route), `idempotency_in_progress` (409: the first "
    "is still being worked on)."
)


class Reused(Refused):
    status = 422


class Idempotent(APIView):
    """A view whose POST, sent with the header, is done once. Who asks and may is checked anew on a repeat."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        key = request.headers.get(HEADER)
        handler: Handler | None = getattr(self, "post", None)
        if request.method == "POST" and key is not None and handler is not None and request.user.is_authenticated:
            self.post = self._once(key, handler)

    def _once(self, key: str, handler: Handler) -> Handler:
        def answer(request: Request, *args: Any, **kwargs: Any) -> Response:
            if not WELL_FORMED.fullmatch(key):
                raise ParseError(f"{HEADER}: 8 to 200 visible ASCII characters.", "idempotency_key_malformed")
            with transaction.atomic():
                claim, is_new = _claim(request, key)
                if not is_new:
                    return Response(claim.body, status=claim.status or 200, headers={"Idempotent-Replayed": "true"})
                response = handler(request, *args, **kwargs)
                if response.status_code >= 400:
                    transaction.set_rollback(True)
                    return response
                # As it is rendered: dates and decimals of `response.data` are texts from here on.
                claim.status, claim.body = response.status_code, json.loads(JSONRenderer().render(response.data) or b"null")
                claim.save(update_fields=["status", "body"])
                return response

        return answer


def _claim(request: Request, key: str) -> tuple[AnsweredRequest, bool]:
    """The row of this key, and whether it is for this request to do the work. Another that is at it is waited for."""
    now = timezone.now()
    _forget(before=now - KEPT_FOR)
    actor, path = int(request.user.pk or 0), request.get_full_path()[:500]
    fingerprint = hashlib.sha256(f"{request.content_type}\n".encode() + _body(request)).hexdigest()
    row = AnsweredRequest(actor_id=actor, key=key, path=path, fingerprint=fingerprint, created_at=now)
    AnsweredRequest.objects.filter(actor_id=actor, key=key, created_at__lte=now - KEPT_FOR).delete()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [f"{int(WAIT_SECONDS * 1000)}ms"])
            # Waits for whoever holds the same key: then theirs is there, or they took it back and this one is it.
            AnsweredRequest.objects.bulk_create([row], ignore_conflicts=True)
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != "55P03":
            raise
        raise Conflict("The same request is still being worked on.", code="idempotency_in_progress") from error
    found = AnsweredRequest.objects.get(actor_id=actor, key=key)
    if (found.path, found.fingerprint) != (path, fingerprint):
        raise Reused(f"This {HEADER} was sent with another request.", code="idempotency_key_reused")
    return found, found.status is None


def _body(request: Request) -> bytes:
    """What was sent: of JSON the meaning, so that spaces and the order of keys make no difference; of files the content."""
    try:
        return json.dumps(request.data, sort_keys=True, default=_plain).encode()
    except RecursionError as error:
        raise ParseError("JSON nests too deep.") from error


def _plain(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()


def _forget(*, before: datetime) -> None:
    """A few old rows with each new one, so that the table stays as long as a day without a process that sweeps."""
    old = AnsweredRequest.objects.filter(created_at__lte=before).order_by("created_at").values("pk")
    AnsweredRequest.objects.filter(pk__in=old.select_for_update(skip_locked=True)[:FORGOTTEN_AT_ONCE]).delete()
