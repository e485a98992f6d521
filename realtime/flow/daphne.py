"""What daphne leaves out: waiting for a client that doesn't read, a limit to what is received, the close codes below 3000.

uvicorn's `send` waits until the transport has drained. daphne's always returns at once, and Twisted keeps whatever wasn't read,
without a bound. Twisted tells a registered producer when its buffer is full; daphne registers none for websockets.
"""

import asyncio
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

from realtime.flow.message import Message, Send

# What is larger isn't even gathered, as under uvicorn by `--ws-max-size`; what is a little too large is told so first.
MAX_MESSAGE_BYTES = 131_072


class DaphneFlow:
    """A push producer, in Twisted's words."""

    def __init__(self, protocol: WebSocketProtocol, send: Send) -> None:
        self._protocol = protocol
        self._send = send
        self._writable = asyncio.Event()
        self._writable.set()
        self._gone = False
        limits: Any = protocol
        limits.maxMessagePayloadSize = limits.maxFramePayloadSize = MAX_MESSAGE_BYTES
        limits.failByDrop = False  # but with the close code
        protocol.unregisterProducer()  # the HTTP channel that the connection began as
        protocol.registerProducer(self, True)

    async def send(self, message: Message) -> None:
        if not self._writable.is_set():
            await self._writable.wait()
        if self._gone:
            raise ConnectionResetError
        if wire := message.get("wire"):
            if self._protocol.state != WebSocketProtocol.STATE_OPEN:
                raise ConnectionResetError
            transport: Any = self._protocol.transport
            transport.write(wire)
            return
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
