"""From the topic to the mail and back on the outcome queue, through the deployed stack."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from .conftest import Stack, until

Make = Callable[..., dict[str, Any]]


def keyed(make: Make, kind: str = "reminder.due", **message: object) -> tuple[dict[str, Any], str]:
    envelope = make(kind, **message)
    key: str = envelope["data"]["message"]["key"]
    envelope["data"]["message"]["subject"] += f" {key}"
    return envelope, key


@pytest.mark.parametrize("kind", ["reminder.due", "email.requested"])
def test_sends_and_says_so(stack: Stack, envelope: Make, kind: str) -> None:
    event, key = keyed(envelope, kind)
    stack.publish(event)

    [outcome] = stack.outcomes(key)
    [mail] = stack.sent(key)
    message = event["data"]["message"]
    assert mail["Source"] == "Gym <hello@gym.example>"
    assert (mail["To"], mail["Subject"]) == ([message["to"]], message["subject"])
    assert (mail["BodyText"], mail["BodyHtml"]) == (message["text"], message["html"])
    assert datetime.fromisoformat(outcome.pop("at")).tzinfo is not None
    assert outcome == {
        "type": "message.outcome",
        "of": kind,
        "subject": event["subject"],
        "key": key,
        "outcome": "sent",
        "provider_id": mail["MessageId"],
        "detail": "",
    }


def test_the_same_key_is_sent_once_and_answered_each_time(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope)
    stack.publish(event)
    [first] = stack.outcomes(key)
    stack.publish(event | {"seq": event["seq"] + 1})
    assert stack.outcomes(key, count=2) == [first, first]
    assert len(stack.sent(key)) == 1


def test_copies_at_the_same_time_are_sent_once(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope)
    with stack.paused():
        stack.queue(*[json.dumps(event)] * 10)
        stack.queue(*[json.dumps(event)] * 10)
    stack.outcomes(key)
    until(lambda: stack.waiting() == 0)
    assert len(stack.sent(key)) == 1


def test_what_could_not_be_reported_is_reported_later_and_not_sent_again(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope)
    with stack.environment(OUTCOME_QUEUE_URL=stack.outputs["OutcomeQueueUrl"] + "-gone"):
        stack.publish(event)
        until(lambda: any(mail["MessageId"] in stack.stored() for mail in stack.sent(key)))
    [outcome] = stack.outcomes(key)
    [mail] = stack.sent(key)
    assert (outcome["outcome"], outcome["provider_id"]) == ("sent", mail["MessageId"])


def test_a_malformed_record_is_a_dead_letter_and_its_neighbours_are_sent(stack: Stack, envelope: Make) -> None:
    (before, key_before), (after, key_after), (bad, bad_key) = keyed(envelope), keyed(envelope), keyed(envelope)
    del bad["data"]["message"]["to"]
    with stack.paused():
        stack.queue(json.dumps(before), json.dumps(bad), json.dumps(after))
    assert [outcome["outcome"] for key in (key_before, key_after) for outcome in stack.outcomes(key)] == ["sent"] * 2

    dead: list[str] = []

    def found() -> bool:
        url = stack.outputs["RemindersDlqUrl"]
        for letter in stack.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", []):
            stack.sqs.delete_message(QueueUrl=url, ReceiptHandle=letter["ReceiptHandle"])
            dead.append(letter["Body"])
        return json.dumps(bad) in dead

    until(found)
    assert stack.sent(bad_key) == []
    assert len(stack.sent(key_before)) == len(stack.sent(key_after)) == 1


def test_other_types_never_reach_the_queue(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope)
    until(lambda: stack.waiting() == 0)
    with stack.paused():
        stack.publish(event, kind="customer.created")
        assert stack.waiting() == 0
        stack.publish(event)
        assert stack.waiting() == 1
    stack.outcomes(key)


def test_what_is_too_late_is_not_sent(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope, not_after="2026-01-01T00:00:00Z")
    stack.publish(event)
    [outcome] = stack.outcomes(key)
    assert (outcome["outcome"], outcome["provider_id"]) == ("expired", "")
    assert stack.sent(key) == []


def test_what_ses_refuses_has_failed(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope, to="mia@elsewhere.example")
    stack.publish(event)
    [outcome] = stack.outcomes(key)
    assert outcome["outcome"] == "failed"
    assert "not verified" in outcome["detail"]
    assert "mia" not in outcome["detail"]
    assert stack.sent(key) == []


def test_a_channel_without_a_sender_has_failed(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope, channel="pigeon")
    stack.publish(event)
    [outcome] = stack.outcomes(key)
    assert outcome["outcome"] == "failed"


def test_the_store_keeps_neither_contact_details_nor_text(stack: Stack, envelope: Make) -> None:
    event, key = keyed(envelope)
    stack.publish(event)
    stack.outcomes(key)
    assert "sent" in stack.stored()
    assert "mia" not in stack.stored()
