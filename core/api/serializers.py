"""Serializers that take nothing they don't know, and text only as text."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail


class TextField(serializers.CharField):
    """DRF's CharField would take a number for a text."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses a field that it doesn't have (`unknown_field`) and one that isn't the sender's to set (`read_only`)."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            refused = {
                name: [
                    ErrorDetail("This can't be set.", "read_only")
                    if name in self.fields
                    else ErrorDetail("There is no such field.", "unknown_field")
                ]
                for name in data
                if name not in self.fields or self.fields[name].read_only
            }
            if refused:
                raise serializers.ValidationError(refused)
        return super().to_internal_value(data)


class StrictModelSerializer(StrictSerializer, serializers.ModelSerializer[Any]):
    """Gives shape and checks fields; saving is a use case's."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: TextField,
        models.TextField: TextField,
    }

    def create(self, validated_data: Any) -> Any:
        raise NotImplementedError("A view calls a use case.")

    def update(self, instance: Any, validated_data: Any) -> Any:
        raise NotImplementedError("A view calls a use case.")
