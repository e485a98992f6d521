"""One hub per process: it receives each event once and brings it to every connection that may see it.

Redis brings the news; the table is the truth. Because `seq` is dense the hub sees that it missed something, and reads it. When it
hears nothing at all, not even the relay's heartbeat, it looks at the table itself: live updates go on while Redis is down.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from core.events import cursor
from core.events.live import HUBS, LineHead, LinePlaced, PlacedEvent
from core.people_events import UserAccessChanged
from realtime import close_codes, frames, pauses, principal
from realtime.block_events import UserBlocksChanged
from realtime.board import Board
from realtime.connection import Connection
from realtime.flow import Send
from realtime.frames import ResetReason
from realtime.history import STRETCH, History, read_table
from realtime.incoming import Incoming
from realtime.line import KnownLine
from realtime.presence import Presence
from realtime.presence_exchange import PresenceExchange
from realtime.principal import Principal
from realtime.together import Together

log = structlog.get_logger(__name__)

# So long changes of presence are gathered: a storm of them costs each screen at most some frames a second.
GATHER_SECONDS = 0.1
# So often it is looked who has been silent for too long.
LAPSE_SECONDS = 0.5

# After these it is looked at once who may see what.
CHANGES_OF_ACCESS = (UserAccessChanged.type, UserBlocksChanged.type)


class Hub:
    """Times are in seconds. `memory` and `memory_bytes` bound what is kept for replay, `reach` how far back a replay goes.

    A connection that says nothing for `presence_lease`, or a process for `presence_forget_after`, has nobody present.
    """

    def __init__(
        self,
        *,
        ping_every: float = 25,
        check_access_every: float = 3,
        silence: float = 2.5,
        look_every: float = 1,
        deaf_after: float = 15,
        presence_every: float = 2,
        presence_lease: float = 8,
        presence_forget_after: float = 6,
        presence_send_within: float = 2,
        reach: int = 5_000,
        memory: int = 5_000,
        memory_bytes: int = 16 * 1024 * 1024,
    ) -> None:
        self._ping_every = ping_every
        self._check_access_every = check_access_every
        self._silence = silence
        self._look_every = look_every
        self._deaf_after = deaf_after
        self._presence_every = presence_every
        self._memory = memory
        self._line = KnownLine(History(events=memory, size=memory_bytes), reach=reach)
        self._board = Board()
        self._presence = Presence(lease=presence_lease, forget_after=presence_forget_after)
        self._exchange = PresenceExchange(self._presence, send_within=presence_send_within)
        self._connections: set[Connection] = set()
        self._advancing = asyncio.Lock()
        self._admissions = Together[str, Principal](database_sync_to_async(principal.admit), pause=0.05)
        self._looks = Together[None, None](self._look_once)
        self._access_changed = asyncio.Event()
        self._heard = 0.0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Raises a database error when the line can't be read."""
        self._heard = asyncio.get_running_loop().time()
        head = await database_sync_to_async(cursor.head)()
        self._line.begin(head)
        # After a deploy everybody comes back with a cursor of a moment ago: one query now answers them all.
        for event in await database_sync_to_async(read_table)(max(0, head.seq - self._memory), head.seq):
            self._line.history.keep(event)
        for work in (
            self._listen,
            self._watch,
            self._check_access,
            self._ping,
            self._tell_presence,
            self._lapse_presence,
            self._repeat_presence,
        ):
            self._tasks.append(asyncio.create_task(work()))
        pauses.avoid_long_ones()

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- connections -------------------------------------------------------------------------------------------------

    async def admit(self, session_key: str) -> Principal | None:
        """Who is signed in by this session, if anybody."""
        return await self._admissions.ask(session_key)

    def connect(self, send: Send, who: Principal) -> Connection:
        connection = Connection(self._line, self._board, self._presence, send, who)
        self._connections.add(connection)
        return connection

    def disconnect(self, connection: Connection) -> None:
        connection.leave()
        connection.closed = True
        self._connections.discard(connection)
        self._presence.leave(connection)

    async def reach(self, place: cursor.Cursor | None) -> None:
        """Looks at the table when a client holds a place that the hub doesn't know: REST may be ahead of Redis."""
        if place and not self._line.holds(place):
            await self._looks.ask(None)

    # --- the line ----------------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """The process's one membership of the group."""
        layer: Any = get_channel_layer()
        failures = 0
        while True:
            try:
                channel = await layer.new_channel("hub.")
                await layer.group_add(HUBS, channel)
                failures = 0
                await self._alive(self._looks.ask, None)  # what came while nobody listened
                incoming: Incoming[Any] = Incoming(partial(layer.receive, channel))
                try:
                    while True:
                        # The heartbeat comes every second: silence means that the relay is down, or that this connection is dead
                        # and nobody told us. A new one costs nothing.
                        async with asyncio.timeout(self._deaf_after):
                            messages = await incoming.take()
                        for message in messages:
                            await self._hear(message)
                finally:
                    await incoming.close()
            except (RedisError, OSError) as error:
                failures += 1
                log.info("Nothing comes through Redis; listening anew.", error=repr(error))
            finally:
                await layer.flush()
            await asyncio.sleep(random.uniform(0, min(5, 0.1 * 2 ** min(failures, 10))))  # noqa: S311  spreads, hides nothing

    async def _hear(self, message: Any) -> None:
        if message["type"] == "hub.presence":
            return await self._alive(self._exchange.take, message)
        self._heard = asyncio.get_running_loop().time()
        await self._alive(self._take, message)

    async def _take(self, message: LinePlaced | LineHead) -> None:
        async with self._advancing:
            if message["epoch"] != self._line.epoch:
                await self._look()
            elif message["type"] == "line.head":
                if message["head"] > self._line.last:
                    await self._look()
            else:
                for event in message["events"]:
                    if event["seq"] > self._line.last + 1:
                        await self._look()
                    if event["seq"] > self._line.last:
                        self._show(event)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._look_every)
            if asyncio.get_running_loop().time() - self._heard > self._silence:
                await self._alive(self._looks.ask, None)

    async def _look_once(self, _: Collection[None]) -> Mapping[None, None]:
        async with self._advancing:
            await self._look()
        return {}

    async def _look(self) -> None:
        """What the table has and the hub hasn't, in order."""
        line = self._line
        head = await database_sync_to_async(cursor.head)()
        if head.epoch != line.epoch or head.seq < line.last:
            self._start_over(head, "epoch")
        elif head.seq - line.last > line.reach:
            self._start_over(head, "too_far_behind")
        while line.last < head.seq:
            end = min(line.last + STRETCH, head.seq)
            for event in await database_sync_to_async(read_table)(line.last, end):
                self._show(event)
            line.last = end

    def _show(self, event: PlacedEvent) -> None:
        self._line.advance(event)
        self._board.show(event)
        if event["type"] in CHANGES_OF_ACCESS:
            self._access_changed.set()

    def _start_over(self, head: cursor.Cursor, why: ResetReason) -> None:
        for connection in self._connections:
            connection.leave()
        self._line.begin(head)
        for connection in self._connections:
            connection.start_over(why)

    # --- access and life ---------------------------------------------------------------------------------------------

    async def _check_access(self) -> None:
        """Every few seconds, and at once when somebody's access changed: do they still stand, and with which rights?"""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._check_access_every):
                    await self._access_changed.wait()
            self._access_changed.clear()
            await self._alive(self._check_access_once)

    async def _check_access_once(self) -> None:
        connections = tuple(self._connections)
        if not connections:
            return
        standing = await database_sync_to_async(principal.refresh)([one.principal for one in connections])
        for connection in connections:
            now = standing.get(connection.principal.session_key)
            if now:
                connection.become(now)
            elif not connection.closed:
                connection.end(close_codes.NOT_SIGNED_IN)
                self._presence.leave(connection)

    async def _ping(self) -> None:
        """Who is live has everything up to here; the others are told when they are."""
        while True:
            await asyncio.sleep(self._ping_every)
            self._board.say(frames.ping(self._line.head))

    async def _tell_presence(self) -> None:
        while True:
            await self._presence.news.wait()
            await self._alive(self._exchange.tell_changes)
            await asyncio.sleep(GATHER_SECONDS)

    async def _lapse_presence(self) -> None:
        while True:
            await asyncio.sleep(LAPSE_SECONDS)
            self._presence.lapse(asyncio.get_running_loop().time())

    async def _repeat_presence(self) -> None:
        while True:
            await asyncio.sleep(self._presence_every)
            await self._alive(self._exchange.repeat)

    @staticmethod
    async def _alive(work: Callable[..., Coroutine[Any, Any, None] | Awaitable[None]], *args: Any) -> None:
        """What fails now is seen again at the next turn; the hub's tasks never end by it."""
        try:
            await work(*args)
        except DatabaseError as error:
            log.warning("The database didn't answer.", error=str(error))
        except Exception:
            log.exception("The hub couldn't go on with its work; it will look again.")
