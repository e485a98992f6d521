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
    # What doesn't is read from the table only: screens, Redis and SNS get the envelope without its data.
    leaves_the_database: ClassVar[bool] = True


T = TypeVar("T", bound=EventData)

REGISTRY: dict[str, type[EventData]] = {}
# Data of the types that functions consume, by type: their contract (`lambda/contract/`).
SAMPLES: dict[str, dict[str, Any]] = {}


def event(name: str, *, sample: dict[str, Any] | None = None) -> Callable[[type[T]], type[T]]:
    """Declares an event type under `name`: past tense, `subject.happened`. Raises ValueError when the name is taken.

    `sample` is data of a type that functions consume. Such a type is for no screen.
    """

    def declare(cls: type[T]) -> type[T]:
        if name in REGISTRY:
            raise ValueError(f"The event type {name} is declared twice.")
        cls.type = name
        REGISTRY[name] = cls
        if sample is not None:
            SAMPLES[name] = sample
        return cls

    return declare


def schema(references: str = "#/$defs/") -> dict[str, Any]:
    """One JSON Schema document of what screens receive: `$defs` holds each type's envelope, `oneOf` lists them.

    `references` begins each `$ref`, for a document that keeps the definitions elsewhere.
    """
    definitions: dict[str, Any] = {}
    names: list[str] = []
    for name, cls in sorted(REGISTRY.items()):
        if name in SAMPLES or not cls.leaves_the_database:
            continue
        data = cls.model_json_schema(mode="serialization", ref_template=references + "{model}")
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
            "seq": {"type": "integer"},
            "actor": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "data": {"$ref": f"{references}{title}Data"},
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
        "oneOf": [{"$ref": references + name} for name in names],
        "$defs": definitions,
    }
