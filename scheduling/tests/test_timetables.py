"""Sessions follow their timetable: made ahead, derived again, moved with the rule, and never in the past or by halves."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.events.models import Event
from core.models import User
from core.refusals import Conflict
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from scheduling import bookings, closures, deriving, sessions, timetables, waitlist
from scheduling.centre_time import local
from scheduling.deriving_clock import derive_all
from scheduling.models import Appointment, Closure, Service, Session, Timetable, TimetableConflict
from scheduling.tests.factories import AppointmentFactory, RoomFactory, ServiceFactory, SessionFactory, TimetableFactory

Sign = Callable[[str], Person]
# A Monday; the clocks of Europe go back on the 25th of October.
MONDAY = date(2026, 10, 5)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(settings: Any) -> Iterator[None]:
    settings.TIME_ZONE = "Europe/Berlin"
    with time_machine.travel(datetime(2026, 10, 5, 8, tzinfo=UTC), tick=False):
        yield


def yoga(**fields: Any) -> timetables.Outcome:
    service = ServiceFactory.create(kind=Service.Kind.CLASS, capacity=8, trainer=UserFactory.create(role="trainer"))
    asked = {"starts_on": MONDAY, "at": time(18), "rule": "FREQ=WEEKLY;BYDAY=MO", **fields}
    return timetables.create(service=service, by=None, **asked)


def starts(timetable: Timetable, **which: Any) -> list[str]:
    return [f"{local(one.starts_at):%m-%d %H:%M}" for one in Session.objects.filter(timetable=timetable, **which)]


def on(timetable: Timetable, day: date) -> Session:
    return Session.objects.get(timetable=timetable, occurrence=day)


def seat(session: Session) -> Appointment:
    return bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)


def test_eight_weeks_are_made_at_the_same_hour_and_once() -> None:
    outcome = yoga()
    assert len(outcome.derived.made) == 9
    assert starts(outcome.timetable)[:4] == ["10-05 18:00", "10-12 18:00", "10-19 18:00", "10-26 18:00"]
    assert on(outcome.timetable, MONDAY + 3 * WEEK).starts_at == datetime(2026, 10, 26, 17, tzinfo=UTC)
    assert derive_all() == 0
    with time_machine.travel(datetime(2026, 10, 12, 12, tzinfo=UTC), tick=False):
        assert derive_all() == 1
    assert Event.objects.filter(type="session.planned").count() == 10


@pytest.mark.django_db(transaction=True)
def test_clocks_that_run_at_once_make_each_session_once() -> None:
    found = [TimetableFactory.create(starts_on=MONDAY, at=time(17 + number)) for number in range(4)]
    done = together([lambda one=one: deriving.derive(timetable=one, by=None) for one in [*found, *found]])  # type: ignore[misc]
    assert not [one for one in done if isinstance(one, Exception)]
    assert Session.objects.count() == sum(len(one.made) for one in done if isinstance(one, deriving.Derived)) == 36


def test_what_nobody_touched_follows_the_zone_and_what_was_touched_stays(settings: Any) -> None:
    """As if the centre's zone no longer put its clocks back."""
    timetable = yoga().timetable
    touched, booked = on(timetable, MONDAY + 4 * WEEK), on(timetable, MONDAY + 3 * WEEK)
    sessions.change(session=touched, by=None, capacity=5)
    there = seat(booked)
    settings.TIME_ZONE = "Etc/GMT-2"
    assert derive_all() == 5
    booked.refresh_from_db()
    there.refresh_from_db()
    assert booked.starts_at == there.starts_at == datetime(2026, 10, 26, 16, tzinfo=UTC)
    touched.refresh_from_db()
    assert touched.starts_at == datetime(2026, 11, 2, 17, tzinfo=UTC)


