"""The list of members: who is in it, in which order, and a page of it.

Every order has an index and a page begins at a place in it (`core.keyset`), so that no page costs more than another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThan, LessThanOrEqual
from django.utils import timezone

from core import member_search, standing
from core.calendar import today
from core.keyset import Beyond
from core.member_search import Place, Question
from core.models import Customer, User
from core.models.customer import CustomerQuerySet
from core.models.order import ENDS, LAST_VISIT
from core.standing import Status

# Counting goes no further: whether there are eleven thousand or twelve, nobody reads them.
COUNTED = 10_000


NEVER, ALWAYS = "-infinity", "infinity"


def _text(key: str) -> str:
    if "\0" in key:
        raise ValueError("PostgreSQL keeps no NUL.")
    key.encode()  # a lone surrogate has no encoding
    return key


def _day(key: str) -> str:
    return key if key in (NEVER, ALWAYS) else date.fromisoformat(key).isoformat()


def _instant(key: str) -> str:
    return key if key == NEVER else datetime.fromisoformat(key).astimezone(UTC).isoformat()


def _end(member: Customer) -> str:
    if member.access_until:
        return member.access_until.isoformat()
    return ALWAYS if member.access_from else NEVER


@dataclass(frozen=True)
class Order:
    """Something to order by, and by id where that leaves it open.

    `key` is a row's value of it as it stands in a cursor; `parse` takes that back, or raises ValueError or OverflowError.
    """

    column: str | Func[Any]
    key: Callable[[Customer], str]
    parse: Callable[[str], str]


# Never there comes before all visits; no access comes before all ends, and access without an end after them.
ORDERS = {
    "name": Order("sort_name", lambda member: member.sort_name, _text),
    "joined": Order("joined_on", lambda member: member.joined_on.isoformat(), _day),
    "last_visit": Order(LAST_VISIT, lambda member: member.last_visit_at.isoformat() if member.last_visit_at else NEVER, _instant),
    "ends": Order(ENDS, _end, _day),
}


@dataclass(frozen=True)
class Asked:
    """What the list is asked for.

    `order` is a name in ORDERS, with a minus for the other way round; or empty with a search, which has the best match first.
    """

    search: Question | None = None
    order: str = "name"
    status: Status | None = None
    plan: int | None = None
    tag: int | None = None
    ending_within: int | None = None
    last_visit_before: date | None = None
    absent_days: int | None = None

    def members(self, by: User) -> CustomerQuerySet:
        """Those who are in it and whom that user may see, in no order."""
        wanted = self.filtered(Customer.objects.visible_to(by))
        return wanted.filter(self.search.condition) if self.search else wanted

    def filtered(self, members: CustomerQuerySet) -> CustomerQuerySet:
        now = today()
        if self.status:
            members = members.filter(standing.having(self.status, now))
            if self.order.removeprefix("-") == "ends":  # the same again, as a stretch of the order's index
                members = members.filter(_ends(*_ends_of(self.status, now)))
            if self.status == Status.LEAD and self.plan is not None:
                return members.none()
        if self.plan is not None:
            members = members.filter(plan=self.plan)
        if self.tag is not None:
            members = members.filter(tags=self.tag)
        if self.ending_within is not None:
            members = members.filter(_ends(now, now + timedelta(days=self.ending_within)))
        absences = [self.last_visit_before, self.absent_days and now - timedelta(days=self.absent_days - 1)]
        if before := min((day for day in absences if day), default=None):
            begins = datetime.combine(before, time(), timezone.get_default_timezone())
            members = members.filter(LessThan(LAST_VISIT, begins))
        return members


def _ends(first: Any, last: Any) -> Q:
    return Q(GreaterThanOrEqual(ENDS, first), LessThanOrEqual(ENDS, last))


def _ends_of(status: Status, now: date) -> tuple[Any, Any]:
    """Between which ends members stand so; wider than they do where that is no single stretch."""
    never, always = Value("-infinity"), Value("infinity")
    match status:
        case Status.LEAD:
            return never, never
        case Status.LEFT | Status.EXPIRED:
            return never, now - timedelta(days=1)
        case Status.ENDING:
            return now, now + standing.ENDING
        case _:
            return now, always


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after a place in the order, or before it. `order` says of what it is a place."""

    order: str
    place: tuple[Any, ...]
    backwards: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError or OverflowError for a place that its order can't have given out."""
        *keys, pk = self.place
        if not (type(self.order) is str and type(pk) is int and abs(pk) < 2**63):
            raise ValueError("There is no such place.")
        match keys:
            case [int(part), str(term)] if self.order == "" and type(part) is int:
                _text(term)
            case [str(key)] if self.order.removeprefix("-") in ORDERS:
                ORDERS[self.order.removeprefix("-")].parse(key)
            case _:
                raise ValueError("There is no such place.")


@dataclass(frozen=True)
class Page:
    members: Sequence[Customer] = field(default_factory=list)
    next: Cursor | None = None
    previous: Cursor | None = None


def page(asked: Asked, by: User, *, size: int, cursor: Cursor | None = None) -> Page:
    """A page of whom the user may see. The cursor must be of the order that is asked for."""
    read = _searched if asked.search else _ordered
    backwards = cursor is not None and cursor.backwards
    found = read(asked, by, size + 1, cursor)
    if backwards and not found:  # what stood before has gone: that place is the beginning now
        return page(asked, by, size=size)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page()
    return Page(
        members=[member for _, member in found],
        next=Cursor(asked.order, found[-1][0]) if more or backwards else None,
        previous=Cursor(asked.order, found[0][0], backwards=True) if (more if backwards else cursor is not None) else None,
    )


def count(asked: Asked, by: User) -> int:
    """How many there are, or COUNTED + 1 when there are more than COUNTED."""
    among = asked.filtered(Customer.objects.visible_to(by))
    if asked.search and not among.query.has_filters():
        return member_search.count(asked.search, limit=COUNTED + 1)
    return asked.members(by).values("pk")[: COUNTED + 1].count()


Placed = list[tuple[tuple[Any, ...], Customer]]


def _ordered(asked: Asked, by: User, limit: int, cursor: Cursor | None) -> Placed:
    order = ORDERS[asked.order.removeprefix("-")]
    members = asked.filtered(Customer.objects.visible_to(by))
    backwards = asked.order.startswith("-") ^ (cursor is not None and cursor.backwards)
    if cursor:
        members = members.filter(Beyond((order.column, "id"), cursor.place, backwards=backwards))
    column = F(order.column) if isinstance(order.column, str) else order.column
    columns = [column.desc(), F("id").desc()] if backwards else [column.asc(), F("id").asc()]
    return [((order.key(member), member.pk), member) for member in members.for_list().order_by(*columns)[:limit]]


def _searched(asked: Asked, by: User, limit: int, cursor: Cursor | None) -> Placed:
    assert asked.search
    among = asked.filtered(Customer.objects.visible_to(by))
    after = Place(*cursor.place) if cursor else None
    places = member_search.find(
        asked.search,
        among if among.query.has_filters() else None,
        limit=limit,
        after=after,
        backwards=cursor is not None and cursor.backwards,
    )
    members = Customer.objects.for_list().in_bulk([place.customer for place in places])
    return [(tuple(place), members[place.customer]) for place in places if place.customer in members]
