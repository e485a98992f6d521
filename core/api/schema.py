"""OpenAPI: every route also says how it answers when it can't."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.api import edits, idempotency


class OurSessionScheme(SessionScheme):
    target_class = "core.api.authentication.Session"


class FieldErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()


class ErrorSerializer(serializers.Serializer[Any]):
    """`code` is stable; `fields` maps a field's name to what is wrong with it."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=FieldErrorSerializer(many=True))  # type: ignore[assignment]


def _header(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description)


class Schema(AutoSchema):
    def get_override_parameters(self) -> Any:
        """Every POST that is done once for a key says so, and every edit of what has a version."""
        taken = [*super().get_override_parameters()]
        if self.method == "POST" and isinstance(self.view, idempotency.Idempotent):
            taken.append(_header(idempotency.HEADER, idempotency.DESCRIPTION))
        if self.method in ("PUT", "PATCH") and isinstance(self.view, edits.Versioned):
            taken.append(_header(edits.HEADER, edits.DESCRIPTION))
        return taken

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Any:
        """An answer holds all its fields, but those that the serializer says are `not_for_all`: some readers never get them."""
        found: Any = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if direction == "response" and found.get("properties"):
            found["required"] = [name for name in found["properties"] if name not in getattr(serializer, "not_for_all", ())]
        return found

    def get_response_serializers(self) -> Any:
        """Beside the answer itself: 4XX with the one error shape."""
        found: Any = super().get_response_serializers()
        if not isinstance(found, dict):
            created = self.method == "POST" and getattr(self.view, "action", None) == "create"
            found = {"204": None} if self.method == "DELETE" else {"201" if created else "200": found}
        return found | {"4XX": ErrorSerializer}
