"""What SES's answers mean. It is the outermost edge, and the one thing here that is stubbed."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from send_reminder.envelope import Message, parse
from send_reminder.senders import email
from send_reminder.senders.error import SendError


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    client = boto3.client("sesv2", region_name="eu-central-1")
    monkeypatch.setenv("EMAIL_FROM", "Gym <hello@gym.example>")
    monkeypatch.setattr(email, "ses", lambda: client)
    with Stubber(client) as stubber:
        yield stubber


@pytest.fixture
def message(envelope: Callable[..., dict[str, Any]]) -> Message:
    return parse(json.dumps(envelope(subject="Ваша запись 🏋"))).data.message


def test_hands_over_the_message_as_it_is(ses: Stubber, message: Message) -> None:
    utf8 = {"Charset": "UTF-8"}
    expected = {
        "FromEmailAddress": "Gym <hello@gym.example>",
        "Destination": {"ToAddresses": ["mia@gym.example"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Ваша запись 🏋"} | utf8,
                "Body": {"Text": {"Data": message.text} | utf8, "Html": {"Data": message.html} | utf8},
            }
        },
    }
    ses.add_response("send_email", {"MessageId": "m-1"}, expected)
    assert email.send(message) == "m-1"


@pytest.mark.parametrize(
    ("code", "permanent"),
    [
        ("MessageRejected", True),
        ("BadRequestException", True),
        ("TooManyRequestsException", False),
        ("LimitExceededException", False),
        ("SendingPausedException", False),
        ("AccountSuspendedException", False),
        ("MailFromDomainNotVerifiedException", False),
        ("InternalFailure", False),
        ("AccessDeniedException", False),
    ],
)
def test_only_a_fault_of_the_message_is_permanent(ses: Stubber, message: Message, code: str, permanent: bool) -> None:
    ses.add_client_error("send_email", code, "Refused: <mia@gym.example>, mia@gym.example.")
    with pytest.raises(SendError) as refusal:
        email.send(message)
    assert refusal.value.permanent is permanent
    assert code in str(refusal.value)
    assert "mia" not in str(refusal.value)


def test_no_connection_is_worth_another_try(monkeypatch: pytest.MonkeyPatch, message: Message) -> None:
    monkeypatch.setenv("EMAIL_FROM", "Gym <hello@gym.example>")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(email, "ses", email.ses.__wrapped__)  # not the cached client
    with pytest.raises(SendError) as refusal:
        email.send(message)
    assert refusal.value.permanent is False
