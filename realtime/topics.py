"""Topics: what a connection can be told of, each kind with who may see it.

An event's audience is a list of topics (`core.events.audience`). The app that owns a kind declares it in a file of its own that
`AppConfig.ready` imports, and passes the same judgement to live delivery, replay and subscription:

    declare("post:{id}", lambda principal, key: principal.may("social.view_post"))
"""

from collections.abc import Callable
from functools import lru_cache

from core.events import audience
from realtime.principal import Principal

# Called for each event and connection: it looks at the principal and the key, and never at the database.
MaySee = Callable[[Principal, str], bool]

_ID = "{id}"


class UnknownTopic(Exception):
    """No kind is declared for this topic, or its key isn't a number."""


def _staff(principal: Principal, key: str) -> bool:
    return principal.is_staff


def _everyone_signed_in(principal: Principal, key: str) -> bool:
    return True


def _self(principal: Principal, key: str) -> bool:
    return str(principal.user_id) == key


TOPICS: dict[str, MaySee] = {
    audience.STAFF: _staff,
    audience.MEMBERS: _everyone_signed_in,
    "user:{id}": _self,
}


def declare(kind: str, may_see: MaySee) -> None:
    """Adds a kind, `name` or `name:{id}`. Raises ValueError when it is there already."""
    if kind in TOPICS:
        raise ValueError(f"The topic {kind} is declared twice.")
    TOPICS[kind] = may_see


@lru_cache(maxsize=4096)
def rule(topic: str) -> tuple[MaySee, str]:
    """Who may see the topic, and the key to ask with. Raises UnknownTopic."""
    name, colon, key = topic.partition(":")
    well_formed = key.isascii() and key.isdigit() and len(key) <= 18 if colon else True
    may_see = TOPICS.get(f"{name}:{_ID}" if colon else name)
    if may_see is None or not well_formed:
        raise UnknownTopic(topic)
    return may_see, key


def may_see(principal: Principal, topic: str) -> bool:
    """Raises UnknownTopic."""
    allowed, key = rule(topic)
    return allowed(principal, key)


def own(principal: Principal) -> set[str]:
    """The topics that a connection is in without asking."""
    topics = {audience.user(principal.user_id), audience.MEMBERS}
    return topics | {audience.STAFF} if principal.is_staff else topics
