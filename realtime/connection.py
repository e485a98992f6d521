"""One socket: what its person may see, how far it has come, and the only place that writes to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine, Generator, Iterable
from contextlib import asynccontextmanager
from types import coroutine
from typing import Any

import structlog
from django.db import Error as DatabaseError

from core.events.cursor import Cursor
from core.events.live import PlacedEvent
from realtime import close_codes, frames, topics
from realtime.board import Board
from realtime.flow import Message, Send, text_message
from realtime.line import KnownLine
from realtime.presence import Presence
from realtime.principal import Principal

log = structlog.get_logger(__name__)


class Gone(Exception):
    """The client is no longer there."""


@coroutine
def _finish(sending: Coroutine[Any, Any, None], waiting: Any) -> Generator[Any, Any, None]:
    """Goes on with a coroutine that was begun by hand and waits for `waiting`."""
    try:
        while True:
            try:
                answer = yield waiting
            except BaseException as error:  # a cancellation is the coroutine's, too
                waiting = sending.throw(error)
            else:
                waiting = sending.send(answer)
    except StopIteration:
        return


class Connection:
    """Live, it is on the board, has everything up to the line's `last`, and events are pushed to it without a task or a queue.

    Otherwise it has everything up to `position`, and whoever holds the turn is alone in writing to the socket; it goes live again
    at the moment when nothing is left to send. So at most one frame is ever under way, and what a slow client misses waits on the
    line and not in our memory.
    """

    def __init__(self, line: KnownLine, board: Board, presence: Presence, send: Send, principal: Principal) -> None:
        self.principal = principal
        self.closed = False
        self._line = line
        self._board = board
        self._presence = presence
        self._send = send
        # Each with the seq after which its events were, or will be, sent here.
        self._topics: dict[str, int] = {}
        self._welcomed = False
        self._live = False
        self._position = 0
        self._turn = asyncio.Lock()
        self._under_way: Awaitable[None] | None = None
        self._notices: list[str] = []
        # Topics whose people changed while events were still to be sent.
        self._presence_due: set[str] = set()
        self._reset: frames.ResetReason | None = None
        self._ready_due = False
        self._tasks: set[asyncio.Task[None]] = set()

    # --- live --------------------------------------------------------------------------------------------------------

    def push(self, message: Message) -> None:
        """Sends at once, or begins to and steps aside: `send` is run by hand, up to where it waits for the client to read."""
        sending = self._send(message)
        try:
            waiting = sending.send(None)
        except StopIteration:
            return
        except (OSError, RuntimeError):  # how servers say that it is closed; the socket's own task will see that too
            self.leave()
            self.closed = True
        else:
            self._under_way = _finish(sending, waiting)
            self.leave()
            self._spawn(self._settle())

    def show_presence(self, topic: str, frame: str) -> None:
        """Now, or as it is then when this connection is live again."""
        if self._live:
            self.push(text_message(frame))
        else:
            self._presence_due.add(topic)

    def leave(self) -> None:
        """Off the board. What it has by then is remembered."""
        if self._live:
            self._live = False
            self._position = self._line.last
            self._board.leave(self, self._topics)

    def _join(self) -> None:
        self._live = True
        self._board.join(self, self._topics)

    # --- what the hub decides ----------------------------------------------------------------------------------------

    def become(self, principal: Principal) -> None:
        """The same session, with the rights of today: topics come and go with them."""
        if principal == self.principal or self.closed:
            return
        self.principal = principal
        if not self._welcomed:
            return
        self.leave()
        for name in sorted(topics.own(principal) - self._topics.keys()):
            # What it fetches once it is told so can't miss anything: the topic is shown from here on.
            self._topics[name] = self._position
            self._notices.append(frames.subscribed(name, Cursor(self._line.epoch, self._position)))
        lost = [name for name in self._topics if not topics.may_see(principal, name)]
        for name in lost:
            del self._topics[name]
        self._notices += [frames.error("forbidden", name) for name in sorted(lost)]
        self._notices += [frames.error("forbidden", name, of="presence") for name in sorted(self._presence.judge(self))]
        self._spawn(self._settle())

    def start_over(self, why: frames.ResetReason) -> None:
        """The line is another one, or too long to be told: the client refetches."""
        if not self._welcomed:
            return
        self.leave()
        self._reset = why
        self._spawn(self._settle())

    def end(self, code: int) -> None:
        """Closes, without waiting for a client that doesn't read."""
        self.leave()
        self.closed = True
        self._spawn(self._close(code))

    # --- what the client asks ----------------------------------------------------------------------------------------

    async def welcome(self, cursor: Cursor | None, names: Iterable[str]) -> None:
        """What was missed since `cursor`, then `ready`, then live."""
        async with self._writing():
            self._reset = self._line.why_not_from(cursor) if cursor else None
            self._position = self._line.last if cursor is None or self._reset else cursor.seq
            self._topics = dict.fromkeys(topics.own(self.principal), self._position)
            for name in names:
                if refusal := self._refusal(name):
                    self._notices.append(frames.error(refusal, name))
                else:
                    self._topics[name] = self._position
            self._ready_due = True
            self._welcomed = True

    async def subscribe(self, name: str, cursor: Cursor | None) -> None:
        """Answered once, by `subscribed` or by an error."""
        async with self._writing():
            if refusal := self._refusal(name):
                self._notices.append(frames.error(refusal, name))
            elif cursor and (why := self._line.why_not_from(cursor)):
                self._topics.setdefault(name, self._position)
                self._reset = why
                self._notices.append(frames.subscribed(name, self._line.head))
            elif await self._replay(name, cursor.seq if cursor else self._position):
                self._notices.append(frames.subscribed(name, Cursor(self._line.epoch, self._position)))
            else:
                self._notices.append(frames.error("forbidden", name))

    async def unsubscribe(self, name: str) -> None:
        async with self._writing():
            if name not in topics.own(self.principal):
                self._topics.pop(name, None)
            self._notices.append(frames.unsubscribed(name))

    def heard(self) -> None:
        """It said something."""
        self._presence.heard(self, asyncio.get_running_loop().time())

    async def present(self, name: str, doing: frames.Doing | None) -> None:
        if doing is None:
            self._presence.go(self, name)
        elif refusal := self._presence.be(self, name, doing, asyncio.get_running_loop().time()):
            await self.tell(frames.error(refusal, name, of="presence"))
        else:
            await self.tell(self._presence.frame(name))

    async def tell(self, frame: str) -> None:
        async with self._writing():
            self._notices.append(frame)

    async def close(self, code: int, frame: str | None = None) -> None:
        self.leave()
        self.closed = True
        await self._close(code, frame)

    def _refusal(self, name: str) -> frames.ErrorCode | None:
        try:
            if not topics.may_see(self.principal, name):
                return "forbidden"
        except topics.UnknownTopic:
            return "unknown_topic"
        return "too_many_topics" if len(self._topics) >= frames.MOST_TOPICS and name not in self._topics else None

    # --- writing, alone ----------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[None]:
        """Off the board and alone with the socket; afterwards back on it, with nothing left out. Raises Gone."""
        async with self._turn:
            self.leave()
            await self._rest_of_push()
            yield
            await self._catch_up()

    async def _catch_up(self) -> None:
        line = self._line
        while not self.closed:
            if self._reset:
                why, self._reset = self._reset, None
                self._position = line.last
                self._topics = dict.fromkeys(self._topics, line.last)
                self._ready_due = True
                await self._write(frames.reset(why))
            elif self._notices:
                notices, self._notices = self._notices, []
                for notice in notices:
                    await self._write(notice)
            elif line.last - self._position > line.reach:
                self._reset = "too_far_behind"
            elif self._position < line.last:
                events, end = await line.history.after(self._position, line.last)
                for event in events:
                    if self.closed or self._reset:
                        break
                    if self._hears_its_writers(event) and any(self._sees(event, name) for name in event["audience"]):
                        await self._write(event["frame"])
                    self._position = event["seq"]
                else:
                    self._position = end
                    await asyncio.sleep(0)  # a long replay lets the others have their turn
            elif self._ready_due:
                self._ready_due = False
                await self._write(frames.ready(Cursor(line.epoch, self._position)))
            elif self._presence_due:
                if (name := self._presence_due.pop()) in self._presence.where(self):
                    await self._write(self._presence.frame(name))
            else:
                return self._join()

    async def _replay(self, name: str, since: int) -> bool:
        """One topic from `since` to where it was told of already, else to the position, and from then on.

        What another topic brought isn't repeated. False when the right to see it was lost meanwhile.
        """
        known = self._topics.get(name)
        if known is not None and since >= known:
            return True
        after, upto = since, self._position if known is None else known
        while after < upto and not self._reset:
            events, after = await self._line.history.after(after, upto)
            for event in events:
                if not topics.may_see(self.principal, name):
                    return False
                is_new = name in event["audience"] and not any(self._sees(event, other) for other in event["audience"])
                if is_new and self._hears_its_writers(event):
                    await self._write(event["frame"])
        self._topics[name] = since
        return True

    def _sees(self, event: PlacedEvent, name: str) -> bool:
        since = self._topics.get(name)
        return since is not None and event["seq"] > since and topics.may_see(self.principal, name)

    def _hears_its_writers(self, event: PlacedEvent) -> bool:
        unseen = self.principal.unseen
        return not unseen or topics.writers(event["audience"]).isdisjoint(unseen)

    async def _settle(self) -> None:
        try:
            async with self._writing():
                pass
        except Gone:
            self.closed = True
        except DatabaseError as error:
            log.warning("A client couldn't catch up: the database didn't answer.", error=str(error))
            self.end(close_codes.TRY_AGAIN_LATER)

    async def _close(self, code: int, frame: str | None = None) -> None:
        async with self._turn:
            try:
                await self._rest_of_push()
                if frame:
                    await self._write(frame)
                await self._send({"type": "websocket.close", "code": code})
            except (OSError, RuntimeError, Gone):
                return

    async def _rest_of_push(self) -> None:
        if self._under_way:
            under_way, self._under_way = self._under_way, None
            try:
                await under_way
            except (OSError, RuntimeError) as error:
                raise Gone from error

    async def _write(self, frame: str) -> None:
        try:
            await self._send(text_message(frame))
        except (OSError, RuntimeError) as error:
            raise Gone from error

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
