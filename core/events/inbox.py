"""What comes back from the functions: outcomes, each handed to the use case that asked for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeVar

from django.db import transaction
from pydantic import BaseModel, ConfigDict


class Outcome(BaseModel):
    """What became of one message. `of` is the type of the event that asked for it, `subject` its subject, `key` the message's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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
    """Registers a use case for the outcomes of an event type. It runs in a transaction and must take a repeat as done already."""

    def register(handler: H) -> H:
        if event_type in HANDLERS:
            raise ValueError(f"Outcomes of {event_type} are handled already.")
        HANDLERS[event_type] = handler
        return handler

    return register


def handle(body: str) -> None:
    """Gives one message of the queue to its use case. Raises ValidationError or LookupError for what nobody here understands."""
    outcome = Outcome.model_validate_json(body)
    with transaction.atomic():
        HANDLERS[outcome.of](outcome)
