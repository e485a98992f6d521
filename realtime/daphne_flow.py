"""What daphne's `send` leaves out: waiting for a client that doesn't read, and the close codes below 3000.

uvicorn's `send` waits until the transport has drained. daphne's always returns at once, and Twisted keeps whatever wasn't read,
without a bound. Twisted tells a registered producer when its buffer is full; daphne registers none for websockets.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


def with_flow(send: Send) -> Send:
    """The server's own `send`, or under daphne one that waits."""
    protocol = send.args[0] if isinstance(send, partial) else None
    return _DaphneFlow(protocol, send).send if isinstance(protocol, WebSocketProtocol) else send


class _DaphneFlow:
    """A push producer, in Twisted's words."""

    def __init__(self, protocol: WebSocketProtocol, send: Send) -> None:
        self._protocol = protocol
        self._send = send
        self._writable = asyncio.Event()
        self._writable.set()
        self._gone = False
        protocol.unregisterProducer()  # the HTTP channel that the connection began as
        protocol.registerProducer(self, True)

    async def send(self, message: dict[str, Any]) -> None:
        await self._writable.wait()
        if self._gone:
            raise ConnectionResetError
        if message["type"] == "websocket.close" and message.get("code", 1000) < 3000:
            # `sendClose` takes only codes meant for applications.
            self._protocol.sendCloseFrame(code=message.get("code", 1000))
        else:
            await self._send(message)

    def pauseProducing(self) -> None:
        self._writable.clear()

    def resumeProducing(self) -> None:
        self._writable.set()

    def stopProducing(self) -> None:
        self._gone = True
        self._writable.set()
