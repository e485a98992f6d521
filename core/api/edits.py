"""Edits that overwrite nothing unseen: `If-Match` names the version that the editor looked at."""

import re
from typing import Any, TypeVar

from django.db.models import Model
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.refusals import Stale

HEADER = "If-Match"
DESCRIPTION = (
    'The version that is being edited, as in `"3"`. When it has changed since, nothing is written and the answer is 409 '
    "`conflict` with `current`: the record as it is now. Without it, or with `*`, the edit is made whatever the version."
)
M = TypeVar("M", bound=Model)


def version_of(request: Request) -> int | None:
    """The version that the editor looked at, None for any. Raises ValidationError for what is no version."""
    sent = request.headers.get(HEADER, "*").strip()
    if sent == "*":
        return None
    named = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', sent)
    if named is None:
        raise ValidationError({HEADER: ['The version in quotes, as in "3".']}, code="invalid")
    return int(named[1])


class Versioned(GenericAPIView[M]):
    """For a view of what has a `version`: its use case is given `self.seen`, and `core.refusals.check_version` looks at it
    once the row is locked. The answer to an edit that comes too late carries `current`, as the asker may see it.
    """

    @property
    def seen(self) -> int | None:
        return version_of(self.request)

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, Stale):
            response.data |= {"current": self.get_serializer(self.get_object()).data}
        return response

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().finalize_response(request, response, *args, **kwargs)
        data = getattr(found, "data", None)
        if found.status_code in (200, 201) and isinstance(data, dict) and isinstance(data.get("version"), int):
            found["ETag"] = f'"{data["version"]}"'
        return found
