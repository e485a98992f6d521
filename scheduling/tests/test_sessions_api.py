"""`/api/sessions/`: the calendar in three queries, and single sessions moved and cancelled with those who are in them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.events.models import Event
from core.refusals import Conflict
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from realtime.models import Notification
from scheduling import bookings, session_list, sessions
from scheduling.centre_time import local
from scheduling.models import Appointment, Closure, Reminder, Service, Session
from scheduling.tests.factories import SOON, AppointmentFactory, RoomFactory, ServiceFactory, SessionFactory

Sign = Callable[[str], Person]
HOUR = timedelta(hours=1)
DAYS = f"?from={local(SOON).date()}&to={local(SOON).date()}"


def full(session: Session, seats: int) -> list[Appointment]:
    return [bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None) for _ in range(seats)]


def act(who: Person, session: Session, body: dict[str, Any], action: str = "", version: int | None = None) -> Any:
    headers = {"If-Match": f'"{version}"'} if version else {}
    call = who.client.post if action else who.client.patch
    return call(f"/api/sessions/{session.pk}/{action}", body, format="json", headers=headers)


def test_a_day_shows_all_that_a_calendar_needs(person: Sign) -> None:
    mia, room = person("member"), RoomFactory.create(name="Studio 1")
    session = SessionFactory.create(service__name="Yoga", trainer__display_name="Mei", room=room, capacity=3)
    full(session, 1)
    assert mia.customer
    mine = bookings.book_seat(session=session, customer=mia.customer, by=mia.user)
    SessionFactory.create(starts_at=SOON + timedelta(days=1))
    answer = mia.client.get(f"/api/sessions/{DAYS}")
    assert answer.headers["X-Event-Cursor"]
    assert answer.json() == {"more": False, "results": [{
        "id": session.pk, "service": session.service_id, "service_name": "Yoga", "colour": "#0f6b5c",
        "trainer": session.trainer_id, "trainer_name": "Mei", "stands_in_for": None, "stands_in_for_name": None,
        "room": room.pk, "room_name": "Studio 1", "starts_at": f"{SOON:%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{SOON + HOUR:%Y-%m-%dT%H:%M:%SZ}", "capacity": 3, "booked": 2, "waiting": 0, "seats_left": 1,
        "state": "planned", "cancel_reason": "", "timetable": None, "occurrence": None, "touched": False, "version": 1,
        "own": {"appointment": mine.pk, "state": "booked"},
    }]}  # fmt: skip
    assert mia.client.get(f"/api/sessions/{session.pk}/").json() == answer.json()["results"][0]
    for query, found in ("own=true", 1), ("own=false", 0), (f"room={room.pk}", 1), ("state=cancelled", 0), ("trainer=1", 0):
        assert len(mia.client.get(f"/api/sessions/{DAYS}&{query}").json()["results"]) == found, query


def test_a_calendar_takes_three_queries_however_long_it_is(person: Sign) -> None:
    mia = person("member")
    for day in range(6):
        full(SessionFactory.create(starts_at=SOON + timedelta(days=day), room=RoomFactory.create()), 2)
    with CaptureQueriesContext(connection) as queries:
        rows = session_list.shown(Session.objects.all(), to=mia.user)
    assert (len(rows), {row["booked"] for row in rows}, len(queries)) == (6, {2}, 3)


@pytest.mark.parametrize("query", [
    "?from=2026-01-01&to=2026-02-15", "?from=2026-01-02&to=2026-01-01", "?from=soon", "?from=0001-01-01&to=0001-01-02",
    "?trainer=x", "?state=gone",
])  # fmt: skip
def test_a_question_without_sense_or_end_is_refused(person: Sign, query: str) -> None:
    assert person("member").client.get(f"/api/sessions/{query}").status_code == 400


def test_a_session_is_added_with_what_its_service_has(person: Sign) -> None:
    desk, trainer, room = person("front_desk"), UserFactory.create(role="trainer"), RoomFactory.create(capacity=9)
    yoga = ServiceFactory.create(kind=Service.Kind.CLASS, capacity=8, trainer=trainer, room=room, minutes=45)
    body = {"service": yoga.pk, "starts_at": SOON.isoformat()}
    made = desk.client.post("/api/sessions/", body, format="json")
    assert made.status_code == 201, made.json()
    shown = made.json()
    assert (shown["trainer"], shown["room"], shown["capacity"]) == (trainer.pk, room.pk, 8)
    event = Event.objects.get(type="session.planned")
    assert event.audience == ["members", f"session:{shown['id']}"]
    assert event.data == {name: value for name, value in shown.items() if name != "own"}
    twice = desk.client.post("/api/sessions/", body, format="json")
    assert (twice.status_code, list(twice.json()["fields"])) == (409, ["trainer"])
    assert f"{trainer.display_name} has {yoga.name} from" in twice.json()["message"]
    elsewhere = {**body, "trainer": UserFactory.create(role="trainer").pk}
    assert list(desk.client.post("/api/sessions/", elsewhere, format="json").json()["fields"]) == ["room"]
    Closure.objects.create(name="Holiday", starts_on=local(SOON).date(), ends_on=local(SOON).date())
    for wrong, code in (
        ({"starts_at": "2020-01-01T10:00:00Z"}, "past"),
        ({"starts_at": "9000-01-01T10:00:00Z"}, "out_of_range"),
        ({"capacity": 10}, "room_too_small"),
        ({"service": ServiceFactory.create().pk}, "not_a_class"),
        ({}, "closed"),
    ):
        answer = desk.client.post("/api/sessions/", {**body, **wrong}, format="json")
        assert code in str(answer.json()), (code, answer.json())


def test_who_is_booked_moves_along_and_is_told_once(person: Sign) -> None:
    desk, mia = person("front_desk"), person("member")
    session = SessionFactory.create(capacity=3)
    assert mia.customer
    seat = bookings.book_seat(session=session, customer=mia.customer, by=mia.user)
    moved = act(desk, session, {"starts_at": (SOON + HOUR).isoformat(), "minutes": 90}, version=1)
    assert (moved.status_code, moved["ETag"]) == (200, '"2"')
    seat.refresh_from_db()
    assert (seat.starts_at, seat.ends_at) == (SOON + HOUR, SOON + 2.5 * HOUR)
    states = Reminder.objects.filter(subject=seat.subject, kind="appointment_starts").values_list("state", "due_at")
    due = [SOON - 24 * HOUR, SOON - 2 * HOUR]
    expected = {("superseded", one) for one in due} | {("planned", one + HOUR) for one in due}
    assert set(states) == expected
    told = Notification.objects.filter(user=mia.user, kind="appointment_changed").count()
    assert told == 1
    assert Event.objects.get(type="session.changed").data["starts_at"] == f"{SOON + HOUR:%Y-%m-%dT%H:%M:%SZ}"
    late = act(desk, session, {"capacity": 9}, version=1)
    assert (late.status_code, late.json()["current"]["version"]) == (409, 2)


def test_a_substitute_stands_in_until_the_regular_one_is_back(person: Sign) -> None:
    desk, other = person("front_desk"), UserFactory.create(role="trainer", display_name="Amara")
    session = SessionFactory.create(trainer=UserFactory.create(role="trainer", display_name="Mei"))
    seat = full(session, 1)[0]
    shown = act(desk, session, {"trainer": other.pk}).json()
    assert (shown["trainer_name"], shown["stands_in_for_name"]) == ("Amara", "Mei")
    seat.refresh_from_db()
    assert seat.trainer == other
    assert act(desk, session, {"trainer": session.trainer_id}).json()["stands_in_for"] is None
    busy = SessionFactory.create(trainer=other)
    taken = act(desk, session, {"trainer": busy.trainer_id})
    assert (taken.status_code, list(taken.json()["fields"])) == (409, ["trainer"])


def test_fewer_seats_than_booked_are_refused_or_the_last_to_book_leave(person: Sign) -> None:
    desk, session = person("front_desk"), SessionFactory.create(capacity=5)
    seats = full(session, 5)
    refused = act(desk, session, {"capacity": 3})
    assert (refused.status_code, refused.json()["code"]) == (409, "seats_taken")
    listed = act(desk, session, {"capacity": 3}, "preview/").json()
    assert [one["appointment"] for one in listed["leaving"]] == [seats[4].pk, seats[3].pk]
    assert listed["session"]["booked"] == 3
    assert session.appointments.filter(state="booked").count() == 5  # it was a preview
    done = act(desk, session, {"capacity": 3, "release": True}).json()
    assert (done["booked"], done["seats_left"]) == (3, 0)
    assert set(session.appointments.filter(state="cancelled")) == set(seats[3:])


def test_who_is_elsewhere_at_the_new_time_is_named_and_leaves_by_choice(person: Sign) -> None:
    desk, session = person("front_desk"), SessionFactory.create(capacity=3)
    first, second = full(session, 2)
    AppointmentFactory.create(customer=second.customer, starts_at=SOON + HOUR)
    body = {"starts_at": (SOON + HOUR).isoformat()}
    refused = act(desk, session, body)
    assert (refused.status_code, refused.json()["code"]) == (409, "members_elsewhere")
    assert second.customer.full_name in refused.json()["message"]
    session.refresh_from_db()
    assert (session.starts_at, session.version) == (SOON, 1)
    assert act(desk, session, {**body, "release": True}).json()["booked"] == 1
    first.refresh_from_db()
    assert first.starts_at == SOON + HOUR


def test_cancelling_a_class_tells_everybody_in_it_once(person: Sign) -> None:
    desk, mia, session = person("front_desk"), person("member"), SessionFactory.create(capacity=18)
    assert mia.customer
    bookings.book_seat(session=session, customer=mia.customer, by=mia.user)
    full(session, 3)
    for _ in range(2):
        answer = act(desk, session, {"reason": "Mei is ill"}, "cancel/").json()
        assert (answer["state"], answer["cancel_reason"], answer["booked"]) == ("cancelled", "Mei is ill", 0)
    assert not session.appointments.exclude(state="cancelled").exists()
    mails = Reminder.objects.filter(kind="class_cancelled", state="planned")
    assert mails.count() == 4
    assert set(Reminder.objects.exclude(kind="class_cancelled").values_list("state", flat=True)) == {"superseded"}
    assert Notification.objects.filter(user=mia.user).exclude(kind="appointment_booked").count() == 1
    assert Event.objects.filter(type="session.cancelled").count() == 1
    assert act(desk, session, {"capacity": 3}).json()["code"] == "cancelled"
    SessionFactory.create(trainer=session.trainer)  # the time is free


def test_what_has_begun_stays_as_it_is(person: Sign) -> None:
    desk, session = person("front_desk"), SessionFactory.create(starts_at=SOON - timedelta(days=20))
    for body, action in ({"capacity": 9}, ""), ({}, "cancel/"):
        answer = act(desk, session, body, action)
        assert (answer.status_code, answer.json()["code"]) == (409, "over")
    for role in "member", "trainer":
        assert act(person(role), session, {"capacity": 9}).status_code == 403
        assert act(person(role), session, {}, "cancel/").status_code == 403


def test_a_seat_taken_or_left_is_told_to_everybody_who_sees_the_timetable(person: Sign) -> None:
    session = SessionFactory.create(capacity=3)
    first, _ = full(session, 2)
    bookings.cancel(appointment=first, by=None)
    told = Event.objects.filter(type="session.seats_changed").order_by("id")
    assert [(one.data["booked"], one.data["seats_left"]) for one in told] == [(1, 2), (2, 1), (1, 2)]
    assert {tuple(one.audience) for one in told} == {("members", session.subject.replace("/", ":"))}


@pytest.mark.django_db
def test_who_is_here_already_keeps_the_seat_when_there_are_fewer() -> None:
    session = SessionFactory.create(capacity=3, service__capacity=3)
    first, second, third = (bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None) for _ in range(3))
    Appointment.objects.filter(pk=third.pk).update(state="attended")
    changed = sessions.change(session=session, capacity=2, release=True, by=None)
    assert [one.pk for one in changed.left] == [second.pk]
    Appointment.objects.filter(pk=first.pk).update(state="attended")
    with pytest.raises(Conflict) as refused:
        sessions.change(session=session, capacity=1, release=True, by=None)
    assert refused.value.code == "seats_taken"
