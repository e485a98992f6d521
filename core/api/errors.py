"""One error shape everywhere: `{"code", "message", "fields"}`."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.refusals import Refused

log = structlog.get_logger(__name__)

BY_STATUS = {
    400: ("bad_request", "The request can't be understood."),
    401: ("not_authenticated", "Sign in first."),
    403: ("permission_denied", "You may not do this."),
    404: ("not_found", "There is nothing here, or it isn't yours to see."),
    405: ("method_not_allowed", "This can't be done here."),
    406: ("not_acceptable", "No answer in the form asked for."),
    409: ("conflict", "Something else stands against it."),
    413: ("too_large", "The request is too large."),
    415: ("unsupported_media_type", "Send JSON."),
    429: ("throttled", "Too many requests; try again later."),
    500: ("server_error", "Something went wrong here. It has been logged."),
}
# Served under these the answer is JSON whoever makes it, Django's own pages included.
MACHINE_PATHS = ("/api/", "/_allauth/")


def body(code: str, message: str, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "fields": dict(fields or {})}


def _printable(name: object) -> str:
    """A key that a client invented can hold anything; an answer must still be encodable."""
    return str(name).encode("utf-8", "backslashreplace").decode()[:120]


def _fields(detail: Any, prefix: str = "") -> dict[str, list[dict[str, str]]]:
    """Flattens DRF's nested detail: {"address": {"city": […]}} becomes {"address.city": […]}; what has no field is at ""."""
    if isinstance(detail, Mapping):
        found: dict[str, list[dict[str, str]]] = {}
        for name, inner in detail.items():
            key = "" if name == "non_field_errors" else _printable(name)
            found |= _fields(inner, ".".join(part for part in (prefix, key) if part))
        return found
    if isinstance(detail, list):
        nested: dict[str, list[dict[str, str]]] = {}
        plain = [one for one in detail if not isinstance(one, Mapping | list)]
        for index, one in enumerate(detail):
            if isinstance(one, Mapping | list) and one:
                nested |= _fields(one, f"{prefix}.{index}" if prefix else str(index))
        if plain:
            nested[prefix] = [_error(one) for one in plain]
        return nested
    return {prefix: [_error(detail)]}


def _error(detail: Any) -> dict[str, str]:
    return {"code": str(getattr(detail, "code", None) or "invalid"), "message": _printable(detail)}


def exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's hook: every expected exception becomes the one shape; None lets Django log it and answer 500."""
    answer = _answer(exception)
    if answer is not None:
        set_rollback()
    return answer


def _answer(exception: Exception) -> Response | None:
    match exception:
        case Refused():
            refusals = [exception, *exception.also]
            fields = {one.field: [{"code": one.code, "message": one.message}] for one in refusals if one.field}
            code = "validation_failed" if exception.status == 400 and exception.field else exception.code
            return Response(body(code, exception.message, fields), status=exception.status)
        case exceptions.ValidationError():
            return Response(
                body("validation_failed", "Some of what was sent can't be accepted.", _fields(exception.detail)),
                status=400,
            )
        case DjangoValidationError():
            return _answer(exceptions.ValidationError(exceptions.ErrorDetail("; ".join(exception.messages), "invalid")))
        case ProtectedError():
            kinds = sorted({str(held._meta.verbose_name_plural) for held in exception.protected_objects})
            return Response(body("in_use", f"It can't be deleted: {', '.join(kinds)} belong to it."), status=409)
        case RequestDataTooBig():
            return Response(body(*BY_STATUS[413]), status=413)
        case Http404():
            return Response(body(*BY_STATUS[404]), status=404)
        case PermissionDenied():
            return Response(body(*BY_STATUS[403]), status=403)
        case exceptions.APIException():
            code = str(getattr(exception.detail, "code", None) or BY_STATUS.get(exception.status_code, ("error",))[0])
            headers = {}
            if isinstance(exception, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
                headers["WWW-Authenticate"] = "Session"
            if wait := getattr(exception, "wait", None):
                headers["Retry-After"] = str(int(wait))
            return Response(body(code, str(exception.detail)), status=exception.status_code, headers=headers)
    return None


def plain(status: int, code: str | None = None, message: str | None = None) -> JsonResponse:
    """The one shape, outside DRF."""
    known_code, known_message = BY_STATUS.get(status, BY_STATUS[400 if status < 500 else 500])
    return JsonResponse(body(code or known_code, message or known_message), status=status)


def is_machine_path(request: HttpRequest) -> bool:
    return request.path.startswith(MACHINE_PATHS)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if is_machine_path(request):
        return plain(status)
    return HttpResponse(BY_STATUS[status][1], status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    log.info("csrf_failed", path=request.path, reason=reason)
    return plain(403, "csrf_failed", "The form's protection token is missing or foreign. Reload the page and try again.")


class JsonErrors:
    """Under the machine paths, an error page of Django's own (its debug pages too) becomes the one shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_page = response.status_code >= 400 and not isinstance(response, Response)
        if is_page and is_machine_path(request) and not response.get("Content-Type", "").startswith("application/json"):
            return plain(response.status_code)
        return response
