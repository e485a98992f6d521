"""From the topic to the mail and back on the outcome queue, through the deployed cloud."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from .conftest import Cloud, until

Make = Callable[..., dict[str, Any]]


def keyed(make: Make, kind: str = "reminder.due", **message: object) -> tuple[dict[str, Any], str]:
    envelope = make(kind, **message)
    key: str = envelope["data"]["message"]["key"]
    envelope["data"]["message"]["subject"] += f" {key}"
    return envelope, key


@pytest.mark.parametrize("kind", ["reminder.due", "email.requested"])
def test_sends_and_says_so(cloud: Cloud, envelope: Make, kind: str) -> None:
    event, key = keyed(envelope, kind)
    cloud.publish(event)

    outcome = cloud.outcome(key)
    [mail] = cloud.sent(key)
    message = event["data"]["message"]
    assert mail["Source"] == "Riverside Fitness <hello@gym.example>"
    # With a file it goes as a whole message, whose lines end and are folded as those of mail are.
    assert (mail["To"], mail["Subject"].strip()) == ([message["to"]], message["subject"])
    assert [mail[part].split() for part in ("BodyText", "BodyHtml")] == [message[part].split() for part in ("text", "html")]
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


def test_the_same_key_is_sent_once_and_answered_each_time(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope)
    cloud.publish(event)
    first = cloud.outcome(key)
    cloud.publish(event | {"seq": event["seq"] + 1})
    assert all(outcome == first for outcome in cloud.outcomes(key, count=2))
    assert len(cloud.sent(key)) == 1


def test_copies_at_the_same_time_are_sent_once(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope)
    with cloud.paused():
        cloud.queue(*[json.dumps(event)] * 10)
        cloud.queue(*[json.dumps(event)] * 10)
    cloud.outcome(key)
    until(lambda: cloud.waiting() == 0)
    assert len(cloud.sent(key)) == 1


def test_what_could_not_be_reported_is_reported_later_and_not_sent_again(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope)
    with cloud.environment(OUTCOME_QUEUE_URL=cloud.outputs["OutcomeQueueUrl"] + "-gone"):
        cloud.publish(event)
        until(lambda: any(mail["MessageId"] in cloud.stored() for mail in cloud.sent(key)))
    outcome = cloud.outcome(key)
    [mail] = cloud.sent(key)
    assert (outcome["outcome"], outcome["provider_id"]) == ("sent", mail["MessageId"])


def test_a_malformed_record_is_a_dead_letter_and_its_neighbours_are_sent(cloud: Cloud, envelope: Make) -> None:
    (before, key_before), (after, key_after), (bad, bad_key) = keyed(envelope), keyed(envelope), keyed(envelope)
    del bad["data"]["message"]["to"]
    with cloud.impatient():
        with cloud.paused():
            cloud.queue(json.dumps(before), json.dumps(bad), json.dumps(after))
        assert [cloud.outcome(key)["outcome"] for key in (key_before, key_after)] == ["sent", "sent"]

        dead: list[str] = []

        def found() -> bool:
            url = cloud.outputs["RemindersDlqUrl"]
            for letter in cloud.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1).get("Messages", []):
                cloud.sqs.delete_message(QueueUrl=url, ReceiptHandle=letter["ReceiptHandle"])
                dead.append(letter["Body"])
            return json.dumps(bad) in dead

        until(found)
    assert cloud.sent(bad_key) == []
    assert len(cloud.sent(key_before)) == len(cloud.sent(key_after)) == 1


def test_other_types_never_reach_the_queue(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope)
    until(lambda: cloud.waiting() == 0)
    with cloud.paused():
        cloud.publish(event, kind="customer.created")
        assert cloud.waiting() == 0
        cloud.publish(event)
        assert cloud.waiting() == 1
    cloud.outcome(key)


def test_what_is_too_late_is_not_sent(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope, not_after="2026-01-01T00:00:00Z")
    cloud.publish(event)
    outcome = cloud.outcome(key)
    assert (outcome["outcome"], outcome["provider_id"]) == ("expired", "")
    assert cloud.sent(key) == []


def test_what_ses_refuses_has_failed(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope, to="mia@elsewhere.example")
    cloud.publish(event)
    outcome = cloud.outcome(key)
    assert outcome["outcome"] == "failed"
    assert "not verified" in outcome["detail"]
    assert "mia" not in outcome["detail"]
    assert cloud.sent(key) == []


def test_a_channel_without_a_sender_has_failed(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope, channel="pigeon")
    cloud.publish(event)
    outcome = cloud.outcome(key)
    assert outcome["outcome"] == "failed"


def test_the_store_keeps_neither_contact_details_nor_text(cloud: Cloud, envelope: Make) -> None:
    event, key = keyed(envelope)
    cloud.publish(event)
    cloud.outcome(key)
    assert "sent" in cloud.stored()
    assert "mia" not in cloud.stored()


def test_the_log_says_what_happened_and_to_nobody_s_address(cloud: Cloud, envelope: Make) -> None:
    sent, refused, malformed = envelope(), envelope(to="mia@elsewhere.example"), envelope(cc="mia@gym.example")
    sent["id"], refused["id"] = str(uuid.uuid4()), str(uuid.uuid4())
    for event in (sent, refused, malformed):
        cloud.publish(event)
    until(lambda: all(word in cloud.log() for word in (sent["id"], refused["id"], "left for another try")))
    assert "mia" not in cloud.log()
