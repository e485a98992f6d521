"""What went by lately: from memory, else from the table."""

import sys
from collections.abc import Collection, Mapping, Sequence

from channels.db import database_sync_to_async

from core.events.live import PlacedEvent, placed
from core.events.models import Event
from realtime.together import Together

STRETCH = 256


def read_table(after: int, upto: int) -> list[PlacedEvent]:
    """The events with after < seq ≤ upto, in order."""
    return [placed(event) for event in Event.objects.filter(seq__gt=after, seq__lte=upto).order_by("seq")]


class History:
    """The last `events` events, fewer if they are larger than `size` bytes together."""

    def __init__(self, *, events: int, size: int) -> None:
        self._events = events
        self._size = size
        self._kept: dict[int, PlacedEvent] = {}
        self._bytes = 0
        self._table: Together[int, Sequence[PlacedEvent]] = Together(self._read)

    def keep(self, event: PlacedEvent) -> None:
        """Events come in the order of their seq."""
        self._kept[event["seq"]] = event
        self._bytes += sys.getsizeof(event["frame"])
        while self._bytes > self._size or len(self._kept) > self._events:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._bytes -= sys.getsizeof(oldest["frame"])

    def forget(self) -> None:
        self._kept.clear()
        self._bytes = 0

    async def after(self, seq: int, upto: int) -> tuple[Sequence[PlacedEvent], int]:
        """The next stretch in (seq, upto], and where it ends: at `upto` or before."""
        if seq + 1 in self._kept:
            end = min(seq + STRETCH, upto)
            return [self._kept[place] for place in range(seq + 1, end + 1) if place in self._kept], end
        number = seq // STRETCH
        events = await self._table.ask(number) or ()
        end = min((number + 1) * STRETCH, upto)
        return [event for event in events if seq < event["seq"] <= end], end

    @staticmethod
    @database_sync_to_async
    def _read(numbers: Collection[int]) -> Mapping[int, Sequence[PlacedEvent]]:
        return {number: read_table(number * STRETCH, (number + 1) * STRETCH) for number in numbers}
