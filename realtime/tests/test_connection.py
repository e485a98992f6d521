"""One socket, with the test at its other end: what a topic's past brings, and what it doesn't."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.events.cursor import Cursor
from realtime.board import Board
from realtime.connection import Connection
from realtime.history import History
from realtime.line import KnownLine
from realtime.presence import Presence
from realtime.principal import Principal

WHO = Principal(
    user_id=1,
    name="Mia",
    is_staff=True,
    is_superuser=False,
    permissions=frozenset({"core.view_customer"}),
    session_key="",
    auth_hash="",
)
RECORD = "customer:5"


class Screen:
    def __init__(self) -> None:
        self.line = KnownLine(History(events=100, size=100_000), reach=100)
        self.line.begin(Cursor("e", 0))
        self.heard: list[dict[str, Any]] = []
        self.on_event: Callable[[], None] = lambda: None
        self.connection = Connection(self.line, Board(), Presence(lease=8, forget_after=6), self._send, WHO)

    async def _send(self, message: dict[str, Any]) -> None:
        self.heard.append(json.loads(message["text"]))
        if self.heard[-1]["type"] == "event":
            self.on_event()

    def happens(self, *audience: str) -> None:
        """On the line, but not shown by the hub."""
        seq = self.line.last + 1
        frame = json.dumps({"type": "event", "seq": seq})
        self.line.advance(
            {"seq": seq, "type": "customer.updated", "subject": "customer/5", "audience": [*audience], "frame": frame}
        )

    def said(self) -> list[int | str]:
        """Since it was asked last: the places of events, and what else came by its type."""
        said, self.heard = self.heard, []
        return [frame["seq"] if frame["type"] == "event" else frame["type"] for frame in said]


@pytest.fixture
async def screen() -> Screen:
    return Screen()


async def test_what_another_topic_brought_is_not_repeated(screen: Screen) -> None:
    screen.happens(RECORD, "members")
    screen.happens(RECORD)
    await screen.connection.welcome(Cursor("e", 0), [])
    assert screen.said() == [1, "ready"]
    await screen.connection.subscribe(RECORD, Cursor("e", 0))
    assert screen.said() == [2, "subscribed"]


async def test_who_lags_behind_misses_nothing_when_a_newer_place_is_asked_for(screen: Screen) -> None:
    """Another tab of the same browser read its snapshot a moment ago."""
    await screen.connection.welcome(None, [RECORD])
    screen.connection.leave()  # as one that stopped reading
    screen.happens(RECORD)
    screen.happens(RECORD)
    screen.said()
    await screen.connection.subscribe(RECORD, Cursor("e", 2))
    assert sorted(map(str, screen.said())) == ["1", "2", "subscribed"]


async def test_a_right_that_is_lost_during_a_replay_ends_it(screen: Screen) -> None:
    for _ in range(3):
        screen.happens(RECORD)
    screen.on_event = lambda: screen.connection.become(replace(WHO, permissions=frozenset()))
    await screen.connection.welcome(None, [])
    await screen.connection.subscribe(RECORD, Cursor("e", 0))
    assert screen.heard[1:] == [
        {"type": "event", "seq": 1},
        {"type": "error", "code": "forbidden", "topic": RECORD},
    ]
