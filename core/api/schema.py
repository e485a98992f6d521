"""OpenAPI: every route also says how it answers when it can't."""

from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from core.api import idempotency


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


class Schema(AutoSchema):
    def get_override_parameters(self) -> Any:
        """Every POST that is done once for a key says so."""
        if self.method != "POST" or not isinstance(self.view, idempotency.Idempotent):
            return super().get_override_parameters()
        key = OpenApiParameter(idempotency.HEADER, str, OpenApiParameter.HEADER, description=idempotency.DESCRIPTION)
        return [*super().get_override_parameters(), key]

    def get_response_serializers(self) -> Any:
        """Beside the answer itself: 4XX with the one error shape."""
        found: Any = super().get_response_serializers()
        if not isinstance(found, dict):
            created = self.method == "POST" and getattr(self.view, "action", None) == "create"
            found = {"204": None} if self.method == "DELETE" else {"201" if created else "200": found}
        return found | {"4XX": ErrorSerializer}
