"""The corpus of recurrences: the clocks both ways, the 31st, leap days, a rule edited in the middle."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.recurrence import BadRule, Recurrence, instant, parse, shifted

# Zone, rule, first day, wall time, last day; then the instants, worked out by hand from the zone's changes.
CORPUS = [
    # Berlin: forward on 29 March 2026 at 02:00, back on 25 October at 03:00.
    ("Europe/Berlin", "FREQ=WEEKLY", "2026-03-22", "18:00", "2026-04-05", ["03-22T17:00", "03-29T16:00", "04-05T16:00"]),
    ("Europe/Berlin", "FREQ=DAILY", "2026-03-28", "02:30", "2026-03-30", ["03-28T01:30", "03-29T01:30", "03-30T00:30"]),
    ("Europe/Berlin", "FREQ=DAILY", "2026-10-24", "02:30", "2026-10-26", ["10-24T00:30", "10-25T00:30", "10-26T01:30"]),
    ("Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO,SU", "2026-10-25", "18:00", "2026-10-26", ["10-25T17:00", "10-26T17:00"]),
    # New York: forward on 8 March 2026 at 02:00, back on 1 November at 02:00.
    ("America/New_York", "FREQ=DAILY", "2026-03-07", "02:30", "2026-03-09", ["03-07T07:30", "03-08T07:30", "03-09T06:30"]),
    ("America/New_York", "FREQ=WEEKLY", "2026-10-25", "01:30", "2026-11-08", ["10-25T05:30", "11-01T05:30", "11-08T06:30"]),
    # Lord Howe changes by half an hour: back on 5 April 2026 at 02:00, forward on 4 October at 02:00.
    ("Australia/Lord_Howe", "FREQ=DAILY", "2026-04-04", "01:45", "2026-04-06", ["04-03T14:45", "04-04T14:45", "04-05T15:15"]),
    ("Australia/Lord_Howe", "FREQ=DAILY", "2026-10-03", "02:15", "2026-10-05", ["10-02T15:45", "10-03T15:45", "10-04T15:15"]),
    # Shanghai never changes.
    ("Asia/Shanghai", "FREQ=WEEKLY", "2026-03-22", "18:00", "2026-04-05", ["03-22T10:00", "03-29T10:00", "04-05T10:00"]),
    # The 31st is where a month has one, the last day everywhere; 29 February in leap years only.
    ("Asia/Shanghai", "FREQ=MONTHLY", "2026-01-31", "08:00", "2026-06-30", ["01-31T00:00", "03-31T00:00", "05-31T00:00"]),
    (
        "Asia/Shanghai", "FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", "08:00", "2028-03-31",
        ["2028-01-31T00:00", "2028-02-29T00:00", "2028-03-31T00:00"],
    ),
    (
        "Asia/Shanghai", "FREQ=YEARLY", "2024-02-29", "08:00", "2033-01-01",
        ["2024-02-29T00:00", "2028-02-29T00:00", "2032-02-29T00:00"],
    ),
    # Every second week keeps its weeks, and every second month its months.
    (
        "Europe/Berlin", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "2026-06-03", "10:00", "2026-06-17",
        ["06-03T08:00", "06-15T08:00", "06-17T08:00"],
    ),
    ("Europe/Berlin", "FREQ=MONTHLY;BYDAY=2MO", "2026-06-01", "10:00", "2026-07-31", ["06-08T08:00", "07-13T08:00"]),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "rule", "first", "clock", "last", "expected"), CORPUS)
def test_the_corpus(zone: str, rule: str, first: str, clock: str, last: str, expected: list[str]) -> None:
    start, at = date.fromisoformat(first), time.fromisoformat(clock)
    found = Recurrence(parse(rule), start, at).days(start, date.fromisoformat(last))
    wanted = [datetime.fromisoformat(one if len(one) > 11 else f"2026-{one}").replace(tzinfo=UTC) for one in expected]
    assert [instant(day, at, ZoneInfo(zone)) for day in found] == wanted


def test_lengths_are_elapsed_time() -> None:
    """Three hours over the night in which Berlin's clocks go back end at three, not at four."""
    berlin = ZoneInfo("Europe/Berlin")
    starts_at = instant(date(2026, 10, 25), time(1), berlin)
    assert f"{(starts_at + timedelta(hours=3)).astimezone(berlin):%H:%M}" == "03:00"


@given(
    rule=st.sampled_from([
        "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=DAILY;INTERVAL=3",
    ]),
    start=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    cut=st.integers(1, 8),
    left_out=st.integers(0, 12),
)  # fmt: skip
def test_a_rule_cut_in_the_middle_goes_on_with_the_same_days(rule: str, start: date, cut: int, left_out: int) -> None:
    """The part before and the part that begins at an occurrence give together what the whole one gives."""
    last = start + timedelta(days=500)
    whole = Recurrence(rule, start, time(18))
    days = whole.days(start, last)
    without = Recurrence(rule, start, time(18), exceptions={days[left_out]})
    assert without.days(start, last) == [day for day in days if day != days[left_out]]
    before = Recurrence(rule, start, time(18), ends_on=days[cut] - timedelta(days=1))
    after = Recurrence(rule, days[cut], time(18))
    assert before.days(start, last) + after.days(start, last) == days


def test_a_weekday_moves_with_an_occurrence_that_is_moved() -> None:
    monday, tuesday = date(2026, 6, 1), date(2026, 6, 2)
    assert shifted("FREQ=WEEKLY;BYDAY=MO,WE", frm=monday, to=tuesday) == "FREQ=WEEKLY;BYDAY=TU,WE"
    assert shifted("FREQ=WEEKLY", frm=monday, to=tuesday) == "FREQ=WEEKLY"
    assert shifted("FREQ=WEEKLY;BYDAY=MO", frm=monday, to=monday) == "FREQ=WEEKLY;BYDAY=MO"
    with pytest.raises(BadRule):
        shifted("FREQ=MONTHLY;BYDAY=1MO", frm=monday, to=tuesday)


def test_a_rule_is_written_one_way() -> None:
    assert parse(" rrule:byday=mo,we;INTERVAL=2;freq=weekly ") == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"


@pytest.mark.parametrize("rule", [
    "", "FREQ=HOURLY", "FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20270101", "FREQ=WEEKLY;BYHOUR=3", "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=100", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;FREQ=DAILY", "FREQ=DAILY;BYMONTH=2",
    "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYDAY=6MO", "FREQ=WEEKLY;BYDAY=MO\nFREQ=DAILY", "FREQ=WEEKLY;\u0130NTERVAL=1",
])  # fmt: skip
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        parse(rule)


def test_days_that_never_come_are_found_out() -> None:
    assert not Recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2026, 1, 1), time(8)).comes()
    assert not Recurrence("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", date(2026, 2, 1), time(8)).comes()
    assert Recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", date(2096, 3, 1), time(8)).comes()
