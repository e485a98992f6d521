"""The AsyncAPI 3 document of the live line, made from what is declared: frames, event types, topics, close codes.

Topics and close codes have no place of their own in AsyncAPI; they stand in the channel as `x-topics` and `x-close-codes`.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from pydantic import BaseModel

from core.events import registry
from realtime import close_codes, frames, topics

CHANNEL = "live"
_SCHEMAS = "#/components/schemas/"


def document() -> dict[str, Any]:
    schemas: dict[str, Any] = {}
    said = {f"client.{_type(cls)}": _message(cls, schemas) for cls in frames.CLIENT_FRAMES}
    told = {f"server.{_type(cls)}": _message(cls, schemas) for cls in frames.SERVER_FRAMES}
    events = _events(schemas)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"{settings.SPECTACULAR_SETTINGS['TITLE']}: the live line",
            "version": settings.SPECTACULAR_SETTINGS["VERSION"],
            "description": "What happens at the centre, on the screens that may see it. How to follow: `docs/architecture.md`.",
        },
        "defaultContentType": "application/json",
        "servers": {
            "centre": {
                "host": "{host}",
                "protocol": "wss",
                "variables": {"host": {"default": "localhost:8000"}},
                "security": [{"$ref": "#/components/securitySchemes/session"}],
            }
        },
        "channels": {
            CHANNEL: {
                "address": "/ws/",
                "description": "Text frames. The handshake carries the session's cookie and an `Origin` of ours.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in (*said, *told, *events)},
                "bindings": {"ws": {"method": "GET", "bindingVersion": "0.1.0"}},
                "x-topics": [
                    {"name": kind.name, "about": kind.about, "presence": kind.presence}
                    for _, kind in sorted(topics.KINDS.items())
                ],
                "x-close-codes": {str(code): meaning for code, meaning in sorted(close_codes.MEANING.items())},
            }
        },
        "operations": {
            "hearClient": _operation("receive", said),
            "tellClient": _operation("send", [*told, *events]),
        },
        "components": {
            "messages": said | told | events,
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"session": {"type": "httpApiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}},
        },
    }


def _operation(action: str, messages: Iterable[str]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{CHANNEL}"},
        "messages": [{"$ref": f"#/channels/{CHANNEL}/messages/{name}"} for name in messages],
    }


def _type(cls: type[BaseModel]) -> str:
    return str(cls.model_json_schema()["properties"]["type"]["const"])


def _message(cls: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    name = f"{cls.__name__}Frame"
    schema = cls.model_json_schema(ref_template=_SCHEMAS + "{model}")
    schemas.update(schema.pop("$defs", {}))
    schemas[name] = schema | {"title": name}
    message: dict[str, Any] = {"name": _type(cls), "payload": {"$ref": _SCHEMAS + name}}
    return message | {"summary": schema["description"].partition("\n")[0]} if "description" in schema else message


def _events(schemas: dict[str, Any]) -> dict[str, Any]:
    """One message for each event type that screens are told of."""
    declared = registry.schema(_SCHEMAS)
    schemas.update(declared["$defs"])
    messages: dict[str, Any] = {}
    for reference in declared["oneOf"]:
        name = reference["$ref"].removeprefix(_SCHEMAS)
        messages[f"event.{declared['$defs'][name]['properties']['type']['const']}"] = {
            "name": "event",
            "payload": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "seq", "event"],
                "properties": {"type": {"const": "event"}, "seq": {"type": "integer"}, "event": reference},
            },
        }
    return messages
