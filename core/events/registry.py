"""Event types: each declared once, as a typed class in the app that owns it.

From this table come the documentation, the JSON Schemas and the TypeScript types.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """Base of every event type's data: frozen, strict, nothing beyond what is declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: ClassVar[str]
    dataversion: ClassVar[int] = 1


T = TypeVar("T", bound=EventData)

REGISTRY: dict[str, type[EventData]] = {}


def event(name: str) -> Callable[[type[T]], type[T]]:
    """Declares an event type under `name`: past tense, `subject.happened`. Raises ValueError when the name is taken."""

    def declare(cls: type[T]) -> type[T]:
        if name in REGISTRY:
            raise ValueError(f"The event type {name} is declared twice.")
        cls.type = name
        REGISTRY[name] = cls
        return cls

    return declare


def schema() -> dict[str, Any]:
    """One JSON Schema document: `$defs` holds each type's envelope as a screen receives it, `oneOf` lists them."""
    definitions: dict[str, Any] = {}
    names: list[str] = []
    for name, cls in sorted(REGISTRY.items()):
        data = cls.model_json_schema(mode="serialization", ref_template="#/$defs/{model}")
        definitions.update(data.pop("$defs", {}))
        title = cls.__name__
        definitions[f"{title}Data"] = data | {"title": f"{title}Data"}
        properties: dict[str, Any] = {
            "id": {"type": "string", "format": "uuid"},
            "type": {"const": name},
            "source": {"const": "gymcrm"},
            "subject": {"type": "string"},
            "time": {"type": "string", "format": "date-time"},
            "dataversion": {"const": cls.dataversion},
            "actor": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "data": {"$ref": f"#/$defs/{title}Data"},
        }
        definitions[title] = {
            "title": title,
            "type": "object",
            "additionalProperties": False,
            "required": list(properties),
            "properties": properties,
        }
        names.append(title)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "GymEvent",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
        "$defs": definitions,
    }
