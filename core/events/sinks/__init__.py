"""Where the line flows: each sink is one far side, with a cursor of its own."""

from collections.abc import Sequence
from typing import Protocol

from core.events.cursor import Cursor
from core.events.models import Event


class Sink(Protocol):
    """`batch` is how many events it takes at once; a sink that `starts_at_head` doesn't get what was before its first day."""

    name: str
    batch: int
    starts_at_head: bool

    def deliver(self, events: Sequence[Event], head: Cursor) -> None:
        """Returns after the far side accepted all of them; raises when it may not have."""

    def idle(self, head: Cursor) -> None:
        """Called about once a second while there is nothing to deliver."""
