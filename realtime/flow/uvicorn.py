"""uvicorn's `send`, which waits until the transport has drained, with a short way for frames that are encoded already."""

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from realtime.flow.message import Message

# What waits for the end of the turn; the transport's own high-water mark.
MOST_BYTES = 64 * 1024


class UvicornFlow:
    """What is sent to one socket in one turn of the event loop goes out together: a system call costs more than all the rest."""

    __slots__ = ("_bytes", "_loop", "_protocol", "_waiting", "_writable")

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol
        self._writable = protocol.writable
        self._loop = asyncio.get_running_loop()
        self._waiting: list[bytes] = []
        self._bytes = 0

    async def send(self, message: Message) -> None:
        wire: bytes | None = message.get("wire")
        if wire is None:
            self._flush()
            return await self._protocol.send(message)  # type: ignore[arg-type]
        if not self._writable.is_set():
            await self._writable.wait()
        protocol = self._protocol
        if protocol.disconnected or protocol.close_sent:
            raise ConnectionResetError
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(wire)
        self._bytes += len(wire)
        if self._bytes > MOST_BYTES:
            self._flush()

    def _flush(self) -> None:
        if not self._waiting:
            return
        data = self._waiting[0] if len(self._waiting) == 1 else b"".join(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        if not (self._protocol.close_sent or self._protocol.transport.is_closing()):
            self._protocol.transport.write(data)
