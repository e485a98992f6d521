"""Links by which a mail is answered: signed, for one thing, one person and a time. `lambda/answer/link.py` reads them as well."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import jwt
from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

from core.models import Customer
from scheduling.models import Appointment

AUDIENCE = "answer"
ALGORITHM = "HS256"
MAILS = "mails/"
UNSUBSCRIBES_FOR = timedelta(days=90)


class Purpose(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    ACCEPT = "accept"
    UNSUBSCRIBE = "unsubscribe"


class Link(BaseModel):
    """What is signed, in short names as JWT has them: ids and times only, for anybody can read it. `to` is the record of whom the
    mail went to, `at` when what it is about begins, or when the mail was due; `exp` from when on the link is no good; both in
    seconds since 1970. `sub` is what it is about, or the kind of mail (`mails/membership_ends`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    aud: str
    act: Purpose
    sub: str
    to: int
    lang: str
    at: int
    exp: int


class NotOurs(ValueError):
    """Changed on its way, signed by somebody else, or of another shape. Says no more of it."""


def links(purposes: Collection[Purpose], *, appointment: Appointment, reader: Customer, language: str) -> dict[str, str]:
    """Addresses by purpose; none when it isn't set where they lead to. An offer's end with the offer, others when it begins."""
    if not (purposes and _lead_somewhere()):
        return {}  # what can't be answered need not be an appointment
    starts_at, offered_until = appointment.starts_at, appointment.offered_until or appointment.starts_at
    return {
        str(purpose): _address(
            purpose,
            subject=appointment.subject,
            reader=reader,
            language=language,
            at=starts_at,
            until=offered_until if purpose == Purpose.ACCEPT else starts_at,
        )
        for purpose in purposes
    }


def unsubscribe(*, kind: str, reader: Customer, language: str, at: datetime) -> str | None:
    """An address that ends mails of this kind, good for a while after the mail, which was due `at`."""
    if not _lead_somewhere():
        return None
    subject = f"{MAILS}{kind}"
    return _address(Purpose.UNSUBSCRIBE, subject=subject, reader=reader, language=language, at=at, until=at + UNSUBSCRIBES_FOR)


def read(token: str) -> Link:
    """What was signed, also when its time is over. Raises NotOurs."""
    try:
        claims = jwt.decode(token, settings.LINK_SECRET, algorithms=[ALGORITHM], audience=AUDIENCE, options={"verify_exp": False})
        return Link.model_validate_json(json.dumps(claims))
    except (jwt.InvalidTokenError, ValidationError, UnicodeError) as error:
        raise NotOurs(type(error).__name__) from None


def _lead_somewhere() -> bool:
    return bool(settings.ANSWERS_URL and settings.LINK_SECRET)


def _address(purpose: Purpose, *, subject: str, reader: Customer, language: str, at: datetime, until: datetime) -> str:
    link = Link(
        aud=AUDIENCE,
        act=purpose,
        sub=subject,
        to=reader.pk,
        lang=language,
        at=int(at.timestamp()),
        exp=int(until.timestamp()),
    )
    signed = jwt.encode(link.model_dump(mode="json"), settings.LINK_SECRET, algorithm=ALGORITHM)
    return f"{settings.ANSWERS_URL}/answer/{signed}"
