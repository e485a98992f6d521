"""A message is delivered once, however often it is asked for.

What became of it is stored under its key in the moment it is sent; asked again, that is the answer. So an outcome that
could not be reported is reported on the next try, and the message isn't sent again. Left is a yes of SES that never
arrives (the function killed, the answer timed out): then it is sent again, because SES takes no key of ours, and a
reminder twice is better than none.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.serialization.dataclass import DataclassSerializer

from send_reminder.envelope import Calendar, Message
from send_reminder.senders import email
from send_reminder.senders.error import SendError

SENDERS: dict[str, Callable[[Message, Calendar | None, str | None], str]] = {"email": email.send}

# A message may wait 4 days in the queue, 14 in the dead letters and, redriven, 4 more.
config = IdempotencyConfig(
    event_key_jmespath="key",
    raise_on_no_idempotency_key=True,
    expires_after_seconds=int(timedelta(days=30).total_seconds()),
    hash_function="sha256",
)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    outcome: str  # sent, failed or expired
    at: str
    provider_id: str = ""
    detail: str = ""


@idempotent_function(  # type: ignore[untyped-decorator]
    data_keyword_argument="message",
    persistence_store=DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"]),
    config=config,
    output_serializer=DataclassSerializer,
    key_prefix="message",
)
def deliver(*, message: Message, calendar: Calendar | None, unsubscribe: str | None) -> Delivery:
    """Raises SendError when it is worth another try."""
    now = datetime.now(UTC)
    at = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if message.not_after is not None and now > message.not_after:
        return Delivery(outcome="expired", at=at)
    if message.channel not in SENDERS:
        return Delivery(outcome="failed", at=at, detail="No sender for this channel.")
    try:
        return Delivery(outcome="sent", at=at, provider_id=SENDERS[message.channel](message, calendar, unsubscribe))
    except SendError as error:
        if not error.permanent:
            raise
        return Delivery(outcome="failed", at=at, detail=str(error))
