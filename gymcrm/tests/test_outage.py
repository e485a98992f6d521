"""Redis, AWS and the relay may each be away: saving goes on, and when they are back everything arrives, once, in order."""

import json
from typing import Any

import boto3
import pytest

from gymcrm.stack.stack import Stack
from gymcrm.tests.visitor import Visitor

CHANGES = 200


def client(stack: Stack, service: str) -> Any:
    return boto3.session.Session().client(  # type: ignore[call-overload]
        service,
        endpoint_url=stack.env["AWS_ENDPOINT_URL"],
        region_name=stack.env["AWS_DEFAULT_REGION"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def listening_queue(stack: Stack) -> str:
    """A queue of the test's own on the topic: what SNS says to whoever subscribes."""
    sqs, sns = client(stack, "sqs"), client(stack, "sns")
    url: str = sqs.create_queue(QueueName="listener")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(
        TopicArn=stack.env["GYM_EVENTS_TOPIC_ARN"], Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"}
    )
    return url


def received(stack: Stack, url: str, count: int) -> list[dict[str, Any]]:
    """Reads until `count` messages came, and once more to see that there are no others."""
    sqs = client(stack, "sqs")
    found: list[dict[str, Any]] = []
    while True:
        enough = len(found) >= count
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1 if enough else 20)
        messages = answer.get("Messages", [])
        if not messages:
            return found
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@pytest.mark.timeout(180)
@pytest.mark.parametrize("away", [("redis", "aws"), ("relay",)], ids=" and ".join)
def test_two_hundred_changes_while_services_are_away(system: Stack, away: tuple[str, ...]) -> None:
    queue = listening_queue(system)
    with Visitor(system.env["GYM_PUBLIC_URL"]) as staff:
        answer = staff.post("/api/customers/", {"first_name": "0", "last_name": "Ott", "email": f"{away[0]}@example.org"})
        customer = answer.json()["id"]
        staff.heard(lambda _: staff.events("customer.created"))

        for name in away:
            system[name].kill()
        for change in range(1, CHANGES + 1):
            answer = staff.patch(f"/api/customers/{customer}/", {"first_name": str(change)})
            assert (answer.status_code, answer.json()["version"]) == (200, change + 1)
        for name in reversed(away):
            system[name].start()

        staff.heard(lambda _: len(staff.events("customer.updated")) >= CHANGES, seconds=60)
        on_screen = staff.events("customer.updated")
        assert not [frame for frame in staff.frames if frame["type"] == "reset"]

    # Beside each change stands the event of its details, which says nothing to a screen.
    at_sns = [event for event in received(system, queue, 2 * CHANGES) if event["type"] == "customer.updated"]
    expected = [str(change) for change in range(1, CHANGES + 1)]
    for arrived in (on_screen, at_sns):
        assert [event["data"]["first_name"] for event in arrived] == expected
        seqs = [event["seq"] for event in arrived]
        assert seqs == sorted(set(seqs))
    client(system, "sqs").delete_queue(QueueUrl=queue)