def test_this_and_following_ends_the_rule_and_begins_another() -> None:
    timetable = yoga(rule="FREQ=WEEKLY;BYDAY=MO,WE", exceptions=[MONDAY + 3 * WEEK]).timetable
    with time_machine.travel(datetime(2026, 10, 15, 8, tzinfo=UTC), tick=False):
        was = set(Session.objects.filter(starts_at__lt=timezone.now()).values_list("pk", "starts_at", "version"))
        there = seat(on(timetable, MONDAY + 2 * WEEK))
        sessions.change(session=on(timetable, MONDAY + 4 * WEEK), by=None, capacity=3)
        outcome = timetables.change_following(
            timetable=timetable, first=MONDAY + 2 * WEEK, starts_on=MONDAY + 2 * WEEK + DAY, at=time(19), by=None
        )
        assert set(Session.objects.filter(starts_at__lt=timezone.now()).values_list("pk", "starts_at", "version")) == was
    new, old = outcome.timetable, outcome.ended
    assert old
    assert (new.follows, old.ends_on, new.rule) == (old, MONDAY + 2 * WEEK - DAY, "FREQ=WEEKLY;BYDAY=TU,WE")
    assert starts(old) == ["10-05 18:00", "10-07 18:00", "10-12 18:00", "10-14 18:00"]
    assert new.exceptions == [MONDAY + 3 * WEEK + DAY]
    # The touched one of 2 November stays where and as it is; the 27th of October was left out as Monday the 26th was.
    assert starts(new)[:6] == ["10-20 19:00", "10-21 19:00", "10-28 19:00", "11-02 18:00", "11-04 19:00", "11-10 19:00"]
    there.refresh_from_db()
    assert f"{local(there.starts_at):%m-%d %H:%M}" == "10-20 19:00"
    assert there.session
    assert there.session.version == 2
    assert derive_all() == 0


def test_a_rule_changed_for_all_moves_what_lies_ahead_only() -> None:
    timetable = yoga().timetable
    with time_machine.travel(datetime(2026, 10, 13, 8, tzinfo=UTC), tick=False):
        outcome = timetables.change(timetable=timetable, by=None, seen=1, at=time(7), rule="FREQ=WEEKLY;BYDAY=TU,FR")
        assert (len(outcome.derived.moved), outcome.derived.removed, len(outcome.derived.made)) == (7, 0, 9)
        with pytest.raises(Conflict):
            timetables.change(timetable=timetable, by=None, seen=1, at=time(8))
    assert starts(timetable)[:5] == ["10-05 18:00", "10-12 18:00", "10-16 07:00", "10-20 07:00", "10-23 07:00"]


def test_the_first_of_all_is_changed_in_place() -> None:
    timetable = yoga().timetable
    outcome = timetables.change_following(timetable=timetable, first=MONDAY, at=time(20), by=None)
    assert (outcome.timetable.pk, outcome.ended, Timetable.objects.count()) == (timetable.pk, None, 1)
    assert len(outcome.derived.moved) == 9


def test_what_cant_be_made_is_reported_and_the_rest_is_there() -> None:
    room = RoomFactory.create(name="Studio 1")
    busy = SessionFactory.create(room=room, starts_at=datetime(2026, 10, 12, 16, tzinfo=UTC), service__name="Boxing")
    outcome = yoga(room=room)
    (conflict,) = outcome.derived.conflicts
    assert (conflict.occurrence, conflict.field) == (MONDAY + WEEK, "room")
    assert conflict.message == "Studio 1 has Boxing from 18:00 to 19:00 on 2026-10-12."
    assert len(starts(outcome.timetable)) == 8
    assert Event.objects.filter(type="timetable.changed").last().data["conflicts"] == 1  # type: ignore[union-attr]
    told = Event.objects.count()
    assert (derive_all(), Event.objects.count(), TimetableConflict.objects.get()) == (0, told, conflict)
    sessions.cancel(session=busy, by=None)
    assert (derive_all(), TimetableConflict.objects.count()) == (1, 0)


@pytest.mark.parametrize("gone", ["service", "trainer"])
def test_nothing_is_made_anew_of_what_is_no_longer_offered_or_for_who_no_longer_works_here(gone: str) -> None:
    timetable = yoga().timetable
    there = list(Session.objects.values_list("pk", flat=True))
    if gone == "service":
        Service.objects.update(active=False)
    else:
        User.objects.filter(pk=timetable.trainer_id).update(is_active=False)
    with time_machine.travel(datetime(2026, 10, 26, 8, tzinfo=UTC), tick=False):
        derived = deriving.derive(timetable=timetable, by=None)
        assert not derived.made
        assert sorted(Session.objects.values_list("pk", flat=True)) == sorted(there)
        asked = [] if gone == "service" else [(MONDAY + weeks * WEEK, "trainer") for weeks in (9, 10, 11)]
        assert [(one.occurrence, one.field) for one in timetable.conflicts.order_by("occurrence")] == asked
        User.objects.update(is_active=True)
        Service.objects.update(active=True)
        assert len(deriving.derive(timetable=timetable, by=None).made) == 3
        assert not timetable.conflicts.exists()


