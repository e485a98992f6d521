"""Topics: what a connection can be told of, each kind with who may see it.

An event's audience is a list of topics (`core.events.audience`). The app that owns a kind declares it in a `topics.py` of its own
that `AppConfig.ready` imports (those of `core`, which knows nothing of screens, stand here). The same judgement is passed at
subscription, live delivery, replay and presence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.events import audience
from realtime.principal import Principal

# Called for each event and connection: it looks at the principal and the key, and never at the database.
MaySee = Callable[[Principal, str], bool]

_ID = "{id}"


class UnknownTopic(Exception):
    """No kind is declared for this topic, or its key isn't a number."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`about` says what is told there and to whom, for whoever builds a client."""

    name: str
    may_see: MaySee
    about: str
    presence: bool = False


KINDS: dict[str, Kind] = {}


def declare(name: str, may_see: MaySee, *, about: str, presence: bool = False) -> None:
    """Adds a kind, `name` or `name:{id}`. Raises ValueError when it is there already.

    With `presence`, staff who may see the topic can be present there and see each other; members never do: whom of the staff the
    centre has at work, and on whose record, is no business of theirs.
    """
    if name in KINDS:
        raise ValueError(f"The topic {name} is declared twice.")
    KINDS[name] = Kind(name, may_see, about, presence)
    rule.cache_clear()


@lru_cache(maxsize=4096)
def rule(topic: str) -> tuple[Kind, str]:
    """The topic's kind, and the key to ask with. Raises UnknownTopic."""
    name, colon, key = topic.partition(":")
    well_formed = key.isascii() and key.isdigit() and len(key) <= 18 if colon else True
    kind = KINDS.get(f"{name}:{_ID}" if colon else name)
    if kind is None or not well_formed:
        raise UnknownTopic(topic)
    return kind, key


def may_see(principal: Principal, topic: str) -> bool:
    """Raises UnknownTopic."""
    kind, key = rule(topic)
    return kind.may_see(principal, key)


def writers(names: Iterable[str]) -> frozenset[int]:
    """Of an event's audience: whose words are in it. Of most events nobody's in particular."""
    return frozenset(int(name.removeprefix(audience.BY)) for name in names if name.startswith(audience.BY))


def may_be_present(principal: Principal, topic: str) -> bool:
    """And so see who is. Raises UnknownTopic."""
    kind, key = rule(topic)
    return kind.presence and principal.is_staff and kind.may_see(principal, key)


def own(principal: Principal) -> set[str]:
    """The topics that a connection is in without asking."""
    topics = {audience.user(principal.user_id), audience.MEMBERS}
    return topics | {audience.STAFF} if principal.is_staff else topics


def staff(principal: Principal, key: str = "") -> bool:
    return principal.is_staff


def everyone_signed_in(principal: Principal, key: str = "") -> bool:
    return True


def _self(principal: Principal, key: str) -> bool:
    return str(principal.user_id) == key


def _who_sees_customers(principal: Principal, key: str) -> bool:
    return principal.is_staff and principal.may("core.view_customer")


declare(audience.STAFF, staff, about="What concerns the centre's work. Staff are in it without asking.", presence=True)
declare(audience.MEMBERS, everyone_signed_in, about="What everybody at the centre may know. Everybody is in it without asking.")
declare("user:{id}", _self, about="What concerns one login. Its own connections are in it without asking, and nobody else is.")
declare(
    "customer:{id}",
    _who_sees_customers,
    about="One member's record, for staff who may see members. A member hears of their own record through `user:{id}`.",
    presence=True,
)
