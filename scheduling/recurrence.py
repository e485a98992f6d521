"""What comes again: an iCalendar rule on a wall clock, and the instants that follow from it (domain rules 1 and 2).

Nothing here reads the database or the settings. A rule is an RRULE of RFC 5545 that says how days follow each other; the
hour is the start's, and the end is a day of its own, so `COUNT`, `UNTIL` and `BYHOUR` have no place in it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil.rrule import rrule, rrulestr

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What each frequency may be narrowed by. Others, and their combinations, can describe days that never come: a search without end.
PARTS = {
    "DAILY": {"INTERVAL"},
    "WEEKLY": {"INTERVAL", "BYDAY", "WKST"},
    "MONTHLY": {"INTERVAL", "BYDAY", "BYMONTHDAY"},
    "YEARLY": {"INTERVAL", "BYMONTH", "BYMONTHDAY"},
}
_WEEKDAY = "|".join(WEEKDAYS)
VALUES = {
    "INTERVAL": r"[1-9][0-9]?",
    "BYDAY": rf"(?:{_WEEKDAY})",
    "BYMONTHDAY": r"-?(?:[1-9]|[12][0-9]|3[01])",
    "BYMONTH": r"(?:[1-9]|1[0-2])",
    "WKST": rf"(?:{_WEEKDAY})",
}
# "The second Monday" is of a month.
ORDINAL = rf"(?:[+-]?[1-5])?(?:{_WEEKDAY})"
MANY = ("BYDAY", "BYMONTHDAY", "BYMONTH")
# 29 February comes again within eight years, also around a century's turn.
SOONEST_WITHIN = timedelta(days=8 * 366)
SHORTEST_MONTH = 28
FEBRUARY = 2


class BadRule(ValueError):
    """It isn't a rule of the kind that is taken; the message says why."""


def parse(text: str) -> str:
    """The rule, written one way. Raises BadRule."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise BadRule(f"{name} is said twice.")
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in PARTS:
        raise BadRule("FREQ is one of " + ", ".join(PARTS) + ".")
    for name, value in parts.items():
        if name not in PARTS[frequency]:
            raise BadRule(f"{name[:20]} can't be said of {frequency}.")
        one = ORDINAL if (name, frequency) == ("BYDAY", "MONTHLY") else VALUES[name]
        if not re.fullmatch(rf"{one}(?:,{one}){{0,30}}" if name in MANY else one, value):
            raise BadRule(f"{name}={value[:40]} isn't understood.")
    order = sorted(parts, key=list(VALUES).index)
    return ";".join([f"FREQ={frequency}", *(f"{name}={parts[name]}" for name in order)])


def shifted(rule: str, *, frm: date, to: date) -> str:
    """The rule when its occurrence of one day is moved to another and those after it follow: Mondays become Tuesdays.

    Raises BadRule when that can't be said by moving a weekday: then the new rule has to be given.
    """
    if frm == to or "BY" not in rule:
        return rule  # without more it goes by the day that it begins on
    by_day = re.search(r"BYDAY=([A-Z,]+)", rule)
    if by_day is None or "FREQ=WEEKLY" not in rule:
        raise BadRule("Say the new rule: it doesn't follow from another day.")
    old, new = WEEKDAYS[frm.weekday()], WEEKDAYS[to.weekday()]
    days = {new if day == old else day for day in by_day[1].split(",")}
    return rule.replace(by_day[0], "BYDAY=" + ",".join(sorted(days, key=WEEKDAYS.index)))


def kept_in_every_month(rule: str, starts_on: date) -> str:
    """The rule so that a month without the day it begins on has its last day instead, and a year without 29 February the 28th.

    It is the anchor day of domain rule 6. RFC 5545 passes such months over, which a rule that names its days still does.
    """
    if "BY" in rule or starts_on.day <= SHORTEST_MONTH:
        return rule
    days = ",".join(map(str, range(SHORTEST_MONTH, starts_on.day + 1)))
    if "FREQ=MONTHLY" in rule:
        return f"{rule};BYMONTHDAY={days};BYSETPOS=-1"
    if "FREQ=YEARLY" in rule and starts_on.month == FEBRUARY:
        return f"{rule};BYMONTH={FEBRUARY};BYMONTHDAY={days};BYSETPOS=-1"
    return rule


@dataclass(frozen=True)
class Recurrence:
    """`ends_on` is the last day, inclusive; `exceptions` are days left out. `rule` is as `parse` returns it."""

    rule: str
    starts_on: date
    at: time
    ends_on: date | None = None
    exceptions: Collection[date] = field(default=())

    def days(self, first: date, last: date) -> list[date]:
        """The days from the first to the last, inclusive, on which it takes place."""
        last = min(last, self.ends_on) if self.ends_on else last
        if last < max(first, self.starts_on):
            return []
        left_out = set(self.exceptions)
        # With an end, else a rule whose days have run out would be searched to the year 9999.
        found = self._rule(until=last).between(_midnight(first), _midnight(last), inc=True)
        return [one.date() for one in found if one.date() not in left_out]

    def after(self, day: date) -> date | None:
        """The next day after this one on which it takes place, soon enough to be meant."""
        last = day + SOONEST_WITHIN
        found = self._rule(until=min(last, self.ends_on) if self.ends_on else last).xafter(_midnight(day))
        return next((one.date() for one in found if one.date() not in self.exceptions), None)

    def comes(self) -> bool:
        """Whether it ever takes place, and soon enough to be meant."""
        return bool(self.days(self.starts_on, self.starts_on + SOONEST_WITHIN))

    def _rule(self, *, until: date) -> rrule:
        found = rrulestr(self.rule, dtstart=_midnight(self.starts_on))
        assert isinstance(found, rrule)
        return found.replace(until=_midnight(until))


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """When the wall clock says so. A time that doesn't exist moves forward by the gap, of two it is the first (rule 2)."""
    return datetime.combine(day, at, tzinfo=zone).replace(fold=0).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
