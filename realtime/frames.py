"""The frames of the websocket protocol: what a client may say, and what it is told beside events."""

from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, PlainValidator, TypeAdapter

from core.events.cursor import Cursor

Topic = Annotated[str, Field(min_length=1, max_length=80)]
# More than any screen shows at once.
MOST_TOPICS = 100


def _cursor(value: object) -> Cursor | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("A cursor is <epoch>.<seq>.")
    return Cursor.parse(value)


Place = Annotated[Cursor | None, PlainValidator(_cursor)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Hello(_Frame):
    """First. `cursor` is the place of the snapshot that the client holds; without one it is told what comes from now on."""

    type: Literal["hello"]
    cursor: Place
    topics: list[Topic] = Field(default_factory=list, max_length=MOST_TOPICS)


class Subscribe(_Frame):
    type: Literal["subscribe"]
    topic: Topic
    cursor: Place = None


class Unsubscribe(_Frame):
    type: Literal["unsubscribe"]
    topic: Topic


class Ping(_Frame):
    type: Literal["ping"]


ClientFrame = Hello | Subscribe | Unsubscribe | Ping
_client_frame: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


def parse(text: str) -> ClientFrame:
    """Raises ValueError for anything that is not exactly one of the frames."""
    return _client_frame.validate_json(text)


ResetReason = Literal["epoch", "too_far_behind"]
ErrorCode = Literal["bad_frame", "too_large", "flood", "forbidden", "unknown_topic", "too_many_topics"]


def _frame(kind: str, **fields: Any) -> str:
    return orjson.dumps({"type": kind, **fields}).decode()


PONG = _frame("pong")


def ready(cursor: Cursor) -> str:
    return _frame("ready", cursor=str(cursor))


def subscribed(topic: str, cursor: Cursor) -> str:
    return _frame("subscribed", topic=topic, cursor=str(cursor))


def unsubscribed(topic: str) -> str:
    return _frame("unsubscribed", topic=topic)


def ping(head: Cursor) -> str:
    return _frame("ping", head=str(head))


def reset(why: ResetReason) -> str:
    return _frame("reset", why=why)


def error(code: ErrorCode, topic: str | None = None) -> str:
    return _frame("error", code=code) if topic is None else _frame("error", code=code, topic=topic)
