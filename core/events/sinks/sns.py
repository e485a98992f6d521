"""Publishes every event to the SNS topic, in order, at least once. Functions are told apart by the attribute `type`."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core import aws
from core.events.cursor import Cursor
from core.events.envelope import for_functions
from core.events.models import Event

if TYPE_CHECKING:
    from mypy_boto3_sns.type_defs import PublishBatchRequestEntryTypeDef


# SNS takes 256 KiB a call, attributes included.
CALL_BYTES = 240_000


class Refusal(Exception):
    """SNS took the call and refused some of its messages."""


class SnsSink:
    name = "sns"
    batch = 10  # what one call of PublishBatch takes
    starts_at_head = False

    def __init__(self, topic_arn: str) -> None:
        self.topic_arn = topic_arn
        self.client = aws.sns()
        self.accepted: set[int] = set()

    def deliver(self, events: Sequence[Event], head: Cursor) -> None:
        """Returns when the topic has accepted all. What it accepted of a batch is not sent again while the rest is retried."""
        for entries in self._calls([event for event in events if event.seq not in self.accepted]):
            answer = self.client.publish_batch(TopicArn=self.topic_arn, PublishBatchRequestEntries=entries)
            self.accepted |= {int(entry["Id"]) for entry in answer.get("Successful", [])}
            if failed := answer.get("Failed"):
                raise Refusal(f"{len(failed)} of {len(entries)}: {failed[0]}")
        self.accepted.clear()

    def _calls(self, events: Sequence[Event]) -> Iterator[list["PublishBatchRequestEntryTypeDef"]]:
        """The entries of each call: a call carries CALL_BYTES at most."""
        entries: list[PublishBatchRequestEntryTypeDef] = []
        room = CALL_BYTES
        for event in events:
            text = json.dumps(for_functions(event), ensure_ascii=False, separators=(",", ":"))
            size = len(text.encode())
            if entries and size > room:
                yield entries
                entries, room = [], CALL_BYTES
            entries.append(
                {
                    "Id": str(event.seq),
                    "Message": text,
                    "MessageAttributes": {"type": {"DataType": "String", "StringValue": event.type}},
                }
            )
            room -= size
        if entries:
            yield entries

    def idle(self, head: Cursor) -> None:
        """Nothing to say while nothing happens."""
