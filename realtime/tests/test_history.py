"""What went by lately: so much of it is kept, and the rest is read once for all who ask."""

import asyncio

import pytest

from core.events.live import PlacedEvent
from realtime.history import STRETCH, History

HEAD = 600


def event(seq: int, size: int = 0) -> PlacedEvent:
    return {"seq": seq, "type": "customer.updated", "subject": "customer/1", "audience": ["staff"], "frame": "x" * size}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The stretches that are read from the table."""
    read: list[tuple[int, int]] = []

    def read_table(after: int, upto: int) -> list[PlacedEvent]:
        read.append((after, upto))
        return [event(seq) for seq in range(after + 1, upto + 1)]

    monkeypatch.setattr("realtime.history.read_table", read_table)
    return read


async def replayed(history: History, since: int, upto: int = HEAD) -> list[int]:
    """As a connection catches up."""
    heard: list[int] = []
    while since < upto:
        events, since = await history.after(since, upto)
        heard += [event["seq"] for event in events]
    return heard


@pytest.mark.parametrize(
    ("history", "oldest"),
    [(History(events=3, size=1_000_000), HEAD - 2), (History(events=1_000, size=5 * 1_100), HEAD - 4)],
    ids=["number", "size"],
)
async def test_what_is_kept_is_bounded(history: History, oldest: int, reads: list[tuple[int, int]]) -> None:
    for seq in range(1, HEAD + 1):
        history.keep(event(seq, size=1_000))
    assert await replayed(history, oldest - 1) == list(range(oldest, HEAD + 1))
    assert reads == []
    assert await replayed(history, oldest - 2) == list(range(oldest - 1, HEAD + 1))
    assert len(reads) == 1, "one more than is kept was kept"
    history.forget()
    assert await replayed(history, HEAD - 1) == [HEAD]
    assert len(reads) == 2


async def test_a_stretch_that_many_missed_is_read_once(reads: list[tuple[int, int]]) -> None:
    """Wherever in it each of them begins."""
    history = History(events=10, size=1_000_000)
    heard = await asyncio.gather(*(replayed(history, since) for since in range(100)))
    assert heard == [list(range(since + 1, HEAD + 1)) for since in range(100)]
    assert reads == [(0, STRETCH), (STRETCH, 2 * STRETCH), (2 * STRETCH, 3 * STRETCH)]
