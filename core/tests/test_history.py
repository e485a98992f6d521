"""Who changed what, field by field; and that it stays at home."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import customers
from core.events.envelope import for_functions, for_screens
from core.events.registry import schema
from core.models import Event
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory

Sign = Callable[[str], Person]


def history(person: Person, customer: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = person.client.get(f"/api/customers/{customer.pk}/history/").json()["results"]
    return rows


def test_each_change_is_told_with_who_and_when_the_latest_first(person: Sign) -> None:
    desk, manager = person("front_desk"), person("manager")
    guardian, tag = CustomerFactory.create(first_name="芳", last_name="王"), TagFactory.create(name="Yoga")
    made = desk.client.post("/api/customers/", {"first_name": "Tim", "last_name": "Ott", "email": "tim@example.org"}).json()
    url = f"/api/customers/{made['id']}/"
    desk.client.patch(url, {"phone_number": "030 901820", "city": "Kiel"})
    manager.client.patch(url, {"tags": [tag.pk], "guardian": guardian.pk, "birth_date": "2018-05-01", "city": "Kiel"})
    manager.client.patch(url, {"city": "Kiel"})
    rows = desk.client.get(url + "history/").json()["results"]
    assert [(row["type"], row["actor"]["name"]) for row in rows] == [
        ("customer.details_changed", manager.user.name),
        ("customer.details_changed", desk.user.name),
        ("customer.created", desk.user.name),
    ]
    assert rows[0]["changes"] == [
        {"field": "birth_date", "old": None, "new": "2018-05-01"},
        {"field": "guardian", "old": None, "new": "王芳"},
        {"field": "tags", "old": [], "new": ["Yoga"]},
    ]
    assert rows[1]["changes"] == [
        {"field": "city", "old": "", "new": "Kiel"},
        {"field": "phone_number", "old": "", "new": "+4930901820"},
    ]
    assert rows[0]["time"].endswith("Z")


def test_of_the_notes_only_that_they_changed(person: Sign) -> None:
    manager = person("manager")
    customer = CustomerFactory.create(notes="secret knee")
    manager.client.patch(f"/api/customers/{customer.pk}/", {"notes": "secret shoulder"})
    assert history(manager, customer)[0]["changes"] == [{"field": "notes", "old": None, "new": None}]
    assert not [event for event in Event.objects.all() if "secret" in str(event.data)]


def test_details_are_for_nobodys_screen_and_for_no_function(person: Sign) -> None:
    customer = CustomerFactory.create()
    person("manager").client.patch(f"/api/customers/{customer.pk}/", {"city": "secret town"})
    event = Event.objects.get(type="customer.details_changed")
    assert event.audience == []
    assert "secret" in str(event.data)
    assert "secret" not in str(for_screens(event)) + str(for_functions(event))
    assert "CustomerDetailsChanged" not in str(schema())
    told = Event.objects.get(type="customer.updated")
    assert "secret" not in str(told.data)


def test_a_page_takes_the_same_queries_for_any_length(person: Sign) -> None:
    manager = person("manager")
    customer = CustomerFactory.create()
    for number in range(30):
        customers.change(customer=customer, by=manager.user, city=f"City {number}")
    url = f"/api/customers/{customer.pk}/history/"
    with CaptureQueriesContext(connection) as queries:
        page = manager.client.get(url).json()
    # session, user, line's head, two for permissions, customer, tags, records merged into it, count, events, actors
    assert len(queries) == 11, [query["sql"] for query in queries]
    assert (page["count"], len(page["results"])) == (30, 25)
    assert page["results"][0]["changes"][0]["new"] == "City 29"


@pytest.mark.parametrize("role", ["member"])
def test_a_member_has_no_part_in_it(person: Sign, role: str) -> None:
    member = person(role)
    assert member.customer
    assert member.client.get(f"/api/customers/{member.customer.pk}/history/").status_code == 403
