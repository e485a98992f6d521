"""`/api/services/` and `/api/rooms/`: everyone signed in reads, managers change, and what others go by isn't pulled away."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from core.events.models import Event
from core.tests.conftest import Person
from core.tests.factories import PlanFactory, UserFactory
from scheduling.models import Room, Service
from scheduling.tests.factories import RoomFactory, ServiceFactory, SessionFactory

Sign = Callable[[str], Person]
YOGA = {"name": "Yoga", "kind": "class", "minutes": 60, "capacity": 12, "colour": "#0f6b5c"}


def codes(answer: Any) -> dict[str, list[str]]:
    return {field: [error["code"] for error in errors] for field, errors in answer.json()["fields"].items()}


def test_everyone_signed_in_reads_and_members_change_nothing(person: Sign) -> None:
    training = ServiceFactory.create(name="Training", minutes=45)
    ServiceFactory.create(name="Yoga", kind=Service.Kind.CLASS, capacity=12, active=False)
    room = RoomFactory.create(name="Studio 1")
    client = person("member").client
    assert [row["name"] for row in client.get("/api/services/").json()["results"]] == ["Training", "Yoga"]
    assert [row["id"] for row in client.get("/api/services/?kind=one_to_one&active=true").json()["results"]] == [training.pk]
    assert client.get("/api/rooms/").json()["results"] == [{"id": room.pk, "name": "Studio 1", "capacity": 20, "version": 1}]
    for role in ("member", "trainer", "front_desk"):
        for path in ("services", "rooms"):
            assert person(role).client.post(f"/api/{path}/", YOGA, format="json").status_code == 403
    assert APIClient().get("/api/services/").status_code == 401


def test_a_manager_adds_and_changes_a_service(person: Sign) -> None:
    manager, trainer, room, plan = (
        person("manager"),
        UserFactory.create(role="trainer"),
        RoomFactory.create(),
        PlanFactory.create(),
    )
    body = {**YOGA, "trainer": trainer.pk, "room": room.pk, "plans": [plan.pk], "booking_opens_hours": 168, "waitlist": "offer"}
    made = manager.client.post("/api/services/", body, format="json")
    assert made.status_code == 201, made.json()
    shown = made.json()
    assert shown == {
        **body, "id": shown["id"], "booking_closes_minutes": 0, "cancellation_hours": 12, "late_cancellation": "kept",
        "no_show": "kept",
        "open_roster": "left_open", "open_roster_minutes": 60, "offer_minutes": 60,
        "needs_membership": True, "active": True, "version": 1,
    }  # fmt: skip
    event = Event.objects.get(type="service.created")
    assert (event.data, event.audience) == (shown, ["members", "staff"])
    url = f"/api/services/{shown['id']}/"
    changed = manager.client.patch(url, {"plans": [], "no_show": "given_back"}, format="json", headers={"If-Match": '"1"'})
    assert (changed.json()["plans"], changed.json()["version"], changed["ETag"]) == ([], 2, '"2"')
    late = manager.client.patch(url, {"minutes": 45}, format="json", headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["current"]["version"]) == (409, 2)
    assert manager.client.patch(url, {"plans": []}, format="json").json()["version"] == 2  # nothing new
    assert manager.client.delete(url).status_code == 204


@pytest.mark.parametrize(("wrong", "expected"), [
    ({"name": "Taken"}, {"name": ["unique"]}),
    ({"kind": "one_to_one"}, {"capacity": ["one_to_one"]}),
    ({"capacity": 21}, {"capacity": ["room_too_small"]}),
    ({"booking_opens_hours": 1, "booking_closes_minutes": 60}, {"booking_closes_minutes": ["never_open"]}),
    ({"minutes": 4}, {"minutes": ["min_value"]}),
    ({"trainer": 2**70}, {"trainer": ["does_not_exist"]}),
    ({"plans": [0]}, {"plans": ["does_not_exist"]}),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(person: Sign, wrong: dict[str, Any], expected: dict[str, list[str]]) -> None:
    ServiceFactory.create(name="Taken")
    body = {**YOGA, "room": RoomFactory.create(capacity=20).pk, **wrong}
    answer = person("manager").client.post("/api/services/", body, format="json")
    assert (answer.status_code, codes(answer)) == (400, expected)


def test_what_is_planned_keeps_its_kind_its_room_and_its_seats(person: Sign) -> None:
    room = RoomFactory.create(capacity=20)
    session = SessionFactory.create(room=room, capacity=18)
    client = person("owner").client
    kind = client.patch(f"/api/services/{session.service_id}/", {"kind": "one_to_one", "capacity": 1}, format="json")
    assert codes(kind) == {"kind": ["kind_is_fixed"]}
    assert client.delete(f"/api/services/{session.service_id}/").status_code == 409
    assert client.delete(f"/api/rooms/{room.pk}/").status_code == 409
    small = client.patch(f"/api/rooms/{room.pk}/", {"capacity": 17}, format="json")
    assert (small.status_code, small.json()["code"]) == (409, "too_small")
    assert client.patch(f"/api/rooms/{room.pk}/", {"capacity": 18}, format="json").json()["version"] == 2
    twin = client.post("/api/rooms/", {"name": room.name, "capacity": 3}, format="json")
    assert codes(twin) == {"name": ["unique"]}
    assert Room.objects.get().capacity == 18
