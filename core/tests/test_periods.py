"""Arithmetic of dates: the anchor day is kept, lengths are inclusive, money is rounded once."""

from datetime import date
from decimal import Decimal

import pytest

from core.periods import keeps_anchor, last_day, months_later, unused_part


@pytest.mark.parametrize(
    ("start", "months", "anchor", "expected"),
    [
        (date(2026, 1, 31), 1, 31, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2026, 2, 28), 1, 28, date(2026, 3, 28)),
        (date(2028, 1, 31), 1, 31, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, 15, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, 29, date(2029, 2, 28)),
        (date(2026, 10, 31), 13, 31, date(2027, 11, 30)),
    ],
)
def test_months_are_counted_from_the_anchor_day(start: date, months: int, anchor: int, expected: date) -> None:
    assert months_later(start, months, anchor) == expected


def test_the_last_day_is_inside() -> None:
    assert last_day(date(2026, 1, 31), months=1, days=None, anchor_day=31) == date(2026, 2, 27)
    assert last_day(date(2026, 11, 24), months=None, days=1, anchor_day=24) == date(2026, 11, 24)
    assert last_day(date(2026, 11, 24), months=None, days=None, anchor_day=24) is None


def test_an_anchor_is_kept_where_the_day_follows_from_it() -> None:
    assert keeps_anchor(date(2026, 2, 28), 31)
    assert keeps_anchor(date(2026, 3, 31), 31)
    assert not keeps_anchor(date(2026, 3, 30), 31)


def test_what_is_unused_is_counted_in_whole_days_and_rounded_to_the_cent() -> None:
    november = {"starts_on": date(2026, 11, 1), "ends_on": date(2026, 11, 30)}
    price = Decimal("49.90")
    assert unused_part(price, **november, used_before=date(2026, 11, 30)) == Decimal("1.66")
    assert unused_part(price, **november, used_before=date(2026, 11, 1)) == price
    assert unused_part(price, **november, used_before=date(2026, 12, 5)) == Decimal("0.00")
    assert unused_part(
        Decimal("0.15"), starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 2), used_before=date(2026, 11, 2)
    ) == Decimal("0.08")
