"""What a client may say, and from where."""

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from core.events import cursor
from core.events.cursor import Cursor
from core.models import User
from realtime import frames
from realtime import socket as live
from realtime.origin import is_ours
from realtime.tests.screens import Relay, Screen, Server, open_screen

Opens = Callable[..., Screen]


def test_ping_is_answered(screen: Opens, staff: User) -> None:
    desk = screen(staff)
    desk.say("ping")
    assert desk.hear() == {"type": "pong"}


BAD: list[str | bytes] = [
    "",
    "hello",
    "[]",
    "null",
    "1" * 5_000,
    "[" * 60_000,
    '{"type":"nonsense"}',
    '{"type":"ping","extra":1}',
    '{"type":"subscribe"}',
    '{"type":"subscribe","topic":""}',
    '{"type":"subscribe","topic":7}',
    json.dumps({"type": "subscribe", "topic": "x" * 81}),
    '{"type":"subscribe","topic":"staff","cursor":"1"}',
    '{"type":"subscribe","topic":"staff","cursor":7}',
    '{"type":"subscribe","topic":"\\ud800"}',
    '{"type":"hello","cursor":null}',
    b"\x00\x01",
]


@pytest.mark.parametrize("frame", BAD, ids=lambda frame: repr(frame[:40]))
def test_a_bad_frame_ends_the_connection_and_no_other(screen: Opens, relay: Relay, staff: User, frame: str | bytes) -> None:
    desk, other = screen(staff), screen(staff)
    desk.socket.send(frame)
    assert desk.closed() == (4400, [{"type": "error", "code": "bad_frame"}])
    assert other.places(relay.say()[0]) == [1]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "ping"},
        {"type": "hello"},
        {"type": "hello", "cursor": "x.1"},
        {"type": "hello", "cursor": f"{'0' * 32}.-1"},
        {"type": "hello", "cursor": f"{'0' * 32}.{'9' * 30}"},
        {"type": "hello", "cursor": None, "topics": "staff"},
        {"type": "hello", "cursor": None, "topics": ["staff"] * 101},
    ],
    ids=json.dumps,
)
def test_first_comes_a_hello(server: Server, staff: User, frame: dict[str, Any]) -> None:
    with open_screen(server, staff) as desk:
        desk.socket.send(json.dumps(frame))
        assert desk.closed() == (4400, [{"type": "error", "code": "bad_frame"}])


