"""Many who ask at the same moment are answered by one question to the database.

A thousand browsers that come back after a deploy would otherwise be a storm of queries.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

LONGEST_PAUSE = 1.0
# So many at a time are no storm: people who open their browsers one after another don't wait for each other.
FEW = 2

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Together(Generic[K, V]):
    """Whoever asks while a question is under way shares the next one: nobody gets an answer older than their question.

    With `pause`, a question that follows another at once waits for so many seconds, and after one for many each further one twice
    as long, up to `LONGEST_PAUSE`: a storm is answered by a few questions, however many come.
    """

    def __init__(self, fetch: Callable[[Collection[K]], Awaitable[Mapping[K, V]]], *, pause: float = 0) -> None:
        self._fetch = fetch
        self._pause = pause
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, key: K) -> V | None:
        """None when there is nothing under this key. Raises what the question raised."""
        loop = asyncio.get_running_loop()
        if key not in self._waiting:
            self._waiting[key] = loop.create_future()
        answer = self._waiting[key]
        if self._asking is None:
            self._asking = loop.create_task(self._ask_all())
        return await asyncio.shield(answer)

    async def _ask_all(self) -> None:
        try:
            pause = self._pause
            while self._waiting:
                asked, self._waiting = self._waiting, {}
                try:
                    found = await self._fetch(tuple(asked))
                except Exception as error:  # whatever it was, it is for those who asked
                    for answer in asked.values():
                        answer.set_exception(error)
                else:
                    for key, answer in asked.items():
                        answer.set_result(found.get(key))
                if pause:
                    await asyncio.sleep(pause)
                    pause = min(LONGEST_PAUSE, pause * 2) if len(asked) > FEW else self._pause
        finally:
            self._asking = None