def test_a_session_that_cant_move_stays_whole() -> None:
    """Its member is elsewhere at the new time: neither the session nor the seat is half moved, and the others go."""
    timetable = yoga().timetable
    there = seat(on(timetable, MONDAY + WEEK))
    AppointmentFactory.create(customer=there.customer, starts_at=datetime(2026, 10, 12, 17, tzinfo=UTC))
    outcome = timetables.change(timetable=timetable, by=None, at=time(19))
    (conflict,) = outcome.derived.conflicts
    assert (conflict.field, len(outcome.derived.moved)) == ("seats", 8)
    stays = on(timetable, MONDAY + WEEK)
    there.refresh_from_db()
    assert stays.starts_at == there.starts_at == datetime(2026, 10, 12, 16, tzinfo=UTC)
    few = [seat(on(timetable, MONDAY + 2 * WEEK)) for _ in range(3)]
    outcome = timetables.change(timetable=timetable, by=None, capacity=2)
    assert {one.occurrence for one in outcome.derived.conflicts} == {MONDAY + WEEK, MONDAY + 2 * WEEK}
    assert Appointment.objects.filter(pk__in=[one.pk for one in few], state="booked").count() == 3


def test_a_closure_cancels_what_is_booked_and_takes_back_the_rest() -> None:
    timetable = yoga().timetable
    booked, touched = on(timetable, MONDAY + WEEK), on(timetable, MONDAY + 2 * WEEK)
    there = seat(booked)
    sessions.change(session=touched, by=None, capacity=5)
    outcome = closures.create(name="Renovation", starts_on=MONDAY + WEEK, ends_on=MONDAY + 3 * WEEK, by=None)
    closure = outcome.closure
    assert ({one.pk for one in outcome.cancelled}, outcome.removed) == ({booked.pk, touched.pk}, 1)
    there.refresh_from_db()
    assert there.state == "cancelled"
    assert len(starts(timetable, state="planned")) == 6
    assert derive_all() == 0
    closures.change(closure=closure, by=None, ends_on=MONDAY + 2 * WEEK)
    assert len(starts(timetable, state="planned")) == 7
    closures.delete(closure=closure, by=None)
    assert len(starts(timetable, state="planned")) == 7  # who was told that it is cancelled isn't told otherwise
    assert not Closure.objects.exists()


def test_ending_takes_back_what_comes_after() -> None:
    timetable = yoga().timetable
    booked = on(timetable, MONDAY + 5 * WEEK)
    seat(booked)
    outcome = timetables.end(timetable=timetable, last_day=MONDAY + 3 * WEEK, reason="No more", by=None)
    assert ([one.pk for one in outcome.derived.cancelled], outcome.derived.removed) == ([booked.pk], 4)
    assert len(starts(timetable, state="planned")) == 4
    with time_machine.travel(datetime(2026, 12, 1, tzinfo=UTC), tick=False):
        assert derive_all() == 0


def test_the_api_previews_and_does(person: Sign) -> None:
    manager = person("manager")
    service = ServiceFactory.create(kind=Service.Kind.CLASS, capacity=8, trainer=UserFactory.create(role="trainer"))
    body = {"service": service.pk, "starts_on": "2026-10-05", "at": "18:00", "rule": "freq=weekly"}
    tried = manager.client.post("/api/timetables/", {**body, "preview": True}, format="json")
    assert (tried.status_code, tried.json()["made"], Timetable.objects.count()) == (200, 9, 0)
    made = manager.client.post("/api/timetables/", body, format="json")
    assert (made.status_code, made.json()["made"], made.json()["timetable"]["rule"]) == (201, 9, "FREQ=WEEKLY")
    url = f"/api/timetables/{made.json()['timetable']['id']}/"
    moved = manager.client.patch(url, {"at": "19:30"}, format="json", headers={"If-Match": '"1"'})
    assert (moved.status_code, moved.json()["moved"], moved["ETag"]) == (200, 9, '"2"')
    stale = manager.client.patch(url, {"at": "20:30"}, format="json", headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["current"]["at"]) == (409, "19:30:00")
    split = manager.client.post(f"{url}following/", {"first": "2026-10-19", "at": "17:00"}, format="json")
    assert (split.status_code, split.json()["ended"]["ends_on"], split.json()["moved"]) == (201, "2026-10-18", 7)
    assert manager.client.post(f"{url}end/", {"last_day": "2026-10-06"}, format="json").json()["removed"] == 1
    assert manager.client.get(f"{url}conflicts/").json()["results"] == []
    assert [one["ends_on"] for one in manager.client.get("/api/timetables/?running=true").json()["results"]] == [
        "2026-10-06",
        None,
    ]
    for wrong, code in (
        ({"rule": "FREQ=WEEKLY;COUNT=3"}, "rule"),
        ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never"),
        ({"starts_on": "2036-01-01"}, "out_of_range"),
        ({"ends_on": "2026-10-01"}, "ends_before_start"),
        ({"service": ServiceFactory.create().pk}, "not_a_class"),
        ({"at": "25:00"}, "invalid"),
    ):
        answer = manager.client.post("/api/timetables/", {**body, **wrong}, format="json")
        assert (answer.status_code, code in str(answer.json())) == (400, True), answer.json()
    missed = manager.client.post(f"{url}following/", {"first": "2026-10-20"}, format="json")
    assert "no_occurrence" in str(missed.json())
    assert person("front_desk").client.post(f"{url}end/", {"last_day": "2026-10-06"}, format="json").status_code == 403


