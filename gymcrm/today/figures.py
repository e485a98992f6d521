"""The day in figures, each beside what is usual: the median of the same weekdays before it, at every quarter of an hour."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import accumulate
from statistics import median
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from core.models import User
from core.today import STEP_MINUTES, STEPS, Day, Figure, counts


class AmountSerializer(serializers.Serializer[Any]):
    currency = serializers.CharField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)


class FigureSerializer(serializers.Serializer[Any]):
    """`usual` holds 96 counts: what there is as a rule when that quarter of an hour is over, the last one being a whole day's.

    `ids` are those counted, where an event alone doesn't say whether one was. `amounts`: what those counted come to.
    """

    name = serializers.CharField()
    count = serializers.IntegerField()
    ids = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    amounts = AmountSerializer(many=True)
    by_the_hour = serializers.BooleanField(help_text="False for what has a date and no time of day.")
    usual = serializers.ListField(child=serializers.FloatField())


class FiguresSerializer(serializers.Serializer[Any]):
    figures = FigureSerializer(many=True)


def read(every: Sequence[Figure]) -> Callable[[User, Day], dict[str, Any]]:
    """A card's `read`: one query for those of the figures that the person may see."""

    def of(user: User, day: Day) -> dict[str, Any]:
        seen = [figure for figure in every if user.has_perm(figure.permission)]
        if not seen:
            return {"figures": []}
        first, *others = (counts(figure, day) for figure in seen)
        by_figure: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in first.union(*others, all=True) if others else first:
            by_figure[row["figure"]].append(row)
        return {"figures": [_figure(figure, by_figure[figure.name], day) for figure in seen]}

    return of


def _figure(figure: Figure, rows: Iterable[dict[str, Any]], day: Day) -> dict[str, Any]:
    steps: dict[date, Counter[int]] = defaultdict(Counter)
    ids: list[int] = []
    amounts: Counter[str] = Counter()
    for row in rows:
        on, step = _place(row["quarter"]) if row["quarter"] else (row["date"], 0)
        steps[on][step] += row["n"]
        if on == day.on:
            ids += row["ids"] or []
            if row["amount"] is not None:
                amounts[row["unit"]] += row["amount"]
    curves = [list(accumulate(steps[one][step] for step in range(STEPS))) for one in day.alike]
    return {
        "name": figure.name,
        "count": sum(steps[day.on].values()),
        "ids": sorted(ids) if figure.names_rows else None,
        "amounts": [{"currency": currency, "amount": amount} for currency, amount in sorted(amounts.items())],
        "by_the_hour": bool(figure.instant),
        "usual": [median(curve[step] for curve in curves) for step in range(STEPS)],
    }


def _place(at: datetime) -> tuple[date, int]:
    """The date and the quarter of an hour that it is at the centre."""
    local = at.astimezone(timezone.get_default_timezone())
    return local.date(), (local.hour * 60 + local.minute) // STEP_MINUTES
