"""What calendar programs read: the same instants by two independent readers, across changes of the clocks; and who may."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from vobject.base import readOne

from core.events.models import Event
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory
from scheduling import bookings, waitlist
from scheduling.models import Appointment, CalendarLink
from scheduling.tests.factories import AppointmentFactory, ServiceFactory, SessionFactory

Sign = Callable[[str], Person]
pytestmark = pytest.mark.django_db
# Either side of the last Sunday of October, on which 02:30 is there twice in Berlin; and of the one of March.
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)
STARTS = [
    datetime(2026, 10, 24, 16, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 17, tzinfo=UTC), datetime(2027, 3, 27, 17, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 16, tzinfo=UTC),
]  # fmt: skip


@pytest.fixture(autouse=True)
def autumn() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def address(person: Person, kind: str) -> str:
    answer = person.client.post("/api/me/calendars/", {"kind": kind})
    assert answer.status_code == 201, answer.json()
    return str(answer.json()["url"]).removeprefix("http://localhost:8000")


def read(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return bytes(answer.content)


def by_icalendar(data: bytes) -> dict[str, tuple[datetime, datetime]]:
    rows: list[Any] = Calendar.from_ical(data).walk("VEVENT")
    return {str(one["UID"]): (one["DTSTART"].dt.astimezone(UTC), one["DTEND"].dt.astimezone(UTC)) for one in rows}


def by_vobject(data: bytes) -> dict[str, tuple[datetime, datetime]]:
    """Reads the zone from the file's own VTIMEZONE, and knows nothing of what wrote it."""
    found = readOne(data.decode())
    return {
        one.uid.value: (one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC))
        for one in getattr(found, "vevent_list", [])
    }


def test_two_readers_find_the_same_instants_across_the_changes_of_the_clocks(person: Sign) -> None:
    mia = person("member")
    rows = [AppointmentFactory.create(customer=mia.customer, starts_at=start, service__minutes=30) for start in STARTS]
    data = read(address(mia, "member"))
    wanted = {f"appointment-{one.pk}@localhost": (one.starts_at, one.ends_at) for one in rows}
    second = f"appointment-{rows[2].pk}@localhost"  # 02:30 for the second time: a wall time alone can't say which
    found, other = by_icalendar(data), by_vobject(data)
    assert set(found) == set(other) == set(wanted)
    for uid in wanted:
        assert found[uid] == other[uid] == wanted[uid], uid
    assert second in wanted
    assert b"BEGIN:VTIMEZONE" in data
    assert b"DTSTART;TZID=Europe/Berlin:20261024T180000" in data
    assert b"DTSTART;TZID=Europe/Berlin:20261025T180000" in data


def test_what_changes_keeps_its_uid_counts_up_and_says_that_it_is_cancelled(person: Sign) -> None:
    mia = person("member")
    seat = AppointmentFactory.create(customer=mia.customer, starts_at=STARTS[0])
    path = address(mia, "member")

    def event() -> Any:
        (found,) = Calendar.from_ical(read(path)).walk("VEVENT")
        return found

    first = event()
    bookings.change(appointment=seat, starts_at=STARTS[3], by=None)
    moved = event()
    assert (first["UID"], first["SEQUENCE"], first["STATUS"]) == (moved["UID"], 0, "CONFIRMED")
    assert (moved["SEQUENCE"], moved["DTSTART"].dt) == (1, STARTS[3])
    bookings.cancel(appointment=seat, by=None)
    gone = event()
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (first["UID"], 2, "CANCELLED")
    alone = mia.client.get(f"/api/appointments/{seat.pk}/calendar/")
    assert b"METHOD:CANCEL" in alone.content
    assert (
        by_vobject(alone.content)
        == by_icalendar(alone.content)
        == {str(gone["UID"]): (STARTS[3], STARTS[3] + timedelta(hours=1))}
    )
    assert person("member").client.get(f"/api/appointments/{seat.pk}/calendar/").status_code == 404


def test_a_trainer_reads_what_they_give_and_a_member_what_they_wait_for(person: Sign) -> None:
    jonas, mia = person("trainer"), person("member")
    session = SessionFactory.create(trainer=jonas.user, starts_at=STARTS[0], capacity=1, service__name="Yoga")
    bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
    assert mia.customer
    waitlist.join(session=session, customer=mia.customer, by=None)
    meeting = bookings.book(
        customer=CustomerFactory.create(first_name="Ada", last_name="Ott"), trainer=jonas.user,
        service=ServiceFactory.create(name="Body Check"), starts_at=STARTS[3], notes="Knee", by=None,
    )  # fmt: skip
    AppointmentFactory.create(starts_at=STARTS[3])
    data = read(address(jonas, "trainer"))
    assert {str(one["SUMMARY"]) for one in Calendar.from_ical(data).walk("VEVENT")} == {"Yoga", "Body Check: Ada Ott"}
    assert set(by_vobject(data)) == {f"session-{session.pk}@localhost", f"appointment-{meeting.pk}@localhost"}
    assert b"Knee" not in data
    (waits,) = Calendar.from_ical(read(address(mia, "member"))).walk("VEVENT")
    assert (waits["STATUS"], waits["SUMMARY"]) == ("TENTATIVE", "Yoga")
    assert mia.client.post("/api/me/calendars/", {"kind": "trainer"}).status_code == 403


def test_an_address_is_a_secret_that_can_be_taken_back(person: Sign) -> None:
    mia = person("member")
    first = address(mia, "member")
    second = address(mia, "member")
    assert Client().get(first).status_code == 404  # a new one takes the place of the former
    read(second)
    (shown,) = mia.client.get("/api/me/calendars/").json()
    assert (shown["kind"], bool(shown["made_at"]), bool(shown["read_at"])) == ("member", True, True)
    secret = second.rpartition("/")[2].removesuffix(".ics")
    assert secret not in str(list(CalendarLink.objects.values())) + str(list(Event.objects.values("data", "subject")))
    for _ in range(2):
        assert mia.client.delete("/api/me/calendars/member/").status_code == 204
    answer = Client().get(second)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    third = address(mia, "member")
    mia.user.is_active = False
    mia.user.save()
    assert Client().get(third).status_code == 404


def test_who_no_longer_works_here_has_no_trainers_calendar(person: Sign) -> None:
    jonas = person("trainer")
    path = address(jonas, "trainer")
    jonas.user.is_staff = False
    jonas.user.save()
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_a_feed_takes_the_same_queries_for_any_length(person: Sign, rows: int) -> None:
    mia = person("member")
    for number in range(rows):
        AppointmentFactory.create(customer=mia.customer, starts_at=NOW + timedelta(days=number + 1))
    path = address(mia, "member")
    with CaptureQueriesContext(connection) as queries:
        assert len(by_icalendar(read(path))) == rows
    # the link, that it was read, the rows
    assert len(queries) == 3, [query["sql"] for query in queries]
    assert Appointment.objects.count() == rows
