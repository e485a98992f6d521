"""Wall time at the centre becomes an instant (domain rule 2)."""

from datetime import UTC, date, datetime, time

import pytest

from scheduling.centre_time import at, local


@pytest.mark.parametrize(
    ("day", "wall", "instant"),
    [
        (date(2027, 1, 13), time(18), datetime(2027, 1, 13, 17, tzinfo=UTC)),
        (date(2027, 7, 13), time(18), datetime(2027, 7, 13, 16, tzinfo=UTC)),
        # Left out in spring: moves forward by the gap, to 3:30.
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        # Twice in autumn: the first.
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_wall_time(day: date, wall: time, instant: datetime) -> None:
    assert at(day, wall) == instant
    assert at(day, wall).tzinfo is UTC


def test_a_time_left_out_in_spring_reads_moved_forward() -> None:
    assert local(at(date(2027, 3, 28), time(2, 30))).time() == time(3, 30)
