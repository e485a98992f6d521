"""The event envelope as the functions read it.

Strict: a field that is unknown, missing or of another type is refused, so that a drift of the contract becomes a dead
letter and not a wrong email. Plain dataclasses, because the package has to run on any platform.
"""

import json
import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints


class Malformed(ValueError):
    """Names fields and never values, which may be contact details."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Ready to send. `key` is its identity; after `not_after` it is of no use to anyone."""

    key: str
    channel: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    not_after: datetime | None


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """An iCalendar file to go along. `method` is the one that stands in `content`."""

    name: str
    method: str
    content: str


@dataclass(frozen=True, kw_only=True)
class ReminderDue:
    """`unsubscribe` is an address that ends mails of this kind, for the headers of RFC 8058."""

    reminder: int
    message: Message
    calendar: Calendar | None
    unsubscribe: str | None


@dataclass(frozen=True, kw_only=True)
class SecondReminderDue:
    """As it was before mails could be refused: what waits in the queue while a new version is rolled out."""

    unsubscribe: ClassVar[None] = None
    reminder: int
    message: Message
    calendar: Calendar | None


@dataclass(frozen=True, kw_only=True)
class FirstReminderDue:
    """As it was before there were calendars."""

    calendar: ClassVar[None] = None
    unsubscribe: ClassVar[None] = None
    reminder: int
    message: Message


@dataclass(frozen=True, kw_only=True)
class EmailRequested:
    calendar: ClassVar[None] = None
    unsubscribe: ClassVar[None] = None
    message: Message


Data = ReminderDue | SecondReminderDue | FirstReminderDue | EmailRequested


@dataclass(frozen=True, kw_only=True)
class Envelope:
    specversion: str
    id: str
    type: str
    source: str
    subject: str
    time: datetime
    dataversion: int
    seq: int
    actor: int | None
    audience: tuple[str, ...]
    data: Data


DATA: dict[tuple[str, int], type[Data]] = {
    ("reminder.due", 1): FirstReminderDue,
    ("reminder.due", 2): SecondReminderDue,
    ("reminder.due", 3): ReminderDue,
    ("email.requested", 1): EmailRequested,
}


def parse(body: str) -> Envelope:
    """The envelope in a queue message's body. Raises Malformed."""
    try:
        raw = json.loads(body)
    except ValueError:
        raise Malformed("not JSON") from None
    if not isinstance(raw, dict) or raw.get("specversion") != "1.0":
        raise Malformed("not a CloudEvents 1.0 object")
    data = next((data for key, data in DATA.items() if key == (raw.get("type"), raw.get("dataversion"))), None)
    if data is None:
        raise Malformed("type, dataversion: not one that this function knows")
    envelope: Envelope = _read_object(Envelope, raw, "", data=data)
    return envelope


def _read_object(cls: Any, raw: object, path: str, **narrowed: type) -> Any:
    if not isinstance(raw, dict):
        raise Malformed(f"{path or 'envelope'}: not an object")
    names = {field.name for field in fields(cls)}
    if unknown := raw.keys() - names:
        raise Malformed(f"{path or 'envelope'}: {len(unknown)} unknown field(s)")
    if missing := sorted(names - raw.keys()):
        raise Malformed(f"{path or 'envelope'}: without {', '.join(missing)}")
    kinds = get_type_hints(cls) | narrowed
    return cls(**{name: _read(kinds[name], raw[name], f"{path}.{name}".lstrip(".")) for name in names})


def _read(kind: Any, raw: object, path: str) -> Any:
    if is_dataclass(kind):
        return _read_object(kind, raw, path)
    if get_origin(kind) in (Union, types.UnionType):  # only `… | None` is left here
        return None if raw is None else _read(get_args(kind)[0], raw, path)
    if get_origin(kind) is tuple and isinstance(raw, list):
        return tuple(_read(get_args(kind)[0], item, f"{path}[{index}]") for index, item in enumerate(raw))
    if kind is datetime and isinstance(raw, str):
        return _read_instant(raw, path)
    if type(raw) is not kind:  # exact: a bool is no int
        raise Malformed(f"{path}: not {getattr(kind, '__name__', kind)}")
    return raw


def _read_instant(raw: str, path: str) -> datetime:
    try:
        instant = datetime.fromisoformat(raw)
    except ValueError:
        raise Malformed(f"{path}: not an instant") from None
    if instant.tzinfo is None:
        raise Malformed(f"{path}: an instant without its zone")
    return instant
