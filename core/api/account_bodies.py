"""allauth's own endpoints: what they are sent, and that they refuse in the one error shape like everything else."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from core.api.errors import BY_STATUS, body, plain

log = structlog.get_logger(__name__)

BODY_BYTES = 100_000
PREFIX = "/_allauth/"
# Steps of signing in that are still to be done, by allauth's name.
PENDING = {
    "verify_email": ("email_unverified", "Confirm the email address first."),
    "mfa_authenticate": ("second_factor_pending", "The second step is still to come."),
}


class AccountBodies:
    """Middleware: what is sent to `/_allauth/` is one small JSON document of well-formed text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method in ("POST", "PUT", "PATCH", "DELETE"):
            if len(request.body) > BODY_BYTES:
                return plain(413)
            try:
                json.dumps(json.loads(request.body or b"{}"), ensure_ascii=False).encode()
            except (ValueError, RecursionError):
                return plain(400, "parse_error", "The body is not JSON of well-formed text.")
        response = self.get_response(request)
        return _in_our_shape(response) if response.status_code >= 400 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """A passkey's answer is deeply nested and read without being checked: what can't be read is the sender's fault."""
        unread = isinstance(exception, ValueError | TypeError | KeyError | AttributeError | IndexError)
        if unread and request.path.startswith(PREFIX) and "/webauthn" in request.path:
            log.warning("passkey_unreadable", path=request.path, exc_info=exception)
            return plain(400, "validation_failed", "The passkey's answer can't be read.")
        return None


def _in_our_shape(response: HttpResponseBase) -> HttpResponseBase:
    """Adds `code`, `message` and `fields` beside what allauth says; its `data` and `meta` tell a client how to go on."""
    if not isinstance(response, JsonResponse):
        return response
    said: dict[str, Any] = json.loads(response.content)
    if "code" in said:
        return response
    fields: dict[str, list[dict[str, str]]] = {}
    for error in said.get("errors", []):
        fields.setdefault(error.get("param", ""), []).append({"code": error["code"], "message": error["message"]})
    code, message = _code(response.status_code, said, fields)
    shaped = JsonResponse({**said, **body(code, message, fields)}, status=response.status_code)
    for name, value in response.items():
        shaped[name] = value
    shaped["Content-Length"] = str(len(shaped.content))
    shaped.cookies = response.cookies
    return shaped


def _code(status: int, said: Mapping[str, Any], fields: Mapping[str, Any]) -> tuple[str, str]:
    if status == 401:
        if said.get("meta", {}).get("is_authenticated"):
            return "reauthentication_required", "Show first that it is you."
        flows = said.get("data", {}).get("flows", [])
        return next((PENDING[flow["id"]] for flow in flows if flow.get("is_pending") and flow["id"] in PENDING), BY_STATUS[401])
    if fields:
        if set(fields) == {""}:
            return fields[""][0]["code"], fields[""][0]["message"]
        return "validation_failed", "Some of what was sent can't be accepted."
    return BY_STATUS.get(status, BY_STATUS[400])
