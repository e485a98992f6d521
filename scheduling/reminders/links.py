"""Links by which a mail is answered: signed, for one thing, one person and a time. `lambda/answer/link.py` reads them as well."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import jwt
from django.conf import settings
from pydantic import BaseModel, ConfigDict, ValidationError

from core.models import Customer
from scheduling.models import Appointment

AUDIENCE = "answer"
ALGORITHM = "HS256"


class Purpose(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    ACCEPT = "accept"


class Link(BaseModel):
    """What is signed, in short names as JWT has them: ids and times only, for anybody can read it. `to` is the record of whom the
    mail went to, `at` when what it is about begins, `exp` from when on the link is no good, both in seconds since 1970.
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


def links(purposes: Iterable[Purpose], *, appointment: Appointment, reader: Customer, language: str) -> dict[str, str]:
    """Addresses by purpose; none when it isn't set where they lead to. An offer's end with the offer, others when it begins."""
    if not (settings.ANSWERS_URL and settings.LINK_SECRET):
        return {}
    return {
        str(purpose): f"{settings.ANSWERS_URL}/answer/{_signed(purpose, appointment, reader, language)}" for purpose in purposes
    }


def read(token: str) -> Link:
    """What was signed, also when its time is over. Raises NotOurs."""
    try:
        claims = jwt.decode(token, settings.LINK_SECRET, algorithms=[ALGORITHM], audience=AUDIENCE, options={"verify_exp": False})
        return Link.model_validate_json(json.dumps(claims))
    except (jwt.InvalidTokenError, ValidationError, UnicodeError) as error:
        raise NotOurs(type(error).__name__) from None


def _signed(purpose: Purpose, appointment: Appointment, reader: Customer, language: str) -> str:
    until: datetime | None = appointment.offered_until if purpose == Purpose.ACCEPT else appointment.starts_at
    link = Link(
        aud=AUDIENCE,
        act=purpose,
        sub=appointment.subject,
        to=reader.pk,
        lang=language,
        at=int(appointment.starts_at.timestamp()),
        exp=int((until or appointment.starts_at).timestamp()),
    )
    return jwt.encode(link.model_dump(mode="json"), settings.LINK_SECRET, algorithm=ALGORITHM)
