"""What SES's answers mean. It is the outermost edge, and the one thing here that is stubbed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import Any
from unittest.mock import ANY

import boto3
import pytest
from botocore.stub import Stubber
from send_reminder.envelope import Calendar, Message, parse
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
    assert email.send(message, None, None) == "m-1"


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
        email.send(message, None, None)
    assert refusal.value.permanent is permanent
    assert code in str(refusal.value)
    assert "mia" not in str(refusal.value)


def test_no_connection_is_worth_another_try(monkeypatch: pytest.MonkeyPatch, message: Message) -> None:
    monkeypatch.setenv("EMAIL_FROM", "Gym <hello@gym.example>")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    monkeypatch.setattr(email, "ses", email.ses.__wrapped__)  # not the cached client
    with pytest.raises(SendError) as refusal:
        email.send(message, None, None)
    assert refusal.value.permanent is False


def test_a_calendar_goes_along_as_a_file(ses: Stubber, message: Message) -> None:
    """Text and HTML of which one is shown, and beside them the file, with its method where programs look for it."""
    given: dict[str, Any] = {}
    ses.add_response("send_email", {"MessageId": "m-2"}, {"FromEmailAddress": ANY, "Destination": ANY, "Content": ANY})
    ses.client.meta.events.register("provide-client-params.sesv2.SendEmail", lambda params, **_: given.update(params))
    content = "BEGIN:VCALENDAR\r\nSUMMARY:Ваша запись 🏋\r\nEND:VCALENDAR\r\n"
    assert email.send(message, Calendar(name="appointment-5.ics", method="CANCEL", content=content), None) == "m-2"
    mail = message_from_bytes(given["Content"]["Raw"]["Data"], policy=default)
    assert (mail["From"], mail["To"], mail["Subject"]) == ("Gym <hello@gym.example>", "mia@gym.example", message.subject)
    assert mail.get_content_type() == "multipart/mixed"
    texts, file = mail.iter_parts()
    assert texts.get_content_type() == "multipart/alternative"
    assert ["\n".join(part.get_content().splitlines()) for part in texts.iter_parts()] == [message.text.strip(), message.html]
    assert file["Content-Type"].params == {"charset": "utf-8", "method": "CANCEL"}
    assert (file.get_content_type(), file.get_filename(), file.is_attachment()) == ("text/calendar", "appointment-5.ics", True)
    assert file.get_payload(decode=True) == content.encode()


def test_nobody_writes_a_header_of_ours(ses: Stubber, message: Message) -> None:
    with pytest.raises(SendError) as refusal:
        email.send(
            replace(message, subject="Hello\r\nBcc: all@gym.example"), Calendar(name="a.ics", method="PUBLISH", content=""), None
        )
    assert refusal.value.permanent


def test_a_program_can_unsubscribe_at_one_click(ses: Stubber, message: Message) -> None:
    """The two headers of RFC 8058, the address in one piece however long it is."""
    given: dict[str, Any] = {}
    ses.add_response("send_email", {"MessageId": "m-3"}, {"FromEmailAddress": ANY, "Destination": ANY, "Content": ANY})
    ses.client.meta.events.register("provide-client-params.sesv2.SendEmail", lambda params, **_: given.update(params))
    address = "https://api.example/live/answer/" + "x" * 300
    assert email.send(message, None, address) == "m-3"
    lines = given["Content"]["Raw"]["Data"].split(b"\r\n")
    assert f"List-Unsubscribe: <{address}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    mail = message_from_bytes(given["Content"]["Raw"]["Data"], policy=default)
    assert (mail.get_content_type(), mail["Subject"]) == ("multipart/alternative", message.subject)
