"""The list of tasks in its orders, a page at a time: a page begins at a place in the order (`core.keyset`), so that none costs
more than another. What has no time to be done by comes after all that has.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, Func, QuerySet

from core.keyset import Beyond
from scheduling.models import Task
from scheduling.models.task import DUE, URGENCY

NEVER = "infinity"


def _due(task: Task) -> str:
    return task.due_at.astimezone(UTC).isoformat() if task.due_at else NEVER


def _instant(key: Any) -> str:
    return NEVER if key == NEVER else datetime.fromisoformat(key).astimezone(UTC).isoformat()


def _urgency(key: Any) -> int:
    if type(key) is not int or abs(key) > 2**15:
        raise ValueError("There is no such place.")
    return key


@dataclass(frozen=True)
class Order:
    """Something to order by, and by id where that leaves it open; `parts`: column, a row's value of it, and taking that back."""

    parts: Sequence[tuple["Func[Any]", Callable[[Task], Any], Callable[[Any], Any]]]

    @property
    def columns(self) -> list[Any]:
        return [*(column for column, _, _ in self.parts), F("id")]

    def place(self, task: Task) -> tuple[Any, ...]:
        return (*(key(task) for _, key, _ in self.parts), task.pk)

    def parse(self, place: Sequence[Any]) -> tuple[Any, ...]:
        """Raises ValueError or OverflowError for what can't be a place in it."""
        *keys, pk = place
        if len(keys) != len(self.parts) or type(pk) is not int or abs(pk) >= 2**63:
            raise ValueError("There is no such place.")
        return (*(parse(key) for (_, _, parse), key in zip(self.parts, keys, strict=True)), pk)


# The most urgent first; `created` is the order in which they were given.
ORDERS = {
    "due": Order([(DUE, _due, _instant)]),
    "priority": Order([(URGENCY, lambda task: -int(task.priority), _urgency), (DUE, _due, _instant)]),
    "created": Order([]),
}
CHOICES = [sign + name for name in ORDERS for sign in ("", "-")]


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after a place in the order, or before it. `order` says of what it is a place."""

    order: str
    place: tuple[Any, ...]
    backwards: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError, TypeError or OverflowError for a place that its order can't have given out."""
        if self.order not in CHOICES:
            raise ValueError("There is no such order.")
        ORDERS[self.order.removeprefix("-")].parse(self.place)


@dataclass(frozen=True)
class Page:
    tasks: Sequence[Task] = field(default_factory=list)
    next: Cursor | None = None
    previous: Cursor | None = None


def page(tasks: QuerySet[Task], *, order: str, size: int, cursor: Cursor | None = None) -> Page:
    """A page of these. The cursor must be of the order that is asked for."""
    by = ORDERS[order.removeprefix("-")]
    returning = cursor is not None and cursor.backwards
    backwards = order.startswith("-") ^ returning
    rows = tasks
    if cursor:
        rows = rows.filter(Beyond(by.columns, cursor.place, backwards=backwards))
    found = list(rows.order_by(*(column.desc() if backwards else column.asc() for column in by.columns))[: size + 1])
    if returning and not found:  # what stood before has gone: that place is the beginning now
        return page(tasks, order=order, size=size)
    more, found = len(found) > size, found[:size]
    if returning:
        found.reverse()
    if not found:
        return Page()
    return Page(
        tasks=found,
        next=Cursor(order, by.place(found[-1])) if more or returning else None,
        previous=Cursor(order, by.place(found[0]), backwards=True) if (more if returning else cursor is not None) else None,
    )
