"""What the relay tells the web processes over the channel layer, and the frame in it, encoded once for every screen."""

from typing import Literal, TypedDict

import orjson

from core.events.envelope import for_screens
from core.events.models import Event

# The group with one member per web process.
HUBS = "hubs"


class PlacedEvent(TypedDict):
    """One event with its place: what a hub needs to choose the readers, and the text that they get."""

    seq: int
    type: str
    subject: str
    audience: list[str]
    frame: str


class LinePlaced(TypedDict):
    """Events in the order of their `seq`."""

    type: Literal["line.placed"]
    epoch: str
    events: list[PlacedEvent]


class LineHead(TypedDict):
    """While nothing happens: where the line ends."""

    type: Literal["line.head"]
    epoch: str
    head: int


def frame(event: Event) -> str:
    """The websocket text frame of an event that has its place."""
    return orjson.dumps({"type": "event", "seq": event.seq, "event": for_screens(event)}).decode()


def placed(event: Event) -> PlacedEvent:
    if event.seq is None:
        raise ValueError(f"{event} has no place on the line yet.")
    return {
        "seq": event.seq,
        "type": event.type,
        "subject": event.subject,
        "audience": event.audience,
        "frame": frame(event),
    }
