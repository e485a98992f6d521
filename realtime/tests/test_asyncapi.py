"""The document says what the socket does."""

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from core.events import registry
from core.events.cursor import Cursor
from core.events.live import frame
from core.events.models import Event
from core.people_events import CustomerUpdated
from realtime import asyncapi, close_codes, frames, topics
from realtime.tests.test_protocol import BAD

ROOT = Path(__file__).resolve().parents[2]
SPECIFICATION = ROOT / "frontend/node_modules/@asyncapi/specs/schemas/3.0.0.json"
HERE = Cursor(str(uuid.uuid4()), 7)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return asyncapi.document()


def payloads(document: dict[str, Any], side: str) -> dict[str, Any]:
    """A schema of every frame of one side."""
    messages = document["components"]["messages"]
    return {
        "oneOf": [message["payload"] for name, message in messages.items() if name.split(".")[0] in side.split()],
        "components": document["components"],
    }


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_asyncapi_3(document: dict[str, Any]) -> None:
    valid = jsonschema_rs.validator_for(json.loads(SPECIFICATION.read_text()))
    assert [error.message for error in valid.iter_errors(document)] == []
    assert not valid.is_valid(document | {"channels": {"live": document["channels"]["live"] | {"nonsense": 1}}})


def test_what_it_refers_to_is_there(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        found = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_it_is_served(client: Client, document: dict[str, Any]) -> None:
    answer = client.get("/api/asyncapi/")
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == document


@pytest.mark.parametrize(
    "told",
    [
        frames.ready(HERE),
        frames.subscribed("post:5", HERE),
        frames.unsubscribed("post:5"),
        frames.ping(HERE),
        frames.PONG,
        frames.reset("epoch"),
        frames.error("flood"),
        frames.error("forbidden", "staff"),
        frames.error("forbidden", "staff", of="presence"),
        frames.Presence(
            type="presence", topic="staff", people=[frames.PersonPresent(id=7, name="Mia", doing="editing")], more=0
        ).text(),
    ],
)
def test_it_describes_what_is_told(document: dict[str, Any], told: str) -> None:
    jsonschema_rs.validator_for(payloads(document, "server")).validate(json.loads(told))
    assert not jsonschema_rs.is_valid(payloads(document, "client event"), json.loads(told)) or told == frames.PONG


def test_it_describes_events(document: dict[str, Any]) -> None:
    data = CustomerUpdated(id=5, version=2, first_name="Mia", last_name="Ott")
    event = Event(seq=8, type=data.type, subject="customer/5", dataversion=1, audience=["staff"], data=data.model_dump())
    valid = jsonschema_rs.validator_for(payloads(document, "event"))
    told = json.loads(frame(event))
    valid.validate(told)
    told["event"]["data"]["email"] = "mia@example.com"
    assert not valid.is_valid(told)


def test_every_event_for_screens_is_there_and_no_other(document: dict[str, Any]) -> None:
    named = {name.removeprefix("event.") for name in document["components"]["messages"] if name.startswith("event.")}
    assert named == {name for name, cls in registry.REGISTRY.items() if name not in registry.SAMPLES and cls.leaves_the_database}


def test_it_takes_what_the_socket_takes_and_refuses_what_it_refuses(document: dict[str, Any]) -> None:
    valid = jsonschema_rs.validator_for(payloads(document, "client"))
    for said in (
        {"type": "hello", "cursor": None},
        {"type": "hello", "cursor": str(HERE), "topics": ["feed"]},
        {"type": "subscribe", "topic": "post:5", "cursor": str(HERE)},
        {"type": "unsubscribe", "topic": "post:5"},
        {"type": "present", "topic": "post:5", "doing": "editing"},
        {"type": "present", "topic": "post:5", "doing": None},
        {"type": "ping"},
    ):
        assert frames.parse(json.dumps(said))
        valid.validate(said)
    for bad in BAD:
        try:
            said = json.loads(bad)
        except (ValueError, RecursionError):
            continue
        # A second hello is refused for when it comes, a lone surrogate for what no JSON text can carry.
        if said != {"type": "hello", "cursor": None} and b"\\ud800" not in str(bad).encode():
            assert not valid.is_valid(said), bad


def test_topics_and_close_codes_are_all_there(document: dict[str, Any]) -> None:
    channel = document["channels"]["live"]
    assert {topic["name"] for topic in channel["x-topics"]} == set(topics.KINDS)
    assert {"staff", "members", "user:{id}", "customer:{id}", "feed", "post:{id}", "session:{id}"} <= set(topics.KINDS)
    declared = {value for name, value in vars(close_codes).items() if isinstance(value, int)}
    assert {int(code) for code in channel["x-close-codes"]} == declared
    told = (ROOT / "docs/architecture.md").read_text()
    for code in declared:
        assert re.search(rf"\b{code}\b", told), "docs/architecture.md tells of every close code"
