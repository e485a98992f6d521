"""The web processes tell each other who is where, over the channel layer, and their connections when it changes.

What changed is told at once, and everything again every two seconds: what Redis lost is repaired by that, and a process that is
killed falls silent by that.
"""

import asyncio
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Literal, TypedDict

import structlog
from channels.layers import channel_layers
from redis.exceptions import RedisError

from core.events.live import HUBS
from realtime.frames import Doing
from realtime.presence import Places, Presence

log = structlog.get_logger(__name__)


class HubPresence(TypedDict):
    """`places`: triples of person, name and doing by topic. `whole` when they are all, else those of the topics that changed."""

    type: Literal["hub.presence"]
    process: str
    whole: bool
    places: dict[str, list[tuple[int, str, Doing]]]


class PresenceExchange:
    def __init__(self, presence: Presence, *, send_within: float) -> None:
        """A Redis that holds the line and says nothing is waited for no longer than `send_within`."""
        self._presence = presence
        self._send_within = send_within
        self._process = uuid.uuid4().hex
        # Its own connection: the hub's own must never wait for one of these messages.
        self._layer: Any = channel_layers.make_backend("default")
        self._said_something = False
        self._redis_answers = True

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def take(self, message: HubPresence) -> None:
        if message["process"] == self._process:
            return
        places: Places = {
            topic: {user_id: (name, doing) for user_id, name, doing in people} for topic, people in message["places"].items()
        }
        self._presence.learn(message["process"], places, self.now, whole=message["whole"])

    async def tell_changes(self) -> None:
        here, changed = self._presence.take_changed()
        self._presence.show(changed)
        if here:
            await self._say(self._presence.here(here), whole=False)

    async def repeat(self) -> None:
        here = self._presence.here()
        if here or self._said_something:
            await self._say(here, whole=True)
            self._said_something = bool(here)

    async def _say(self, places: Places, *, whole: bool) -> None:
        self._said_something = True
        message: HubPresence = {
            "type": "hub.presence",
            "process": self._process,
            "whole": whole,
            "places": {topic: _triples(people.items()) for topic, people in places.items()},
        }
        try:
            async with asyncio.timeout(self._send_within):
                await self._layer.group_send(HUBS, message)
            self._redis_answers = True
        except (RedisError, OSError, TimeoutError) as error:
            if self._redis_answers:
                log.info("The other processes can't be told who is here; they will be.", error=repr(error))
            self._redis_answers = False
            with suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(self._send_within):
                    await self._layer.flush()


def _triples(people: Iterable[tuple[int, tuple[str, Doing]]]) -> list[tuple[int, str, Doing]]:
    return [(user_id, name, doing) for user_id, (name, doing) in people]
