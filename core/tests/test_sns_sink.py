"""What the SNS sink sends, and sends again."""

import json
from typing import Any

import pytest

from core import aws
from core.events.cursor import Cursor
from core.events.models import Event
from core.events.sinks.sns import Refusal, SnsSink

HEAD = Cursor(epoch="00000000-0000-0000-0000-000000000000", seq=99)


@pytest.fixture
def topic() -> Any:
    """A topic and a queue that hears all of it."""
    sns, sqs = aws.sns(), aws.sqs()
    arn = sns.create_topic(Name="sink-test")["TopicArn"]
    url = sqs.create_queue(QueueName="sink-test")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    yield arn, url
    sns.delete_topic(TopicArn=arn)
    sqs.delete_queue(QueueUrl=url)


def events(count: int, size: int = 10) -> list[Event]:
    return [
        Event(seq=seq, type="customer.updated", subject="customer/1", dataversion=1, audience=[], data={"text": "ü" * size})
        for seq in range(1, count + 1)
    ]


def heard(url: str, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < count:
        messages = aws.sqs().receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=10, MessageAttributeNames=["type"]
        )["Messages"]
        for message in messages:
            assert message["MessageAttributes"]["type"]["StringValue"] == "customer.updated"
            found.append(json.loads(message["Body"]))
    return found


def test_a_batch_larger_than_a_call_is_sent_in_several(topic: tuple[str, str]) -> None:
    arn, url = topic
    SnsSink(arn).deliver(events(10, size=50_000), HEAD)
    assert [event["seq"] for event in heard(url, 10)] == list(range(1, 11))


def test_what_was_accepted_of_a_refused_batch_is_not_sent_again(topic: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """SNS refuses one entry of a call, the one that is too long; the other two are not sent twice."""
    arn, url = topic
    monkeypatch.setattr("core.events.sinks.sns.CALL_BYTES", 10**9)
    sink = SnsSink(arn)
    batch = events(3)
    batch[1].data = {"text": "x" * 300_000}
    with pytest.raises(Refusal):
        sink.deliver(batch, HEAD)
    batch[1].data = {"text": "short enough"}
    sink.deliver(batch, HEAD)
    assert sorted(event["seq"] for event in heard(url, 3)) == [1, 2, 3]
    assert "Messages" not in aws.sqs().receive_message(QueueUrl=url, WaitTimeSeconds=0)
