"""What comes through the channel layer, taken as much at once as is there.

An event for a thousand sockets is a thousand writes, and what is written to one socket in one turn of the event loop leaves it as
one system call. A turn brings one message; so when more wait, a few turns bring them, and they are then shown in one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

M = TypeVar("M")

# A message that waits takes a turn or two from the socket of Redis to here; so many turns without one mean that none waits.
QUIET_TURNS = 3
MOST = 64


class Incoming(Generic[M]):
    def __init__(self, receive: Callable[[], Awaitable[M]]) -> None:
        """`receive` brings the next message."""
        self._receive = receive
        self._messages: list[M] = []
        self._arrived = asyncio.Event()
        self._failure: Exception | None = None
        self._reading = asyncio.create_task(self._read())

    async def take(self) -> list[M]:
        """Waits for one. Raises what `receive` raised."""
        await self._arrived.wait()
        quiet = 0
        while quiet < QUIET_TURNS and len(self._messages) < MOST:
            before = len(self._messages)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._messages) == before else 0
        if self._failure:
            raise self._failure
        self._arrived.clear()
        messages, self._messages = self._messages, []
        return messages

    async def close(self) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def _read(self) -> None:
        try:
            while True:
                message = await self._receive()
                self._messages.append(message)
                self._arrived.set()
        except Exception as error:  # whatever it was, it is for who takes
            self._failure = error
            self._arrived.set()
