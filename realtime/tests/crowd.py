"""Hundreds of browsers, as far as the socket goes, in one thread: a `Screen` each, with a thread of its own, is too dear."""

import base64
import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings

from realtime.tests.screens import PATIENCE, Server, narrow_socket

TEXT, PING, PONG = 0x81, 0x89, 0x8A
EVENT = b'{"type":"event","seq":'


class Listener:
    """One connection: the places of the events that it heard, and when it heard the last."""

    def __init__(self, server: Server, session_key: str, *, narrow: bool = False) -> None:
        self.places: list[int] = []
        self.ready = False
        self.heard_at = 0.0
        self._rest = b""
        self.socket = narrow_socket(server) if narrow else socket.create_connection(("127.0.0.1", server.port))
        nonce = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /ws/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\nOrigin: {server.origin}\r\n"
            f"Cookie: {settings.SESSION_COOKIE_NAME}={session_key}\r\n\r\n".encode()
        )

    def shake_hands(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.socket.recv(1)
        assert head.startswith(b"HTTP/1.1 101"), head

    def say(self, **frame: Any) -> None:
        """Of fewer than 126 bytes. Masked by zeros."""
        data = json.dumps(frame).encode()
        self.socket.sendall(struct.pack("!BB4x", TEXT, 0x80 | len(data)) + data)

    def hear(self) -> None:
        """What the kernel has."""
        data = b""
        with suppress(BlockingIOError):
            data = self.socket.recv(1 << 20)
            assert data, "the server hung up"
        self._take(self._rest + data)

    def _take(self, data: bytes) -> None:
        at = 0
        while len(data) - at >= 2:
            size, start = data[at + 1], at + 2
            if size >= 126:
                start += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : start]) if len(data) >= start else len(data)
            if len(data) - start < size:
                break
            if data[at] == PING:
                self.socket.sendall(struct.pack("!BB4x", PONG, 0x80 | size) + data[start : start + size])
            else:
                assert data[at] == TEXT, data[at : at + 40]
            if data.startswith(EVENT, start):
                begin = start + len(EVENT)
                self.places.append(int(data[begin : data.index(b",", begin)]))
                self.heard_at = time.monotonic()
            elif data.startswith(b'{"type":"ready"', start):
                self.ready = True
            at = start + size
        self._rest = data[at:]


class Crowd:
    def __init__(self, listeners: Sequence[Listener]) -> None:
        self.listeners = listeners
        self._poll = select.epoll()
        self._by_fd = {one.socket.fileno(): one for one in listeners}
        for one in listeners:
            one.socket.setblocking(False)
            self._poll.register(one.socket, select.EPOLLIN)

    def hear_until(self, done: Callable[[Listener], bool], *, patience: float = PATIENCE) -> None:
        """All of them."""
        waiting = {fd for fd, one in self._by_fd.items() if not done(one)}
        give_up = time.monotonic() + patience
        while waiting:
            assert time.monotonic() < give_up, f"{len(waiting)} of {len(self.listeners)} still wait"
            for fd, _ in self._poll.poll(1):
                one = self._by_fd[fd]
                one.hear()
                if done(one):
                    waiting.discard(fd)

    def hear_upto(self, place: int, *, patience: float = PATIENCE) -> None:
        self.hear_until(lambda one: one.places[-1:] == [place], patience=patience)

    def close(self) -> None:
        self._poll.close()
        for one in self.listeners:
            one.socket.close()


def gathered(
    server: Server, session_keys: Sequence[str], cursor: str, *, narrow: bool = False, patience: float = PATIENCE
) -> Crowd:
    """All connected at once, with their hello said, and ready."""
    listeners = [Listener(server, key, narrow=narrow) for key in session_keys]
    for one in listeners:
        one.shake_hands()
        one.say(type="hello", cursor=cursor)
    crowd = Crowd(listeners)
    crowd.hear_until(lambda one: one.ready, patience=patience)
    return crowd
