"""`/api/appointments/`: what staff and members see and change."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from core import memberships
from core.calendar import today
from core.events.models import Event
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, PlanFactory, UserFactory
from scheduling.models import Appointment, Service, WorkingHours
from scheduling.tests.factories import SOON, AppointmentFactory, ServiceFactory, SessionFactory

Sign = Callable[[str], Person]
URL = "/api/appointments/"


def body(**changed: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"starts_at": SOON.isoformat(), "trainer": None}
    if "customer" not in changed:
        usual["customer"] = CustomerFactory.create().pk
    if "service" not in changed:
        usual["service"] = ServiceFactory.create().pk
    return usual | changed


def fields(answer: Any) -> dict[str, str]:
    return {name: errors[0]["code"] for name, errors in answer.json()["fields"].items()}


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


def told(shown: dict[str, Any]) -> dict[str, Any]:
    """What the line carries of it: without what is the staff's, and the position, which changes with others."""
    return {name: value for name, value in shown.items() if name not in ("notes", "anyway_reason", "position")}


def test_what_is_answered_is_what_the_line_carries_and_the_notes(person: Sign) -> None:
    desk = person("front_desk")
    trainer = UserFactory.create(role="trainer")
    answer = desk.client.post(URL, body(trainer=trainer.pk, notes="Knee"))
    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert desk.client.get(f"{URL}{shown['id']}/").json() == shown
    assert Event.objects.get(type="appointment.booked").data == told(shown)
    assert (shown["notes"], shown["state"], shown["version"]) == ("Knee", "booked", 1)
    assert shown["starts_at"] == f"{SOON:%Y-%m-%dT%H:%M:%SZ}"

    moved = desk.client.patch(f"{URL}{shown['id']}/", {"starts_at": (SOON + timedelta(days=1)).isoformat()})
    assert (moved.status_code, moved.json()["version"], moved.json()["notes"]) == (200, 2, "Knee")
    assert Event.objects.get(type="appointment.changed").data == told(moved.json())

    cancelled = desk.client.post(f"{URL}{shown['id']}/cancel/")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    event = Event.objects.get(type="appointment.cancelled")
    assert event.data == told(cancelled.json())
    assert event.actor == desk.user.pk


