"""Kinds of notifications: each declared once, as a typed class in the app that owns it.

    @notification("appointment_booked")
    class AppointmentBookedNotice(NotificationData):
        appointment: int

`KINDS` is the table of them. The client puts kind and data into words; its types are made from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict

IN_APP = "in_app"
# By which a person can be told. Each has its sender: the inbox itself is that of the first.
CHANNELS = (IN_APP,)


class NotificationData(BaseModel):
    """Base of every kind's data: ids, names and times. Contact details never: it travels to screens in an event."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """`staff_only` is for kinds that name what only staff may see; `channels` apply until a person chooses."""

    name: str
    data: type[NotificationData]
    staff_only: bool
    channels: tuple[str, ...]


KINDS: dict[str, Kind] = {}

T = TypeVar("T", bound=NotificationData)


def notification(name: str, *, staff_only: bool = False, channels: tuple[str, ...] = (IN_APP,)) -> Callable[[type[T]], type[T]]:
    """Declares a kind under `name`. Raises ValueError when the name is taken, or for a channel that there isn't."""

    def declare(cls: type[T]) -> type[T]:
        if name in KINDS:
            raise ValueError(f"The kind {name} is declared twice.")
        if not set(channels) <= set(CHANNELS):
            raise ValueError(f"The kind {name} names a channel that there isn't.")
        cls.kind = name
        KINDS[name] = Kind(name, cls, staff_only, channels)
        return cls

    return declare


def staff_only() -> list[str]:
    return [kind.name for kind in KINDS.values() if kind.staff_only]


def open_to(*, is_staff: bool) -> list[Kind]:
    """The kinds that such a person can be told of, in the order of their names."""
    return [kind for _, kind in sorted(KINDS.items()) if is_staff or not kind.staff_only]


def content_schema() -> dict[str, Any]:
    """JSON Schema of what a notification says: the fields of one of the kinds, and `kind` beside them."""
    shapes = []
    for _, kind in sorted(KINDS.items()):
        shape = kind.data.model_json_schema(mode="serialization")
        shapes.append(
            {
                "title": kind.data.__name__,
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", *shape.get("properties", {})],
                "properties": {"kind": {"enum": [kind.name]}, **shape.get("properties", {})},
            }
        )
    return {"oneOf": shapes}
