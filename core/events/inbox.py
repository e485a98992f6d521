"""What comes back from the functions: each message is of a declared type, and handed to the use case that takes that type."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, TypeVar

from django.db import transaction
from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of what a function reports: frozen, strict about its fields, and named by `type`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str


A = TypeVar("A", bound=Answer)
TYPES: dict[str, tuple[type[Answer], Callable[[Any], None]]] = {}


def answer(name: str, shape: type[A]) -> Callable[[Callable[[A], None]], Callable[[A], None]]:
    """Registers a use case for a type of message. It runs in a transaction and must take a repeat as done already."""

    def register(handler: Callable[[A], None]) -> Callable[[A], None]:
        if name in TYPES:
            raise ValueError(f"{name} is handled already.")
        TYPES[name] = (shape, handler)
        return handler

    return register


def handle(body: str) -> None:
    """Gives one message of the queue to its use case. Raises ValueError or LookupError for what nobody here understands."""
    raw = json.loads(body)
    if not isinstance(raw, dict):
        raise ValueError("not an object")
    shape, handler = TYPES[str(raw.get("type"))]
    message = shape.model_validate_json(body)
    with transaction.atomic():
        handler(message)


class Outcome(Answer):
    """What became of one message. `of` is the type of the event that asked for it, `subject` its subject, `key` the message's."""

    type: Literal["message.outcome"]
    of: str
    subject: str
    key: str
    outcome: Literal["sent", "failed", "expired"]
    provider_id: str
    detail: str
    at: datetime


Handler = Callable[[Outcome], None]
H = TypeVar("H", bound=Handler)
HANDLERS: dict[str, Handler] = {}


def outcome_of(event_type: str) -> Callable[[H], H]:
    """Registers a use case for the outcomes of an event type, as `answer` does for a type of message."""

    def register(handler: H) -> H:
        if event_type in HANDLERS:
            raise ValueError(f"Outcomes of {event_type} are handled already.")
        HANDLERS[event_type] = handler
        return handler

    return register


@answer("message.outcome", Outcome)
def _outcome(outcome: Outcome) -> None:
    HANDLERS[outcome.of](outcome)
