"""The websocket at `/ws/`: who may open it, and what a client may say on it.

An ASGI application and not a Channels consumer: a consumer has a channel in Redis and a task for each socket.

A handshake is refused after it is accepted, because a browser tells the page a close code but not an HTTP status.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie

from realtime import frames
from realtime.close_codes import BAD_FRAME, FLOOD, FOREIGN_ORIGIN, NOT_SIGNED_IN, TOO_LARGE, TRY_AGAIN_LATER
from realtime.connection import Connection, Gone
from realtime.flow import Send, with_flow
from realtime.hub import Hub
from realtime.origin import is_ours

log = structlog.get_logger(__name__)

PATH = "/ws/"
MAX_FRAME_BYTES = 64 * 1024
HELLO_WITHIN_SECONDS = 5.0
# A screen that opens subscribes to a handful of topics at once; a person never does it for long.
MESSAGES_PER_SECOND = 20.0
BURST = 100.0

Receive = Callable[[], Awaitable[dict[str, Any]]]


class Refused(Exception):
    """The client broke the protocol: one error frame, and the socket is closed."""

    def __init__(self, code: int, reason: frames.ErrorCode) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class LiveSocket:
    """The application, with one hub for the process, started by the first connection (each event loop of a test has its own)."""

    def __init__(self, make_hub: Callable[[], Hub] = Hub) -> None:
        self._make_hub = make_hub
        self._hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Task[Hub]] = WeakKeyDictionary()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if scope["path"] != PATH:
            return await send({"type": "websocket.close"})
        send = with_flow(send)
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        await send({"type": "websocket.accept"})
        try:
            if not is_ours(headers.get(b"origin"), headers.get(b"host")):
                return await send({"type": "websocket.close", "code": FOREIGN_ORIGIN})
            hub = await self._running_hub()
            session_key = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME)
            who = await hub.admit(session_key) if session_key else None
            if who is None:
                return await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
        except DatabaseError as error:
            log.warning("Nobody can be admitted: the database didn't answer.", error=str(error))
            return await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
        connection = hub.connect(send, who)
        try:
            await converse(hub, connection, receive)
        except Refused as refused:
            await connection.close(refused.code, frames.error(refused.reason))
        except DatabaseError as error:
            log.warning("A client couldn't be served: the database didn't answer.", error=str(error))
            await connection.close(TRY_AGAIN_LATER)
        except Gone:
            pass
        finally:
            hub.disconnect(connection)

    async def _running_hub(self) -> Hub:
        loop = asyncio.get_running_loop()
        starting = self._hubs.get(loop)
        if starting is None or (starting.done() and starting.exception()):
            starting = self._hubs[loop] = loop.create_task(self._start())
        return await asyncio.shield(starting)

    async def _start(self) -> Hub:
        hub = self._make_hub()
        await hub.start()
        return hub


async def converse(hub: Hub, connection: Connection, receive: Receive) -> None:
    """Until the client leaves. Raises Refused, Gone or a database error."""
    try:
        async with asyncio.timeout(HELLO_WITHIN_SECONDS):
            text = await _text(receive)
    except TimeoutError:
        raise Refused(BAD_FRAME, "bad_frame") from None
    match _parse(text):
        case frames.Hello(cursor=cursor, topics=topics):
            await hub.reach(cursor)
            await connection.welcome(cursor, topics)
        case _:
            raise Refused(BAD_FRAME, "bad_frame")
    bucket = Bucket()
    while True:
        text = await _text(receive)
        bucket.take()
        connection.heard()
        match _parse(text):
            case frames.Subscribe(topic=topic, cursor=cursor):
                await hub.reach(cursor)
                await connection.subscribe(topic, cursor)
            case frames.Unsubscribe(topic=topic):
                await connection.unsubscribe(topic)
            case frames.Present(topic=topic, doing=doing):
                await connection.present(topic, doing)
            case frames.Ping():
                await connection.tell(frames.PONG)
            case frames.Hello():
                raise Refused(BAD_FRAME, "bad_frame")


async def _text(receive: Receive) -> str:
    message = await receive()
    if message["type"] == "websocket.disconnect":
        raise Gone
    text = message.get("text")
    if text is None:
        raise Refused(BAD_FRAME, "bad_frame")
    if len(text.encode()) > MAX_FRAME_BYTES:
        raise Refused(TOO_LARGE, "too_large")
    return str(text)


def _parse(text: str) -> frames.ClientFrame:
    try:
        return frames.parse(text)
    except ValueError as error:
        raise Refused(BAD_FRAME, "bad_frame") from error


class Bucket:
    """Fills by MESSAGES_PER_SECOND, holds BURST."""

    def __init__(self) -> None:
        self._left = BURST
        self._at = asyncio.get_running_loop().time()

    def take(self) -> None:
        """Raises Refused when it is empty."""
        now = asyncio.get_running_loop().time()
        self._left = min(BURST, self._left + (now - self._at) * MESSAGES_PER_SECOND) - 1
        self._at = now
        if self._left < 0:
            raise Refused(FLOOD, "flood")


live_socket = LiveSocket()