def test_the_api_says_how_many_are_in_what_a_change_moves_or_cancels(person: Sign) -> None:
    manager = person("manager")
    timetable = yoga(capacity=2).timetable
    for _ in range(2):
        seat(on(timetable, MONDAY + WEEK))
    waitlist.join(session=on(timetable, MONDAY + WEEK), customer=CustomerFactory.create(), by=None)
    seat(on(timetable, MONDAY + 2 * WEEK))
    url = f"/api/timetables/{timetable.pk}/"
    asked = {"first": f"{MONDAY + WEEK}", "at": "19:00", "preview": True}
    moved = manager.client.post(f"{url}following/", asked, format="json").json()
    assert (moved["moved"], moved["booked"], Timetable.objects.count()) == (8, 3, 1)
    ended = manager.client.post(f"{url}end/", {"last_day": f"{MONDAY}"}, format="json").json()
    assert [(one["booked"], one["waiting"]) for one in ended["cancelled"]] == [(2, 1), (1, 0)]


def test_what_a_closure_cancels_is_asked_by_the_rule_by_which_it_is_entered(person: Sign) -> None:
    manager, timetable = person("manager"), yoga().timetable
    seat(on(timetable, MONDAY + WEEK))
    meets = AppointmentFactory.create(starts_at=datetime(2026, 10, 12, 20, tzinfo=UTC))
    AppointmentFactory.create(starts_at=datetime(2026, 10, 27, 9, tzinfo=UTC))  # after it
    body = {"name": "Repairs", "starts_on": f"{MONDAY + WEEK}", "ends_on": f"{MONDAY + 3 * WEEK}"}
    asked = manager.client.post("/api/closures/", body | {"preview": True}, format="json")
    assert (asked.status_code, Closure.objects.count(), len(starts(timetable, state="planned"))) == (200, 0, 9)
    made = manager.client.post("/api/closures/", body, format="json")
    told = [one.json() | {"closure": None} for one in (asked, made)]
    assert told[0] == told[1]
    assert [(one["booked"], one["waiting"]) for one in told[0]["cancelled"]] == [(1, 0)]
    assert (told[0]["removed"], [one["id"] for one in told[0]["appointments"]]) == (2, [meets.pk])
    url = f"/api/closures/{made.json()['closure']['id']}/"
    changed = manager.client.patch(url, {"ends_on": f"{MONDAY + 4 * WEEK}", "preview": True}, format="json")
    assert (changed.json()["removed"], Closure.objects.get().ends_on) == (1, MONDAY + 3 * WEEK)


def test_closures_of_the_api(person: Sign) -> None:
    manager = person("manager")
    body = {"name": "New Year", "starts_on": "2027-01-01", "ends_on": "2027-01-01"}
    answer = manager.client.post("/api/closures/", body, format="json")
    made = answer.json()["closure"]
    assert (answer.status_code, answer["ETag"], made["version"]) == (201, '"1"', 1)
    assert manager.client.post("/api/closures/", body, format="json").status_code == 409
    assert manager.client.get("/api/closures/?from=2027-01-01&to=2027-01-01").json()["count"] == 1
    for wrong in {"ends_on": "2026-12-31"}, {"ends_on": "2027-12-31"}, {"starts_on": "2099-01-01", "ends_on": "2099-01-01"}:
        assert manager.client.patch(f"/api/closures/{made['id']}/", wrong, format="json").status_code == 400
    assert manager.client.delete(f"/api/closures/{made['id']}/").status_code == 204
