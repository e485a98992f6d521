"""What a link in a mail says: who wrote it has the secret, and it is good for one thing, one person and a time."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime

import jwt

from answer.words import WORDS

AUDIENCE = "answer"
CLAIMS = ("aud", "exp", "act", "sub", "to", "lang", "at")
PURPOSES = ("confirm", "cancel", "accept", "unsubscribe")


@dataclass(frozen=True, kw_only=True)
class Link:
    """`recipient` is the number of the member's record that the mail went to, `starts_at` when what it is about begins, or, of
    a mail that is not wanted any more, when it was due, `until` the instant from which on the link is no good.
    """

    purpose: str
    subject: str
    recipient: int
    language: str
    starts_at: datetime
    until: datetime


class Unreadable(Exception):
    """Cut off, changed, or nobody's of ours."""


class Expired(Exception):
    """One of ours, whose time is over."""

    def __init__(self, link: Link) -> None:
        super().__init__("expired")
        self.link = link


def read(token: str) -> Link:
    """Raises Unreadable or Expired."""
    try:
        return _link(token, verify_exp=True)
    except jwt.ExpiredSignatureError:
        raise Expired(_link(token, verify_exp=False)) from None


def _link(token: str, *, verify_exp: bool) -> Link:
    if not token.isascii():
        raise Unreadable("characters")
    try:
        claims = jwt.decode(
            token,
            os.environ["LINK_SECRET"],
            algorithms=["HS256"],
            audience=AUDIENCE,
            options={"require": list(CLAIMS), "verify_exp": verify_exp},
        )
    except jwt.ExpiredSignatureError:
        raise
    except jwt.InvalidTokenError as error:
        raise Unreadable(type(error).__name__) from None
    if claims["act"] not in PURPOSES or any(type(claims[name]) is not int for name in ("to", "at")):
        raise Unreadable("claims")
    return Link(
        purpose=claims["act"],
        subject=claims["sub"],
        recipient=claims["to"],
        language=claims["lang"] if claims["lang"] in WORDS else "en",
        starts_at=datetime.fromtimestamp(claims["at"], UTC),
        until=datetime.fromtimestamp(claims["exp"], UTC),
    )