def test_a_member_reads_and_cancels_their_own_without_the_notes_and_nobody_elses(person: Sign) -> None:
    alice, bob = person("member"), person("member")
    assert alice.customer
    assert bob.customer
    own = AppointmentFactory.create(customer=alice.customer, notes="only for staff")
    foreign = AppointmentFactory.create(customer=bob.customer)
    assert ids(alice.client.get(URL)) == [own.pk]
    assert ids(alice.client.get(URL, {"customer": foreign.customer_id})) == []
    shown = alice.client.get(f"{URL}{own.pk}/").json()
    assert not {"notes", "anyway_reason"} & shown.keys()
    assert alice.client.get(f"{URL}{foreign.pk}/").status_code == 404
    for answer in (
        alice.client.patch(f"{URL}{own.pk}/", {"starts_at": SOON.isoformat()}),
        alice.client.post(f"{URL}{own.pk}/cancel/", {"excused": True}),
        alice.client.post(f"{URL}{own.pk}/attended/"),
        alice.client.post(f"{URL}cancel-many/", {"appointments": [own.pk]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert fields(alice.client.post(URL, body(customer=bob.customer.pk))) == {"customer": "does_not_exist"}
    assert fields(alice.client.post(URL, body(customer=alice.customer.pk))) == {"trainer": "required"}
    for action in ("cancel", "confirm", "accept"):
        assert alice.client.post(f"{URL}{foreign.pk}/{action}/").status_code == 404
    own.refresh_from_db()
    assert (own.state, own.version) == ("booked", 1)
    assert alice.client.post(f"{URL}{own.pk}/confirm/").json()["state"] == "confirmed"
    cancelled = alice.client.post(f"{URL}{own.pk}/cancel/").json()
    assert (cancelled["state"], cancelled["cancelled_by"]) == ("cancelled", "member")


def test_a_member_books_a_seat_queues_and_takes_what_is_offered(person: Sign) -> None:
    alice, bob = person("member"), person("member")
    assert alice.customer
    assert bob.customer
    session = SessionFactory.create(capacity=1, service__waitlist="offer")
    seat = alice.client.post(URL, {"customer": alice.customer.pk, "session": session.pk})
    assert (seat.status_code, seat.json()["state"]) == (201, "booked")
    want = {"customer": bob.customer.pk, "session": session.pk}
    assert fields(bob.client.post(URL, want)) == {"session": "full"}
    waits = bob.client.post(URL, want | {"waitlist": True}).json()
    assert (waits["state"], waits["position"]) == ("waitlisted", 1)
    assert alice.client.post(f"{URL}{seat.json()['id']}/cancel/").status_code == 200
    offered = bob.client.get(f"{URL}{waits['id']}/").json()
    assert (offered["state"], offered["position"], bool(offered["offered_until"])) == ("waitlisted", None, True)
    taken = bob.client.post(f"{URL}{waits['id']}/accept/").json()
    assert (taken["state"], taken["offered_until"]) == ("booked", None)
    assert fields(bob.client.post(URL, want | {"notes": "Hi"})) == {"notes": "unknown_field"}
    assert fields(bob.client.post(URL, want | {"trainer": None})) == {"trainer": "read_only"}


def test_a_member_books_a_trainer_in_the_times_they_offer(person: Sign) -> None:
    alice, trainer = person("member"), UserFactory.create(role="trainer")
    assert alice.customer
    want = body(customer=alice.customer.pk, trainer=trainer.pk)
    assert fields(alice.client.post(URL, want)) == {"starts_at": "not_free"}
    weekly = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(7)]
    WorkingHours.objects.create(trainer=trainer, weekly=weekly)
    assert fields(alice.client.post(URL, want | {"starts_at": (SOON + timedelta(minutes=1)).isoformat()})) == {
        "starts_at": "not_free"
    }
    assert alice.client.post(URL, want).status_code == 201
    other = person("member")
    assert other.customer
    assert fields(other.client.post(URL, want | {"customer": other.customer.pk})) == {"starts_at": "not_free"}


def test_the_staff_cancel_many_or_none(person: Sign) -> None:
    desk = person("front_desk")
    rows = [AppointmentFactory.create() for _ in range(2)]
    over = AppointmentFactory.create(state=Appointment.State.ATTENDED)
    many = f"{URL}cancel-many/"
    refused = desk.client.post(many, {"appointments": [one.pk for one in (*rows, over)]})
    assert refused.status_code == 409
    assert set(Appointment.objects.values_list("state", flat=True)) == {"booked", "attended"}
    done = desk.client.post(many, {"appointments": [one.pk for one in rows], "excused": True}).json()
    assert [(one["id"], one["state"]) for one in done] == [(one.pk, "cancelled") for one in rows]
    assert desk.client.post(many, {"appointments": []}).status_code == 400


@pytest.mark.parametrize("role", ["owner", "manager", "trainer", "front_desk"])
def test_every_role_of_the_staff_books_changes_and_cancels(person: Sign, role: str) -> None:
    client = person(role).client
    booked = client.post(URL, body()).json()
    assert client.patch(f"{URL}{booked['id']}/", {"notes": "Later"}).json()["notes"] == "Later"
    assert client.post(f"{URL}{booked['id']}/cancel/").json()["state"] == "cancelled"


def test_a_login_without_a_role_sees_nothing(person: Sign) -> None:
    AppointmentFactory.create()
    nobody = person("")
    assert ids(nobody.client.get(URL)) == []
    assert fields(nobody.client.post(URL, body())) == {"customer": "does_not_exist"}


def test_the_anonymous_are_told_to_sign_in(db: None) -> None:
    for answer in (APIClient().get(URL), APIClient().post(URL, {}), APIClient().post(f"{URL}1/cancel/")):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_cancelling_takes_the_permission_to_change_and_not_to_add(person: Sign) -> None:
    desk = person("front_desk")
    appointment = AppointmentFactory.create()
    group = desk.user.groups.get()
    group.permissions.remove(group.permissions.get(codename="change_appointment"))
    assert desk.client.post(f"{URL}{appointment.pk}/cancel/").status_code == 403


def test_a_conflict_says_who_and_when_at_the_field(person: Sign) -> None:
    desk = person("front_desk")
    customer = CustomerFactory.create(first_name="Mia", last_name="Ott")
    taken = AppointmentFactory.create(customer=customer, service__name="Body Check")
    answer = desk.client.post(URL, body(customer=customer.pk))
    said = answer.json()
    assert (answer.status_code, said["code"], fields(answer)) == (409, "conflict", {"customer": "conflict"})
    assert said["message"].startswith("Mia Ott has Body Check from ")
    assert list(Appointment.objects.all()) == [taken]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"customer": None}, {"customer": "null"}),
        ({"customer": "1"}, {"customer": "incorrect_type"}),
        ({"customer": 1.5}, {"customer": "incorrect_type"}),
        ({"customer": True}, {"customer": "incorrect_type"}),
        ({"customer": 10**30}, {"customer": "does_not_exist"}),
        ({"service": 0}, {"service": "does_not_exist"}),
        ({"trainer": -1}, {"trainer": "does_not_exist"}),
        ({"trainer": []}, {"trainer": "incorrect_type"}),
        ({"starts_at": None}, {"starts_at": "null"}),
        ({"starts_at": 0}, {"starts_at": "invalid"}),
        ({"starts_at": "tomorrow"}, {"starts_at": "invalid"}),
        ({"starts_at": "2026-11-25"}, {"starts_at": "naive"}),
        ({"starts_at": "2026-11-25T10:00"}, {"starts_at": "naive"}),
        ({"starts_at": "9999-12-31T23:59:00Z"}, {"starts_at": "out_of_range"}),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, {"starts_at": "overflow"}),
        ({"notes": "a\x00b"}, {"notes": "odd_character"}),
        ({"notes": "a\u202eb"}, {"notes": "odd_character"}),
        ({"notes": "x" * 5001}, {"notes": "max_length"}),
        ({"notes": 5}, {"notes": "invalid"}),
        ({"state": "attended"}, {"state": "unknown_field"}),
        ({"ends_at": SOON.isoformat()}, {"ends_at": "unknown_field"}),
        ({"price": 1}, {"price": "unknown_field"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(person: Sign, change: dict[str, Any], codes: dict[str, str]) -> None:
    answer = person("front_desk").client.post(URL, body(**change))
    assert (answer.status_code, answer.json()["code"], fields(answer)) == (400, "validation_failed", codes)
    assert not Appointment.objects.exists()


def test_a_trainer_is_somebody_of_the_staff_who_is_still_here(person: Sign) -> None:
    desk = person("front_desk")
    gone = UserFactory.create(role="trainer", is_active=False)
    for nobody in (gone, person("member").user):
        assert fields(desk.client.post(URL, body(trainer=nobody.pk))) == {"trainer": "does_not_exist"}


def test_a_class_needs_its_session(person: Sign) -> None:
    service = ServiceFactory.create(kind=Service.Kind.CLASS, capacity=9)
    answer = person("front_desk").client.post(URL, body(service=service.pk))
    assert (answer.status_code, fields(answer)) == (400, {"service": "class"})


def test_who_and_what_for_is_not_changed(person: Sign) -> None:
    appointment = AppointmentFactory.create()
    answer = person("front_desk").client.patch(f"{URL}{appointment.pk}/", body())
    assert fields(answer) == {"customer": "read_only", "service": "read_only"}


@pytest.mark.parametrize("method", ["put", "delete"])
def test_appointments_are_neither_replaced_nor_deleted(person: Sign, method: str) -> None:
    answer = getattr(person("owner").client, method)(f"{URL}{AppointmentFactory.create().pk}/")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_filters(person: Sign) -> None:
    trainer = UserFactory.create(role="trainer")
    first = AppointmentFactory.create(trainer=trainer)
    second = AppointmentFactory.create(starts_at=SOON + timedelta(days=1), state=Appointment.State.ATTENDED)
    client = person("trainer").client
    later = (SOON + timedelta(days=1)).isoformat()
    queries: list[tuple[dict[str, Any], list[Appointment]]] = [
        ({}, [first, second]),
        ({"ordering": "-starts_at"}, [second, first]),
        ({"customer": second.customer_id}, [second]),
        ({"trainer": trainer.pk}, [first]),
        ({"state": "attended"}, [second]),
        ({"from": later}, [second]),
        ({"to": later}, [first]),
        ({"from": SOON.isoformat(), "to": SOON.isoformat()}, []),
        ({"search": second.customer.last_name}, [second]),
    ]
    for query, found in queries:
        assert ids(client.get(URL, query)) == [one.pk for one in found], query


def test_one_to_ones_are_told_from_seats_in_classes(person: Sign) -> None:
    own = AppointmentFactory.create()
    alice = person("member")
    assert alice.customer
    seat = alice.client.post(URL, {"customer": alice.customer.pk, "session": SessionFactory.create().pk}).json()
    client = person("trainer").client
    assert ids(client.get(URL, {"one_to_one": "true"})) == [own.pk]
    assert ids(client.get(URL, {"one_to_one": "false"})) == [seat["id"]]


@pytest.mark.parametrize(
    "query",
    ["customer=x", "customer=1.5", "customer=0", "customer=99999999999999999999", "trainer=%00", "state=lost", "from=soon",
     "to=1", "search=%00"],
)  # fmt: skip
def test_filters_that_mean_nothing_are_refused(person: Sign, query: str) -> None:
    answer = person("trainer").client.get(f"{URL}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


def test_pages_neither_repeat_nor_skip(person: Sign) -> None:
    for _ in range(30):
        AppointmentFactory.create()
    client = person("trainer").client
    for ordering in ("", "-starts_at"):
        pages = [ids(client.get(URL, {"ordering": ordering, "page": page, "page_size": 7})) for page in range(1, 6)]
        assert len({one for page in pages for one in page}) == 30


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_takes_the_same_queries_for_any_length(person: Sign, rows: int) -> None:
    client = person("trainer").client
    for _ in range(rows):
        AppointmentFactory.create(trainer=UserFactory.create())
    with CaptureQueriesContext(connection) as queries:
        assert len(ids(client.get(URL))) == rows
    # session, user, line's head, two for permissions, count, rows
    assert len(queries) == 7, [query["sql"] for query in queries]


def test_booking_costs_few_queries_and_a_crowd_that_is_too_late_fewer(person: Sign) -> None:
    """However many are in the class and wait."""
    session = SessionFactory.create(service__needs_membership=True, service__waitlist="automatic")
    plan, asked = PlanFactory.create(), []
    for waits, status in (({}, 201), ({}, 201), ({"waitlist": True}, 201), ({"waitlist": True}, 201), ({}, 409)):
        member = person("member")
        assert member.customer
        memberships.sell(customer=member.customer, plan=plan, starts_on=today(), by=None)
        with CaptureQueriesContext(connection) as queries:
            answer = member.client.post(URL, {"customer": member.customer.pk, "session": session.pk} | waits)
        assert answer.status_code == status, answer.json()
        asked.append(len(queries))
    assert answer.json()["code"] == "full"
    assert not [one["sql"] for one in queries if " UPDATE" in one["sql"]], "it waits for nobody"
    assert asked == [21, 21, 16, 16, 12]


def test_times_are_answered_in_utc_whatever_they_came_in(person: Sign) -> None:
    start = datetime.fromisoformat(f"{SOON:%Y-%m-%d}T12:00:00+02:00")
    answer = person("front_desk").client.post(URL, body(starts_at=start.isoformat()))
    assert answer.json()["starts_at"] == f"{start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
