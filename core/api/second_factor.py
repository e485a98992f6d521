"""Until a second factor that is required of a person stands, they can do nothing here but enrol."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from core import second_factor
from core.api.cursor import HEADER
from core.api.errors import plain

CODE = "second_factor_required"
# Where one sees that it is so. Enrolling itself is under /_allauth/.
STILL_OPEN = {("GET", "/api/me/"), ("HEAD", "/api/me/")}


class SecondFactorFirst:
    """Middleware. The live line asks the same in `realtime.principal`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(("/api/", "/admin/")) or not second_factor.owed_by(request.user):
            return self.get_response(request)
        if (request.method, request.path) in STILL_OPEN:
            response = self.get_response(request)
            del response[HEADER]  # the line isn't theirs to follow yet
            return response
        if request.path.startswith("/api/"):
            return plain(403, CODE, "Your role asks for a second factor. Set it up first.")
        return HttpResponseRedirect("/me/security")
