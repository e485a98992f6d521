"""Who is asking: the session cookie, with CSRF checked on every change."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request


class Session(SessionAuthentication):
    def authenticate_header(self, request: Request) -> str:
        """With a challenge DRF answers 401 to the anonymous, and not 403."""
        return "Session"

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise PermissionDenied(
                "The form's protection token is missing or foreign. Reload the page and try again.", code="csrf_failed"
            ) from error
