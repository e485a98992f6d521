"""`/api/customers/`: what staff and members see and change."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from core.calendar import today
from core.events.models import Event
from core.models import Customer
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory

Sign = Callable[[str], Person]
MIA = {"first_name": "Mia", "last_name": "Ott", "email": "Mia.Ott@Example.org"}
EMPTY = [
    "preferred_name", "address", "postal_code", "city", "country", "emergency_contact_name", "emergency_contact_phone",
    "language",
]  # fmt: skip


def fields(answer: Any) -> dict[str, str]:
    return {name: errors[0]["code"] for name, errors in answer.json()["fields"].items()}


def test_staff_create_a_customer_and_the_line_tells_of_it(person: Sign) -> None:
    desk = person("front_desk")
    answer = desk.client.post("/api/customers/", MIA | {"phone_number": "030 901820", "notes": "Knee"})
    assert answer.status_code == 201, answer.json()
    shown = answer.json()
    assert shown == MIA | dict.fromkeys(EMPTY, "") | {
        "id": shown["id"],
        "member_number": shown["member_number"],
        "phone_number": "+4930901820",
        "birth_date": None,
        "guardian": None,
        "guardian_name": None,
        "tags": [],
        "joined_on": shown["joined_on"],
        "status": "lead",
        "notes": "Knee",
        "picture": None,
        "has_login": False,
        "version": 1,
    }
    event = Event.objects.get(type="customer.created")
    names = {"first_name": "Mia", "last_name": "Ott"}
    assert event.data == {"id": shown["id"], "version": 1, **names, "joined_on": shown["joined_on"]}
    assert (event.audience, event.actor) == (["staff"], desk.user.pk)


def test_the_record_says_where_the_member_stands_at_no_further_query(person: Sign) -> None:
    client, now = person("trainer").client, today()
    customer = CustomerFactory.create(access_from=now - timedelta(days=9), access_until=now + timedelta(days=3))
    customer.tags.add(TagFactory.create())
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(f"/api/customers/{customer.pk}/").json()
    # session, user, line's head, two for permissions, record with guardian and picture, tags
    assert len(queries) == 7, [query["sql"] for query in queries]
    assert shown["status"] == client.get("/api/customers/").json()["results"][0]["status"] == "ending"


def test_joined_today_is_the_date_at_the_centre(person: Sign) -> None:
    """Half past midnight in Berlin is still yesterday in UTC."""
    with time_machine.travel(datetime(2026, 7, 2, 0, 30, tzinfo=ZoneInfo("Europe/Berlin")), tick=False):
        answer = person("front_desk").client.post("/api/customers/", MIA)
    assert answer.json()["joined_on"] == "2026-07-02"


def test_a_change_bumps_the_version_and_an_empty_one_does_nothing(person: Sign) -> None:
    desk = person("front_desk")
    customer = CustomerFactory.create(first_name="Mia")
    url = f"/api/customers/{customer.pk}/"
    assert desk.client.patch(url, {"first_name": "Mía"}).json()["version"] == 2
    assert desk.client.patch(url, {"first_name": "Mía"}).json()["version"] == 2
    assert [event.data["first_name"] for event in Event.objects.filter(type="customer.updated")] == ["Mía"]


def test_a_member_sees_and_edits_only_their_own_without_the_staff_notes(person: Sign) -> None:
    member, other = person("member"), CustomerFactory.create()
    assert member.customer
    own = f"/api/customers/{member.customer.pk}/"
    assert [row["id"] for row in member.client.get("/api/customers/").json()["results"]] == [member.customer.pk]
    assert "notes" not in member.client.get(own).json()
    assert member.client.patch(own, {"first_name": "Neu"}).status_code == 200
    assert fields(member.client.patch(own, {"notes": "x"})) == {"notes": "unknown_field"}
    assert fields(member.client.patch(own, {"joined_on": "2020-01-01"})) == {"joined_on": "read_only"}
    for answer in (
        member.client.get(f"/api/customers/{other.pk}/"),
        member.client.patch(f"/api/customers/{other.pk}/", {"first_name": "x"}),
        member.client.get(f"/api/customers/?search={other.email}"),
    ):
        assert answer.status_code == 404 or answer.json()["results"] == []
    assert member.client.delete(own).status_code == 403
    assert member.client.post("/api/customers/", MIA).status_code == 403
    event = Event.objects.get(type="customer.updated")
    assert event.audience == ["staff", f"user:{member.user.pk}"]
    assert "only for staff" not in str(event.data)


def test_an_email_is_unique_whatever_its_case(person: Sign) -> None:
    desk = person("front_desk")
    CustomerFactory.create(email="ZOE@MÜNCHEN.example")
    other = CustomerFactory.create()
    created = desk.client.post("/api/customers/", MIA | {"email": "zoe@münchen.EXAMPLE"})
    changed = desk.client.patch(f"/api/customers/{other.pk}/", {"email": "zoe@münchen.EXAMPLE", "first_name": "Lost"})
    for answer in (created, changed):
        assert (answer.status_code, answer.json()["code"], fields(answer)) == (400, "validation_failed", {"email": "unique"})
    assert Customer.objects.count() == 2
    other.refresh_from_db()
    assert other.first_name != "Lost"
    assert not Event.objects.exists()


def test_only_a_manager_deletes_and_not_what_others_hold(person: Sign) -> None:
    customer = CustomerFactory.create()
    url = f"/api/customers/{customer.pk}/"
    assert person("trainer").client.delete(url).status_code == 403
    assert person("front_desk").client.delete(url).status_code == 403
    assert person("manager").client.delete(url).status_code == 204
    assert Event.objects.get().type == "customer.deleted"


def test_a_snapshot_carries_the_cursor_from_before_it_was_read(person: Sign) -> None:
    cursor = person("trainer").client.get("/api/customers/")["X-Event-Cursor"]
    epoch, _, seq = cursor.partition(".")
    assert (len(epoch), seq) == (36, "0")


def test_a_browser_gets_the_browsable_page(person: Sign) -> None:
    answer = person("trainer").client.get("/api/customers/", headers={"Accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html")
    assert b"Customers" in answer.content


def test_the_anonymous_are_told_to_sign_in(db: None) -> None:
    answer = APIClient().get("/api/customers/")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert "X-Event-Cursor" not in answer


def test_dates_are_dates(person: Sign) -> None:
    answer = person("front_desk").client.post("/api/customers/", MIA | {"joined_on": "2026-02-29"})
    assert fields(answer) == {"joined_on": "invalid"}
    assert person("front_desk").client.post("/api/customers/", MIA | {"joined_on": "2028-02-29"}).status_code == 201
    assert Customer.objects.get().joined_on == date(2028, 2, 29)
