"""The frames of the websocket protocol: what a client may say, and what it is told.

Each is declared once, here: from these classes come the checks, the text that is sent, the AsyncAPI document and the client's
types. Only `event` frames are made elsewhere (`core.events.live`), once for everybody.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, TypeAdapter, WithJsonSchema

from core.events.cursor import Cursor

# More than any screen shows at once.
MOST_TOPICS = 100
# Topics in which one connection, which may serve many tabs, is present.
MOST_PLACES = 20

Topic = Annotated[str, Field(min_length=1, max_length=80)]


def _cursor(value: object) -> Cursor:
    if isinstance(value, Cursor):
        return value
    if not isinstance(value, str):
        raise ValueError("A cursor is <epoch>.<seq>.")
    return Cursor.parse(value)


Place = Annotated[
    Cursor,
    PlainValidator(_cursor),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9a-fA-F-]{32,36}\\.[0-9]{1,18}$", "description": "`<epoch>.<seq>`"}),
]
Doing = Literal["viewing", "editing"]
ResetReason = Literal["epoch", "too_far_behind"]
ErrorCode = Literal["bad_frame", "too_large", "flood", "forbidden", "unknown_topic", "too_many_topics"]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# --- what a client may say -----------------------------------------------------------------------------------------------


class Hello(_Frame):
    """First. `cursor` is the place of the snapshot that the client holds; without one it is told what comes from now on."""

    type: Literal["hello"]
    cursor: Place | None
    topics: list[Topic] = Field(default_factory=list, max_length=MOST_TOPICS)


class Subscribe(_Frame):
    """One topic more, from `cursor` on if there is one. Asked again from an older cursor, what is between is told, too.

    Answered by `subscribed` or by an error; of a cursor that can't be continued from, after a reset.
    """

    type: Literal["subscribe"]
    topic: Topic
    cursor: Place | None = None


class Unsubscribe(_Frame):
    """One topic less. One's own topics can't be left."""

    type: Literal["unsubscribe"]
    topic: Topic


class Present(_Frame):
    """What the person at this connection is doing at a topic; null when they left it. In `staff`, viewing is being online.

    Who is present is told who else is, at once and whenever it changes. It holds for as long as the connection says something,
    a ping if nothing else, every few seconds.
    """

    type: Literal["present"]
    topic: Topic
    doing: Doing | None


class Ping(_Frame):
    """Answered by pong: everything that was said to this connection before has been sent."""

    type: Literal["ping"]


ClientFrame = Hello | Subscribe | Unsubscribe | Present | Ping
CLIENT_FRAMES: tuple[type[_Frame], ...] = (Hello, Subscribe, Unsubscribe, Present, Ping)
_client_frame: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


def parse(text: str) -> ClientFrame:
    """Raises ValueError for anything that is not exactly one of the frames."""
    return _client_frame.validate_json(text)


# --- what it is told beside events ---------------------------------------------------------------------------------------


class _Told(_Frame):
    def text(self) -> str:
        return self.model_dump_json(exclude_none=True)


class Ready(_Told):
    """Everything up to `cursor` that this person may see has been sent; what comes is live."""

    type: Literal["ready"]
    cursor: Place


class Subscribed(_Told):
    """The topic is told of, and everything in it since the cursor that was asked from has been sent.

    Unasked, it is one of one's own that a new role opens: fetch what it shows, everything after is told.
    """

    type: Literal["subscribed"]
    topic: Topic
    cursor: Place


class Unsubscribed(_Told):
    type: Literal["unsubscribed"]
    topic: Topic


class HeadPing(_Told):
    """Every 25 s: everything up to `head` that this person may see has been sent."""

    type: Literal["ping"]
    head: Place


class Pong(_Told):
    type: Literal["pong"]


class Reset(_Told):
    """The line can't be continued from the client's cursor: refetch. `ready` follows."""

    type: Literal["reset"]
    why: ResetReason


class Error(_Told):
    """With a topic, what was asked of it is refused, or the right to it was lost. Without one, the socket is closed next.

    `of` presence, it is only being present there that is refused: what is told of the topic goes on.
    """

    type: Literal["error"]
    code: ErrorCode
    topic: Topic | None = None
    of: Literal["presence"] | None = None


class PersonPresent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: int = Field(description="The user's id, as in `/api/staff/`.")
    name: str
    doing: Doing


class Presence(_Told):
    """Who is present at a topic, whole: it replaces what was told before. Editors first, then by name; oneself included."""

    type: Literal["presence"]
    topic: Topic
    people: list[PersonPresent]
    more: int = Field(ge=0, description="How many are present beside those listed.")


SERVER_FRAMES: tuple[type[_Told], ...] = (Ready, Subscribed, Unsubscribed, HeadPing, Pong, Reset, Error, Presence)

PONG = Pong(type="pong").text()


def ready(cursor: Cursor) -> str:
    return Ready(type="ready", cursor=cursor).text()


def subscribed(topic: str, cursor: Cursor) -> str:
    return Subscribed(type="subscribed", topic=topic, cursor=cursor).text()


def unsubscribed(topic: str) -> str:
    return Unsubscribed(type="unsubscribed", topic=topic).text()


def ping(head: Cursor) -> str:
    return HeadPing(type="ping", head=head).text()


def reset(why: ResetReason) -> str:
    return Reset(type="reset", why=why).text()


def error(code: ErrorCode, topic: str | None = None, *, of: Literal["presence"] | None = None) -> str:
    return Error(type="error", code=code, topic=topic, of=of).text()
