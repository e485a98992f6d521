"""The live connections of this process, by topic: the loop that an event goes through to reach its readers."""

from collections.abc import Collection
from typing import Protocol

from core.events.live import PlacedEvent
from realtime import topics
from realtime.flow import Message, text_message
from realtime.principal import Principal


class Reader(Protocol):
    principal: Principal

    def push(self, message: Message) -> None: ...


class Board:
    def __init__(self) -> None:
        self._readers: set[Reader] = set()
        self._by_topic: dict[str, set[Reader]] = {}

    def join(self, reader: Reader, names: Collection[str]) -> None:
        self._readers.add(reader)
        for name in names:
            self._by_topic.setdefault(name, set()).add(reader)

    def leave(self, reader: Reader, names: Collection[str]) -> None:
        self._readers.discard(reader)
        for name in names:
            readers = self._by_topic.get(name, set())
            readers.discard(reader)
            if not readers:
                self._by_topic.pop(name, None)

    def show(self, event: PlacedEvent) -> None:
        """To everyone who is in one of the event's topics and may see it at this moment, once."""
        message = text_message(event["frame"])
        told: set[Reader] = set()
        writers = topics.writers(event["audience"])
        for name in event["audience"]:
            readers = self._by_topic.get(name)
            if not readers:
                continue
            kind, key = topics.rule(name)
            may_see = kind.may_see
            for reader in readers - told:  # a copy: a reader that stalls leaves while we go through it
                if may_see(reader.principal, key) and writers.isdisjoint(reader.principal.unseen):
                    reader.push(message)
                    told.add(reader)

    def say(self, frame: str) -> None:
        """To everyone."""
        message = text_message(frame)
        for reader in tuple(self._readers):
            reader.push(message)
