"""`/api/availability/`, `/api/working-hours/`, `/api/time-off/`: when a trainer is free, and what that goes by."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import User
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from scheduling import availability
from scheduling.centre_time import at, local
from scheduling.models import Closure, Service, TimeOff, WorkingDay, WorkingHours
from scheduling.tests.factories import AppointmentFactory, RoomFactory, ServiceFactory, SessionFactory

Sign = Callable[[str], Person]
NOW = datetime(2026, 10, 5, 8, tzinfo=UTC)  # a Monday
MONDAY = date(2026, 10, 12)
DAY = timedelta(days=1)
NINE_TO_NOON = {"opens": "09:00", "closes": "12:00"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(settings: Any) -> Iterator[None]:
    settings.TIME_ZONE = "Europe/Berlin"
    with time_machine.travel(NOW, tick=False):
        yield


def trainer(*weekdays: int, **span: str) -> User:
    found = UserFactory.create(role="trainer")
    weekly = [{"weekday": weekday, **NINE_TO_NOON, **span} for weekday in weekdays]
    WorkingHours.objects.create(trainer=found, weekly=weekly)
    return found


def free(service: Service, who: User, first: date = MONDAY, last: date = MONDAY) -> list[str]:
    found = availability.free_slots(service=service, trainer=who.pk, first=first, last=last, opens=NOW)
    return [f"{local(one):%a %H:%M}" for slots in found.values() for one in slots]


def test_what_is_taken_is_left_out_and_back_to_back_fits() -> None:
    room = RoomFactory.create()
    service, who = ServiceFactory.create(minutes=60, room=room), trainer(0)
    assert free(service, who)[0::4] == ["Mon 09:00", "Mon 10:00", "Mon 11:00"]
    AppointmentFactory.create(trainer=who, starts_at=at(MONDAY, time(10)), service=service)
    assert free(service, who) == ["Mon 09:00", "Mon 11:00"]
    SessionFactory.create(room=room, starts_at=at(MONDAY, time(11, 30)))
    assert free(service, who) == ["Mon 09:00"]
    assert free(ServiceFactory.create(minutes=30), who) == [
        "Mon 09:00",
        "Mon 09:15",
        "Mon 09:30",
        "Mon 11:00",
        "Mon 11:15",
        "Mon 11:30",
    ]
    TimeOff.objects.create(trainer=who, starts_at=at(MONDAY, time(8)), ends_at=at(MONDAY, time(9, 10)))
    assert free(service, who) == []
    assert free(ServiceFactory.create(minutes=45), who)[0] == "Mon 09:15"


def test_a_day_that_differs_a_closure_and_what_is_past() -> None:
    service, who = ServiceFactory.create(minutes=120), trainer(0, 1)
    assert free(service, who, MONDAY, MONDAY + 6 * DAY)[0::5] == ["Mon 09:00", "Tue 09:00"]
    WorkingDay.objects.create(trainer=who, day=MONDAY, spans=[{"opens": "22:00", "closes": "24:00"}])
    WorkingDay.objects.create(trainer=who, day=MONDAY + DAY, spans=[])
    assert free(service, who, MONDAY, MONDAY + 6 * DAY) == ["Mon 22:00"]
    Closure.objects.create(name="Holiday", starts_on=MONDAY - DAY, ends_on=MONDAY)
    assert free(service, who, MONDAY, MONDAY + 6 * DAY) == []
    today = MONDAY - 7 * DAY  # ten o'clock on the wall
    assert free(ServiceFactory.create(minutes=60), who, today, today) == [
        "Mon 10:00",
        "Mon 10:15",
        "Mon 10:30",
        "Mon 10:45",
        "Mon 11:00",
    ]


def test_a_night_in_which_the_clocks_change_has_its_own_length() -> None:
    """From one to four are four hours on 25 October in Berlin."""
    who = trainer(6, opens="01:00", closes="04:00")
    sunday = date(2026, 10, 25)
    assert len(free(ServiceFactory.create(minutes=240), who, sunday, sunday)) == 1
    assert free(ServiceFactory.create(minutes=240), who, sunday - 7 * DAY, sunday - 7 * DAY) == []


def test_four_weeks_take_two_queries_and_few_milliseconds_with_many_rows() -> None:
    """A trainer who is booked from morning to night: 28 days of 40 quarters each."""
    service, who = ServiceFactory.create(minutes=15), trainer(*range(7), opens="08:00", closes="20:00")
    for number in range(28):
        for hour in (8, 11, 14, 17):
            AppointmentFactory.create(trainer=who, starts_at=at(MONDAY + number * DAY, time(hour)))
    with CaptureQueriesContext(connection) as queries:
        found = free(service, who, MONDAY, MONDAY + 27 * DAY)
    assert (len(found), len(queries)) == (28 * 32, 2)


def test_members_ask_for_what_can_be_booked_now(person: Sign) -> None:
    service, who = ServiceFactory.create(minutes=60, booking_opens_hours=24 * 7 + 1, booking_closes_minutes=90), trainer(0)
    query = f"/api/availability/?trainer={who.pk}&service={service.pk}&from=2026-10-05&to=2026-10-12"
    answer = person("member").client.get(query).json()
    assert {one["day"]: (one["slots"][0], len(one["slots"])) for one in answer["days"]} == {
        "2026-10-12": ("2026-10-12T07:00:00Z", 9)
    }
    assert [one["day"] for one in person("front_desk").client.get(query).json()["days"]] == ["2026-10-05", "2026-10-12"]
    for wrong in "to=2026-11-05", "from=x", "service=0", "trainer=x", "from=0001-01-01&to=0001-01-02", "more=1":
        changed = {
            **dict(part.split("=") for part in query.partition("?")[2].split("&")),
            **dict(w.split("=") for w in wrong.split("&")),
        }
        assert person("member").client.get("/api/availability/", changed).status_code == 400, wrong


def test_a_trainer_sets_their_own_hours_and_a_manager_anybodys(person: Sign) -> None:
    mei, manager = person("trainer"), person("manager")
    url = f"/api/working-hours/{mei.user.pk}/"
    body = {"weekly": [{"weekday": 0, **NINE_TO_NOON}], "days": [{"day": "2026-12-24", "spans": []}]}
    assert mei.client.get(url).json()["version"] == 0
    done = mei.client.put(url, body, format="json", headers={"If-Match": '"0"'})
    assert (done.status_code, done.json()["weekly"], done["ETag"]) == (200, body["weekly"], '"1"')
    assert manager.client.put(url, body, format="json", headers={"If-Match": '"0"'}).status_code == 409
    assert manager.client.put(url, body, format="json").json()["version"] == 2
    assert person("trainer").client.put(url, body, format="json").status_code == 403
    assert person("member").client.get(url).status_code == 403
    two = [{"weekday": 0, **NINE_TO_NOON}, {"weekday": 0, "opens": "11:00", "closes": "13:00"}]
    for wrong, code in (
        ({"weekly": two}, "overlap"),
        ({"weekly": [{"weekday": 0, "opens": "12:00", "closes": "09:00"}]}, "ends_before_start"),
        ({"weekly": [{"weekday": 7, **NINE_TO_NOON}]}, "max_value"),
        ({"weekly": [{"weekday": 0, "opens": "9", "closes": "12:00"}]}, "invalid"),
        ({"days": [{"day": "2026-10-01", "spans": []}]}, "out_of_range"),
        ({"days": [{"day": "2026-12-24", "spans": []}] * 2}, "twice"),
    ):
        answer = mei.client.put(url, {**body, **wrong}, format="json")
        assert (answer.status_code, code in str(answer.json())) == (400, True), answer.json()


def test_time_off_names_what_has_to_be_seen_to(person: Sign) -> None:
    mei, manager = person("trainer"), person("manager")
    session = SessionFactory.create(trainer=mei.user, starts_at=at(MONDAY, time(10)))
    appointment = AppointmentFactory.create(trainer=mei.user, starts_at=at(MONDAY, time(14)))
    body = {
        "trainer": mei.user.pk,
        "starts_at": "2026-10-12T00:00:00+02:00",
        "ends_at": "2026-10-13T00:00:00+02:00",
        "note": "ill",
    }
    made = mei.client.post("/api/time-off/", body, format="json")
    assert made.status_code == 201, made.json()
    assert [one["id"] for one in made.json()["sessions"]] == [session.pk]
    assert [one["id"] for one in made.json()["appointments"]] == [appointment.pk]
    url = f"/api/time-off/{made.json()['time_off']['id']}/"
    assert manager.client.post("/api/time-off/", body, format="json").json()["code"] == "conflict"
    changed = manager.client.patch(url, {"note": "at a course"}, format="json", headers={"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"], changed.json()["time_off"]["version"]) == (200, '"2"', 2)
    assert [one["id"] for one in changed.json()["sessions"]] == [session.pk]
    backwards = manager.client.patch(url, {"ends_at": "2026-10-11T00:00:00Z"}, format="json")
    assert "ends_before_start" in str(backwards.json())
    other = person("trainer")
    assert other.client.post("/api/time-off/", body, format="json").status_code == 403
    assert other.client.delete(url).status_code == 403
    assert other.client.get("/api/time-off/?from=2026-10-12T00:00:00Z&to=2026-10-13T00:00:00Z").json()["count"] == 1
    assert person("member").client.get(url).status_code == 403
    assert mei.client.delete(url).status_code == 204


def test_the_staff_are_asked_about_a_time_that_is_not_offered(person: Sign) -> None:
    desk, mia, service = person("front_desk"), trainer(0), ServiceFactory.create(minutes=60)
    customer = CustomerFactory.create()

    def book(hour: int, **body: Any) -> tuple[int, dict[str, Any]]:
        asked = {"customer": customer.pk, "service": service.pk, "trainer": mia.pk, "starts_at": at(MONDAY, time(hour)), **body}
        answer = desk.client.post("/api/appointments/", asked, format="json")
        return answer.status_code, answer.json()

    status, refused = book(12)
    assert (status, refused["code"], refused["fields"]["starts_at"][0]["code"]) == (409, "outside_hours", "outside_hours")
    assert refused["message"] == f"{mia.name} works from 09:00 to 12:00 on 2026-10-12."
    status, booked = book(12, anyway="She comes in for it")
    assert (status, booked["anyway"], booked["anyway_reason"]) == (201, "outside_hours", "She comes in for it")
    url = f"/api/appointments/{booked['id']}/"
    moved = desk.client.patch(url, {"starts_at": at(MONDAY, time(13))}, format="json")
    assert (moved.status_code, moved.json()["code"]) == (409, "outside_hours")
    moved = desk.client.patch(url, {"starts_at": at(MONDAY, time(11))}, format="json").json()
    assert (moved["anyway"], moved["anyway_reason"]) == ("", "")
    TimeOff.objects.create(trainer=mia, starts_at=at(MONDAY, time(10, 30)), ends_at=at(MONDAY, time(14)), note="")
    assert book(10)[1]["code"] == "time_off"
    members_only = ServiceFactory.create(minutes=60, needs_membership=True)
    status, both = book(12, service=members_only.pk)  # nobody hears of one thing after the other
    assert {field: one[0]["code"] for field, one in both["fields"].items()} == {
        "customer": "no_membership", "starts_at": "time_off",
    }  # fmt: skip
    Closure.objects.create(name="Holiday", starts_on=MONDAY, ends_on=MONDAY)
    assert book(9, trainer=None)[1]["code"] == "centre_closed"
    nobody_knows = UserFactory.create(role="trainer")
    assert book(20, trainer=nobody_knows.pk, starts_at=at(MONDAY + DAY, time(20)))[0] == 201
