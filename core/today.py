"""What the start page of the staff is made of: cards, which the apps contribute, and the figures of one of them.

A card is a function of the rows and of the centre's day, never of the clock: what is over, or overdue, at a moment is for the
screen to see. So a screen that applied every event of the day since holds what a fresh snapshot would say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    DateTimeField,
    DecimalField,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
    Window,
)
from django.db.models.functions import Cast
from rest_framework.serializers import BaseSerializer

from core.calendar import span_of
from core.models import User

# So many days of the same weekday are what is usual.
WEEKS = 8
# The day is looked at in quarters of an hour.
STEP_MINUTES = 15
STEPS = 24 * 60 // STEP_MINUTES
MONEY = DecimalField(max_digits=12, decimal_places=2)


@dataclass(frozen=True)
class Day:
    """A day at the centre, and the instants [start, end) of it."""

    on: date
    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: date) -> "Day":
        return cls(day, *span_of(day, day))

    @property
    def alike(self) -> list[date]:
        """The same weekdays before it, the latest first."""
        return [self.on - timedelta(weeks=weeks) for weeks in range(1, WEEKS + 1)]


@dataclass(frozen=True)
class Card:
    """`read` answers with what `serializer` shows, in one query; a person who lacks `permission` has no such card."""

    name: str
    permission: str
    serializer: type[BaseSerializer[Any]]
    read: Callable[[User, Day], Any]


@dataclass(frozen=True)
class Figure:
    """A count of rows by when they are: `instant` names that column, or `day` one of dates, which has no time of day.

    With `names_rows` the snapshot names those of today, for a screen that can't tell by an event whether it had counted a row.
    `amount` and `unit` are columns: what their prices come to, and in which currency.
    """

    name: str
    permission: str
    rows: Callable[[], QuerySet[Any]]
    instant: str = ""
    day: str = ""
    names_rows: bool = False
    amount: str = ""
    unit: str = ""


def counted(rows: QuerySet[Any], most: int) -> Sequence[Any]:
    """The first `most` rows, each with `total`: how many there are in all. One query."""
    return list(rows.annotate(total=Window(Count("pk")))[:most])


def listed(rows: Sequence[Any]) -> dict[str, Any]:
    """Of what `counted` read: `{"count", "rows"}`."""
    return {"count": rows[0].total if rows else 0, "rows": rows}


class _Quarter(Func):
    """The quarter of an hour that an instant is in, as the instant at which it begins: every zone's are the same."""

    template = f"date_bin('{STEP_MINUTES} minutes', %(expressions)s, 'epoch'::timestamptz)"
    output_field = DateTimeField()


def counts(figure: Figure, day: Day) -> Any:
    """The figure's rows of this day and of those alike, as a queryset for a union of all figures.

    Each row holds `figure, unit, quarter, date, n, amount, ids`: counts by the quarter of an hour, or by the date.
    """
    if column := figure.instant:
        in_them = Q()
        for start, end in (span_of(one, one) for one in (day.on, *day.alike)):
            in_them |= Q(**{f"{column}__gte": start, f"{column}__lt": end})
        at, on, current = _Quarter(column), Value(None), Q(**{f"{column}__gte": day.start})
    else:
        in_them = Q(**{f"{figure.day}__in": [day.on, *day.alike]})
        at, on, current = Value(None), F(figure.day), Q(**{figure.day: day.on})  # type: ignore[assignment]
    ids: Any = ArrayAgg("pk", filter=current) if figure.names_rows else Value(None)
    amount: Any = Sum(figure.amount, filter=current) if figure.amount else Value(None)
    return (
        figure.rows()
        .filter(in_them)
        .order_by()
        .values(
            figure=Value(figure.name, output_field=CharField()),
            unit=Cast(F(figure.unit) if figure.unit else Value(""), CharField()),
            quarter=Cast(at, DateTimeField()),
            date=Cast(on, DateField()),
        )
        .annotate(
            n=Count("pk"),
            amount=Cast(amount, MONEY),
            ids=Cast(ids, ArrayField(BigIntegerField())),
        )
    )
