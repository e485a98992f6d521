"""A place on the line as clients hold it: `<epoch>.<seq>`."""

from dataclasses import dataclass
from uuid import UUID

from core.events.models import Line


@dataclass(frozen=True, slots=True)
class Cursor:
    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for anything that is not `<uuid>.<number>`."""
        epoch, _, seq = text.partition(".")
        if not (seq.isascii() and seq.isdigit() and len(seq) <= 18):
            raise ValueError("A cursor is <epoch>.<seq>.")
        return cls(epoch=str(UUID(epoch)), seq=int(seq))


def head() -> Cursor:
    """Where the line ends now. Read it before the rows of a snapshot, never after."""
    line = Line.objects.get()
    return Cursor(epoch=str(line.epoch), seq=line.head)
