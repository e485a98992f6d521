"""How far this process knows the line."""

from core.events.cursor import Cursor
from core.events.live import PlacedEvent
from realtime.frames import ResetReason
from realtime.history import History


class KnownLine:
    """`last` is the newest event that went to the live connections. A client more than `reach` events behind refetches."""

    def __init__(self, history: History, *, reach: int) -> None:
        self.history = history
        self.reach = reach
        self.epoch = ""
        self.last = 0

    @property
    def head(self) -> Cursor:
        return Cursor(self.epoch, self.last)

    def begin(self, head: Cursor) -> None:
        """From here on, as if there had been nothing before."""
        self.epoch, self.last = head.epoch, head.seq
        self.history.forget()

    def advance(self, event: PlacedEvent) -> None:
        self.last = event["seq"]
        self.history.keep(event)

    def holds(self, cursor: Cursor) -> bool:
        return cursor.epoch == self.epoch and cursor.seq <= self.last

    def why_not_from(self, cursor: Cursor) -> ResetReason | None:
        """Why a client can't go on from this cursor. One of the future is of another line, whatever its epoch says."""
        if not self.holds(cursor):
            return "epoch"
        return "too_far_behind" if self.last - cursor.seq > self.reach else None
