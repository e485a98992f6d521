import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from send_reminder.envelope import DATA, EmailRequested, Malformed, ReminderDue, parse

CONTRACT = Path(__file__).resolve().parents[1] / "contract"
Sample = dict[str, Any]


def test_every_type_has_a_sample_that_parses() -> None:
    samples = {path.stem: parse(path.read_text()) for path in CONTRACT.glob("*.json")}
    assert {(envelope.type, envelope.dataversion) for envelope in samples.values()} == set(DATA) - {
        ("reminder.due", 1),
        ("reminder.due", 2),
    }
    assert all(name == envelope.type for name, envelope in samples.items())


def test_reads_what_the_samples_say() -> None:
    reminder = parse((CONTRACT / "reminder.due.json").read_text())
    raw = json.loads((CONTRACT / "reminder.due.json").read_text())
    assert isinstance(reminder.data, ReminderDue)
    assert reminder.data.reminder == raw["data"]["reminder"]
    assert reminder.data.message.to == raw["data"]["message"]["to"]
    assert reminder.data.message.not_after is not None
    assert reminder.data.message.not_after.tzinfo is not None
    assert isinstance(parse((CONTRACT / "email.requested.json").read_text()).data, EmailRequested)


def test_a_message_may_be_good_for_ever(envelope: Callable[..., Sample]) -> None:
    assert parse(json.dumps(envelope(not_after=None))).data.message.not_after is None


def without(sample: Sample, *path: str) -> None:
    *folders, name = path
    for folder in folders:
        sample = sample[folder]
    del sample[name]


REFUSED: dict[str, Callable[[Sample], object]] = {
    "unknown field of the envelope": lambda sample: sample.update(colour="red"),
    "unknown field of the data": lambda sample: sample["data"].update(colour="red"),
    "unknown field of the message": lambda sample: sample["data"]["message"].update(cc="eve@gym.example"),
    "without an id": lambda sample: without(sample, "id"),
    "without the reminder": lambda sample: without(sample, "data", "reminder"),
    "without a recipient": lambda sample: without(sample, "data", "message", "to"),
    "without not_after": lambda sample: without(sample, "data", "message", "not_after"),
    "without a type": lambda sample: without(sample, "type"),
    "a type of no interest": lambda sample: sample.update(type="customer.created"),
    "a list for a type": lambda sample: sample.update(type=["reminder.due"]),
    "a later dataversion": lambda sample: sample.update(dataversion=4),
    "true for dataversion": lambda sample: sample.update(dataversion=True),
    "another specversion": lambda sample: sample.update(specversion="0.3"),
    "true for a number": lambda sample: sample.update(seq=True),
    "a text for a number": lambda sample: sample["data"].update(reminder="81"),
    "a number for a text": lambda sample: sample["data"]["message"].update(to=12),
    "null for a text": lambda sample: sample["data"]["message"].update(html=None),
    "a text for the audience": lambda sample: sample.update(audience="staff"),
    "a number in the audience": lambda sample: sample.update(audience=["staff", 5]),
    "a list for data": lambda sample: sample.update(data=[]),
    "a list for the message": lambda sample: sample["data"].update(message=[]),
    "no instant": lambda sample: sample["data"]["message"].update(not_after="tomorrow"),
    "an instant without its zone": lambda sample: sample["data"]["message"].update(not_after="2026-11-25T10:00:00"),
}


@pytest.mark.parametrize("spoil", REFUSED.values(), ids=REFUSED)
def test_refuses(spoil: Callable[[Sample], object], envelope: Callable[..., Sample]) -> None:
    sample = envelope()
    parse(json.dumps(sample))
    spoil(sample)
    with pytest.raises(Malformed):
        parse(json.dumps(sample))


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"reminder.due"'])
def test_refuses_what_is_no_object(body: str) -> None:
    with pytest.raises(Malformed):
        parse(body)


def test_a_refusal_holds_no_contact_details(envelope: Callable[..., Sample]) -> None:
    sample = envelope(to={"mia@gym.example": 1}, **{"mia@gym.example": 1})
    with pytest.raises(Malformed) as refusal:
        parse(json.dumps(sample))
    assert "mia" not in str(refusal.value)
