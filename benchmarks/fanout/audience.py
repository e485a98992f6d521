"""Many websocket clients in one process, as cheap as they get: an epoll loop that counts the frames that come.

Not a library's client, because the generator must not be the limit: what it costs is a `recv` a socket and a few lookups a frame.
"""

import os
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence

# A frame of at least this many bytes is an event; the rest are heartbeats and answers.
EVENT_BYTES = 250
PATIENCE = 20.0
PING, PONG = 0x89, b"\x8a"
HOST = "127.0.0.1"


class Stalled(Exception):
    """Nothing came for PATIENCE seconds although something was due."""


def masked(text: str) -> bytes:
    """A client's text frame."""
    data = text.encode()
    mask = os.urandom(4)
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
    return b"\x81" + length + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))


class Client:
    """`events` counts what came. `seen`, if set, is given each event's payload and `said` other frames."""

    __slots__ = ("buffer", "events", "said", "seen", "socket")

    def __init__(self, port: int, path: str, headers: Sequence[str] = ()) -> None:
        self.events = 0
        self.buffer = b""
        self.seen: Callable[[bytes], None] | None = None
        self.said: Callable[[bytes], None] | None = None
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {HOST}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            f"Origin: http://{HOST}:{port}",
            *headers,
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def upgraded(self) -> "Client":
        """Waits for the server's answer to the handshake."""
        while b"\r\n\r\n" not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError(f"refused: {self.buffer[:200]!r}")
            self.buffer += data
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head.decode(errors="replace"))
        self.socket.setblocking(False)
        return self

    def say(self, text: str) -> None:
        self.socket.sendall(masked(text))

    def take(self, data: bytes) -> int:
        """How many events these bytes brought."""
        if self.buffer:
            data = self.buffer + data
        at, end, brought = 0, len(data), 0
        while end - at >= 2:
            length, head = data[at + 1] & 127, 2
            if length == 126:
                if end - at < 4:
                    break
                length, head = data[at + 2] << 8 | data[at + 3], 4
            elif length == 127:
                raise ValueError("No frame here is that long.")
            stop = at + head + length
            if stop > end:
                break
            if length >= EVENT_BYTES:
                brought += 1
                if self.seen:
                    self.seen(data[at + head : stop])
            elif data[at] == PING:
                self.socket.sendall(PONG + bytes([0x80 | length]) + bytes(4) + data[at + head : stop])
            elif self.said:
                self.said(data[at + head : stop])
            at = stop
        self.buffer = data[at:]
        self.events += brought
        return brought


class Audience:
    def __init__(self) -> None:
        self.clients: dict[int, Client] = {}
        self.received = 0
        self._poll = select.epoll()

    def __len__(self) -> int:
        return len(self.clients)

    def join(self, client: Client) -> None:
        number = client.socket.fileno()
        self.clients[number] = client
        self._poll.register(number, select.EPOLLIN)
        if client.buffer:
            client.buffer, rest = b"", client.buffer
            self.received += client.take(rest)

    def leave(self, number: int) -> None:
        """`number` is the socket's."""
        client = self.clients.pop(number)
        self._poll.unregister(number)
        client.socket.close()

    def listen(self, seconds: float) -> None:
        """Takes in what is there, or waits for it this long."""
        for number, _ in self._poll.poll(seconds, len(self.clients) or 1):
            client = self.clients[number]
            try:
                data = client.socket.recv(262_144)
            except BlockingIOError:
                continue
            if not data:
                raise ConnectionError("The server closed a connection.")
            self.received += client.take(data)

    def until(self, done: Callable[[], bool]) -> None:
        """Raises Stalled."""
        before, at = self.received, time.monotonic()
        while not done():
            self.listen(0.05)
            if self.received != before:
                before, at = self.received, time.monotonic()
            elif time.monotonic() - at > PATIENCE:
                raise Stalled(f"{self.received} events came, and then no more")

    def close(self) -> None:
        for client in self.clients.values():
            client.socket.close()
        self.clients.clear()
        self._poll.close()
