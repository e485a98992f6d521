"""A person's browser, as far as the socket goes, and the line that it listens to."""

import atexit
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit
from urllib.request import urlopen

import psutil
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from core.events import cursor
from core.events.models import Event, Line
from core.events.sinks.live import LiveSink
from core.models import User

ROOT = Path(__file__).resolve().parents[2]
# So long a test waits for what must come. Nothing waits for it to pass.
PATIENCE = 20.0
# What needs one web server takes this, the one that the whole system is served by; what needs another beside it, the other.
WEB_SERVER = os.environ.get("GYM_WEB_SERVER", "uvicorn")
OTHER_SERVER = {"uvicorn": "daphne", "daphne": "uvicorn"}[WEB_SERVER]


@dataclass(frozen=True)
class Server:
    """A web process. `pid` is its process."""

    port: int
    pid: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Parent:
    """A web process on the test database, or one that forks them: see `realtime.tests.serve`."""

    def __init__(self, *arguments: str) -> None:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "realtime.tests.serve", *arguments],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def listening(self) -> Server:
        """Itself, or the child that was forked last."""
        assert self._process.stdout
        port, *child = map(int, self._process.stdout.readline().split())
        return Server(port, *child or [self._process.pid])

    def fork(self, redis_url: str, hub: dict[str, float]) -> Server:
        assert self._process.stdin
        self._process.stdin.write(json.dumps([redis_url, hub]) + "\n")
        self._process.stdin.flush()
        return self.listening()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


_parents: list[Parent] = []


@contextmanager
def serving(kind: str = WEB_SERVER, *, redis_url: str | None = None, **hub: float) -> Iterator[Server]:
    """A web process on the test database, with a hub of these options."""
    if kind == "daphne":
        with patch.dict(os.environ, {"REDIS_URL": redis_url or os.environ["REDIS_URL"]}):
            parent = Parent(kind, json.dumps(hub))
        try:
            yield parent.listening()
        finally:
            parent.end()
        return
    if not _parents:
        _parents.append(Parent())
        atexit.register(_parents[0].end)
    server = _parents[0].fork(redis_url or os.environ["REDIS_URL"], hub)
    process = psutil.Process(server.pid)
    try:
        yield server
    finally:
        with suppress(psutil.NoSuchProcess):
            process.kill()
        process.wait()


def queries(server: Server) -> int:
    """How many questions the process has put to the database so far."""
    with urlopen(f"{server.origin}/queries") as answer:
        return int(answer.read())


@dataclass
class Relay:
    """Puts events on the line and publishes them as the relay does. What is only placed is what Redis lost."""

    sink: LiveSink = field(default_factory=LiveSink)

    @classmethod
    @contextmanager
    def over(cls, redis_url: str | None = None) -> Iterator["Relay"]:
        relay = cls()
        if redis_url:
            relay.sink.layer = RedisPubSubChannelLayer(hosts=[redis_url], prefix="gymcrm")
        yield relay
        relay.sink.loop.run_until_complete(relay.sink.layer.flush())
        relay.sink.loop.close()

    def place(
        self,
        count: int = 1,
        *,
        audience: Sequence[str] = ("staff",),
        type: str = "customer.updated",
        subject: str = "customer/1",
        text: str = "",
    ) -> list[Event]:
        """In the table, and nowhere else yet."""
        with transaction.atomic():
            line = Line.objects.select_for_update().get()
            Line.objects.update(head=F("head") + count)
            return Event.objects.bulk_create(
                Event(
                    seq=line.head + 1 + number,
                    type=type,
                    subject=subject,
                    dataversion=1,
                    audience=list(audience),
                    data={"id": 1, "text": text},
                )
                for number in range(count)
            )

    def publish(self, events: Sequence[Event]) -> None:
        self.sink.deliver(events, cursor.head())

    def say(self, count: int = 1, **event: Any) -> list[int]:
        """Placed and published; the new places."""
        events = self.place(count, **event)
        self.publish(events)
        return [event.seq or 0 for event in events]

    def beat(self) -> None:
        self.sink.idle(cursor.head())


class Screen:
    """Hears frames one by one; `ping` frames of the server are passed over unless asked for."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *exc: object) -> None:
        self.socket.close()

    def say(self, type: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": type, **fields}))

    def hear(self, *, pings: bool = False) -> dict[str, Any]:
        while True:
            frame: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
            if pings or frame["type"] != "ping":
                return frame

    def hear_until(self, last: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
        heard = [self.hear()]
        while not last(heard[-1]):
            heard.append(self.hear())
        return heard

    def hello(self, place: cursor.Cursor | None, topics: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What came before `ready`, and `ready`."""
        self.say("hello", cursor=str(place) if place else None, topics=list(topics))
        return self.hear_until(lambda frame: frame["type"] == "ready")

    def places(self, upto: int) -> list[int]:
        """The places of what comes, the last of which is `upto`. Anything but events fails the test."""
        return places(self.hear_until(lambda frame: frame.get("seq") == upto))

    def silent(self) -> bool:
        """Whether nothing was under way: what the server had sent before it answers a ping would come before the answer."""
        self.say("ping")
        return self.hear() == {"type": "pong"}

    def closed(self) -> tuple[int, list[dict[str, Any]]]:
        """The close code, and what was said before."""
        heard: list[dict[str, Any]] = []
        with suppress(ConnectionClosed):
            while True:
                heard.append(self.hear())
        assert self.socket.protocol.close_rcvd, "the connection was cut"
        return self.socket.protocol.close_rcvd.code, heard


def places(heard: Sequence[dict[str, Any]]) -> list[int]:
    assert {frame["type"] for frame in heard} <= {"event"}, heard
    return [frame["seq"] for frame in heard]


def signed_in(user: User) -> str:
    """The session's key."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def open_screen(
    server: Server, who: User | str | None, *, origin: str | None = "ours", path: str = "/ws/", **options: Any
) -> Screen:
    """`who` is a person, or the key of a session."""
    key = signed_in(who) if isinstance(who, User) else who
    headers = {"Cookie": f"other=1; {settings.SESSION_COOKIE_NAME}={key}"} if key else {}
    if origin:
        headers["Origin"] = server.origin if origin == "ours" else origin
    return Screen(
        connect(
            f"ws://127.0.0.1:{server.port}{path}",
            additional_headers=headers,
            compression=None,
            open_timeout=PATIENCE,
            proxy=None,
            **options,
        )
    )


def narrow_socket(server: Server) -> socket.socket:
    """A connection whose kernel takes next to nothing off the wire while nobody reads."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", server.port))
    return narrow