async def test_a_hello_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: it is the same for every server, whose close codes other tests see."""
    assert live.HELLO_WITHIN_SECONDS <= 5
    monkeypatch.setattr(live, "HELLO_WITHIN_SECONDS", 0.05)
    silent: asyncio.Future[dict[str, Any]] = asyncio.Future()
    nobody: Any = None
    with pytest.raises(live.Refused) as refused:
        await live.converse(nobody, nobody, lambda: silent)
    assert (refused.value.code, refused.value.reason) == (4400, "bad_frame")


def test_before_the_hello_nothing_is_said(server: Server, screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    with open_screen(server, staff) as early:
        assert desk.places(relay.say()[0]) == [1]
        assert early.hello(cursor.head()) == [{"type": "ready", "cursor": str(cursor.head())}]


def test_a_frame_that_is_too_large_is_refused(screen: Opens, staff: User) -> None:
    desk = screen(staff)
    desk.socket.send(json.dumps({"type": "subscribe", "topic": "x" * 64 * 1024}))
    assert desk.closed() == (1009, [{"type": "error", "code": "too_large"}])


def test_a_frame_that_is_far_too_large_is_not_even_gathered(screen: Opens, staff: User) -> None:
    desk = screen(staff)
    desk.socket.send("x" * 200_000)
    assert desk.closed() == (1009, [])


def test_a_flood_is_refused(screen: Opens, staff: User) -> None:
    desk = screen(staff)
    for _ in range(int(live.BURST)):
        desk.say("ping")
    for _ in range(int(live.BURST)):
        assert desk.hear() == {"type": "pong"}
    with suppress(ConnectionClosed):  # it ends while we still talk
        for _ in range(200):
            desk.say("ping")
    code, heard = desk.closed()
    assert code == 4429
    assert heard[-1] == {"type": "error", "code": "flood"}


@pytest.mark.parametrize("origin", ["https://evil.example", None])
def test_a_page_of_another_site_is_refused(server: Server, staff: User, origin: str | None) -> None:
    with open_screen(server, staff, origin=origin) as page:
        assert page.closed() == (4403, [])


def test_there_is_nothing_beside_ws(server: Server, staff: User) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_screen(server, staff, path="/ws/other/")
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("https://gym.example", "10.0.0.7:8000", True),
        ("http://gym.example", "10.0.0.7:8000", False),
        ("https://gym.example:8443", "10.0.0.7:8000", False),
        ("https://gym.example.evil.example", "10.0.0.7:8000", False),
        ("http://localhost:8000", "localhost:8000", True),
        ("http://LOCALHOST:8000", "localhost:8000", True),
        ("http://localhost:5173", "localhost:8000", False),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("http://evil.example", "evil.example", False),
        ("file://localhost:8000", "localhost:8000", False),
        ("null", "localhost:8000", False),
        ("", "", False),
        ("http://", "", False),
        ("http://localhost:x", "localhost:x", False),
        ("http://localhost:8000", None, False),
        (None, "localhost:8000", False),
    ],
)
def test_which_pages_are_ours(origin: str | None, host: str | None, ours: bool, settings: Any) -> None:
    settings.PUBLIC_URL = "https://gym.example"
    settings.ALLOWED_HOSTS = ["localhost", "[::1]"]
    assert is_ours(origin, host) is ours


def test_a_subscription_goes_on_from_its_cursor(screen: Opens, relay: Relay, staff: User, member: User) -> None:
    """`user:` topics are own ones; that of the staff can be asked for again, and `members` given up and taken up."""
    phone = screen(member)
    relay.say(audience=["staff"])
    assert phone.places(relay.say(audience=["members"])[0]) == [2]
    seen = cursor.head()
    phone.say("subscribe", topic="members", cursor=str(seen))
    assert phone.hear() == {"type": "subscribed", "topic": "members", "cursor": str(seen)}
    phone.say("unsubscribe", topic="members")
    assert phone.hear() == {"type": "unsubscribed", "topic": "members"}
    assert phone.places(relay.say(audience=["members"])[0]) == [3], "one's own topics can't be left"


def test_a_topic_is_told_from_its_cursor_on_and_nothing_of_it_twice(server: Server, relay: Relay, member: User) -> None:
    """A post that is opened: what happened to it since its snapshot, though the line is far beyond. A second tab's is older."""
    start = cursor.head()
    relay.say(3, audience=["post:5"])
    second = cursor.head()
    relay.say(300, audience=["post:6"])
    relay.say(audience=["post:5", "members"])
    relay.say(audience=["post:5"])
    with open_screen(server, member) as phone:
        phone.hello(cursor.head())
        phone.say("subscribe", topic="post:5", cursor=str(second))
        assert phone.places(305) == [304, 305]
        assert phone.hear() == {"type": "subscribed", "topic": "post:5", "cursor": str(cursor.head())}
        assert phone.places(relay.say(audience=["post:5"])[0]) == [306]
        phone.say("subscribe", topic="post:5", cursor=str(start))
        assert phone.places(3) == [1, 2, 3]
        assert phone.hear()["type"] == "subscribed"
        phone.say("subscribe", topic="post:5", cursor=str(second))
        assert phone.hear()["type"] == "subscribed"
        phone.say("unsubscribe", topic="post:5")
        assert phone.hear()["type"] == "unsubscribed"
        relay.say(audience=["post:5"])
        phone.say("subscribe", topic="post:5", cursor=str(Cursor(str(uuid.uuid4()), 1)))
        assert [phone.hear() for _ in range(3)] == [
            {"type": "reset", "why": "epoch"},
            {"type": "subscribed", "topic": "post:5", "cursor": str(cursor.head())},
            {"type": "ready", "cursor": str(cursor.head())},
        ]
        assert phone.places(relay.say(audience=["post:5"])[0]) == [308]


def test_the_topics_of_a_connection_are_few(server: Server, relay: Relay, member: User) -> None:
    own = 2
    names = [f"post:{number}" for number in range(frames.MOST_TOPICS - own)]
    with open_screen(server, member) as phone:
        phone.hello(cursor.head(), topics=names)
        phone.say("subscribe", topic="feed")
        assert phone.hear() == {"type": "error", "code": "too_many_topics", "topic": "feed"}
        phone.say("unsubscribe", topic="post:0")
        assert phone.hear()["type"] == "unsubscribed"
        phone.say("subscribe", topic="feed")
        assert phone.hear()["type"] == "subscribed"
        relay.say(audience=["post:0"])
        assert phone.places(relay.say(audience=["feed", "post:1"])[0]) == [2]
