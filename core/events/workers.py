"""What the relay runs: the sequencer, a worker for each sink, and the inbox. Each step may be killed anywhere and done again."""

import zlib
from typing import Protocol

from django.db import connection

from core import aws
from core.events import cursor, sequencer
from core.events.inbox import handle
from core.events.models import Event, SinkCursor
from core.events.sinks import Sink
from core.events.wakeup import PLACED, RECORDED


class Worker(Protocol):
    """`channel` is what wakes it, `idle_seconds` how long it sleeps at most; one `alone` works in one process at a time."""

    name: str
    channel: str
    idle_seconds: float
    alone: bool

    def step(self) -> bool:
        """Does what there is to do, or a part; returns whether there may be more."""


def lead(name: str) -> bool:
    """Takes the advisory lock of this name for as long as this connection lives; False when another process has it."""
    with connection.cursor() as database:
        database.execute("SELECT pg_try_advisory_lock(%s)", [zlib.crc32(f"relay {name}".encode())])
        return bool(database.fetchone()[0])


class Sequencer:
    name = "sequencer"
    channel = RECORDED
    idle_seconds = 1.0
    alone = True

    def step(self) -> bool:
        return sequencer.place() == sequencer.BATCH


class LostTheLead(Exception):
    """Another process moved the sink's cursor."""


class SinkWorker:
    channel = PLACED
    idle_seconds = 1.0
    alone = True

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.name = sink.name
        self.seq: int | None = None

    def step(self) -> bool:
        """Delivers the next batch, then moves the cursor: what was accepted twice is late knowledge, what was lost is a fault."""
        head = cursor.head()
        if self.seq is None:
            start = head.seq if self.sink.starts_at_head else 0
            self.seq = SinkCursor.objects.get_or_create(sink=self.sink.name, defaults={"seq": start})[0].seq
        events = list(Event.objects.filter(seq__gt=self.seq).order_by("seq")[: self.sink.batch])
        if not events:
            self.sink.idle(head)
            return False
        self.sink.deliver(events, head)
        last = events[-1].seq
        if not SinkCursor.objects.filter(sink=self.sink.name, seq=self.seq).update(seq=last):
            self.seq = None
            raise LostTheLead(self.sink.name)
        self.seq = last
        return len(events) == self.sink.batch


class Inbox:
    """Takes outcomes off the queue. A message that can't be handled stays, and goes to the dead letters after its last try."""

    name = "inbox"
    channel = PLACED
    idle_seconds = 0.0
    alone = False
    wait_seconds = 5

    def __init__(self, queue_url: str) -> None:
        self.queue_url = queue_url
        self.client = aws.sqs()

    def step(self) -> bool:
        answer = self.client.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=self.wait_seconds)
        failure: ValueError | LookupError | None = None
        for message in answer.get("Messages", []):
            try:
                handle(message["Body"])
            except (ValueError, LookupError) as error:
                failure = error
                continue
            self.client.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        if failure:
            raise failure
        return True
