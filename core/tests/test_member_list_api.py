"""`GET /api/customers/`: whom staff find, in which order, page by page; and what is refused."""

import base64
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import member_list
from core.api.member_list import MemberRowSerializer
from core.models import Customer
from core.standing import Status, status
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, PlanFactory, TagFactory

Sign = Callable[[str], Person]
TODAY = date(2026, 11, 24)
LIST = "/api/customers/"


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def noon() -> Any:
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Berlin")), tick=False) as traveller:
        yield traveller


@pytest.fixture
def centre(db: None, noon: Any) -> dict[str, Any]:
    """One member of each standing, and more at the edges. Each is called what they are."""
    gold, card = PlanFactory.create(), PlanFactory.create()
    regular = TagFactory.create()
    visit = datetime(2026, 11, 1, 18, tzinfo=ZoneInfo("Europe/Berlin"))
    rows: dict[str, dict[str, Any]] = {
        "Lead": {},
        "Active": {"plan": gold, "access_from": days(-30), "access_until": days(60), "last_visit_at": visit},
        "Endless": {"plan": gold, "access_from": days(-30), "last_visit_at": visit - timedelta(days=100)},
        "Soon": {"plan": card, "access_from": days(3), "access_until": days(10)},
        "Frozen": {
            "plan": card, "access_from": days(-30), "access_until": days(5),
            "frozen_from": days(-1), "frozen_until": days(1),
        },
        "Ending": {"plan": card, "access_from": days(-30), "access_until": TODAY},
        "Expired": {"plan": gold, "access_from": days(-60), "access_until": days(-1), "last_visit_at": visit},
        "Left": {"plan": gold, "access_from": days(-60), "access_until": days(-2), "left_on": days(-2)},
    }  # fmt: skip
    for at, (name, columns) in enumerate(rows.items()):
        CustomerFactory.create(first_name=name, last_name=f"Name{at}", joined_on=days(-at), **columns)
    for name in ("Ending", "Left"):
        Customer.objects.get(first_name=name).tags.add(regular)
    return {"gold": gold, "card": card, "regular": regular}


def names(client: Any, **question: Any) -> list[str]:
    answer = client.get(LIST, question)
    assert answer.status_code == 200, answer.json()
    counted = client.get(f"{LIST}count/", {name: value for name, value in question.items() if name != "page_size"})
    assert counted.json() == {"count": len(answer.json()["results"]), "more": False}
    return [row["first_name"] for row in answer.json()["results"]]


@pytest.mark.parametrize("wanted", Status)
@pytest.mark.parametrize("order", ["name", "-ends"])
def test_every_standing_is_a_filter_in_every_order(person: Sign, centre: Any, wanted: Status, order: str) -> None:
    expected = {member.first_name for member in Customer.objects.all() if status(member, TODAY) == wanted}
    assert set(names(person("trainer").client, status=wanted.value, ordering=order)) == expected != set()


def test_filters_narrow_each_other(person: Sign, centre: Any) -> None:
    client = person("trainer").client
    assert names(client, plan=centre["card"].pk) == ["Soon", "Frozen", "Ending"]
    assert names(client, tag=centre["regular"].pk) == ["Ending", "Left"]
    assert names(client, tag=centre["regular"].pk, status="left") == ["Left"]
    assert names(client, plan=centre["gold"].pk, status="lead") == []
    assert names(client, ending_within=0) == ["Ending"]
    assert names(client, ending_within=5, ordering="-ends") == ["Frozen", "Ending"]
    assert names(client, last_visit_before="2026-11-01", plan=centre["gold"].pk) == ["Endless", "Left"]
    assert names(client, last_visit_before="2026-11-02", status="active") == ["Active", "Endless", "Soon"]
    assert names(client, search="end", plan=centre["card"].pk) == ["Ending"]
    assert names(client, absent_days=23, status="active") == ["Active", "Endless", "Soon"]  # last there on the 1st, 23 days ago
    assert names(client, absent_days=24, status="active") == ["Endless", "Soon"]
    assert names(client, search="en", status="active") == ["Endless"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["Lead", "Active", "Endless", "Soon", "Frozen", "Ending", "Expired", "Left"]),
        ("joined", ["Left", "Expired", "Ending", "Frozen", "Soon", "Endless", "Active", "Lead"]),
        ("last_visit", ["Lead", "Soon", "Frozen", "Ending", "Left", "Endless", "Active", "Expired"]),
        ("ends", ["Lead", "Left", "Expired", "Ending", "Frozen", "Soon", "Active", "Endless"]),
    ],
)
def test_orders_page_by_page_and_back(person: Sign, centre: Any, order: str, expected: list[str]) -> None:
    """Both ways, with pages that end inside a row of equals, forward to the end and back to the beginning."""
    client = person("trainer").client
    for sign, whole in (("", expected), ("-", expected[::-1])):
        address: str | None = f"{LIST}?ordering={sign}{order}&page_size=3"
        pages, back = [], []
        while address:
            answer = client.get(address).json()
            pages.append([row["first_name"] for row in answer["results"]])
            last, address = answer, answer["next"]
        assert [name for page in pages for name in page] == whole
        assert [len(page) for page in pages] == [3, 3, 2]
        address = last["previous"]
        while address:
            answer = client.get(address).json()
            back.append([row["first_name"] for row in answer["results"]])
            assert answer["next"]
            address = answer["previous"]
        assert back == pages[-2::-1]


def test_a_page_stays_where_it_is_while_others_come_and_go(person: Sign, db: None) -> None:
    client = person("trainer").client
    for letter in "bdfhj":
        CustomerFactory.create(first_name="x", last_name=letter)
    first = client.get(f"{LIST}?page_size=2").json()
    CustomerFactory.create(first_name="x", last_name="a")
    Customer.objects.get(last_name="d").delete()
    second = client.get(first["next"]).json()
    assert [row["last_name"] for row in second["results"]] == ["f", "h"]
    Customer.objects.filter(last_name__in="abd").delete()
    before = client.get(second["previous"]).json()
    assert [row["last_name"] for row in before["results"]] == ["f", "h"], "nothing is left before it: the beginning"
    assert before["previous"] is None


def test_names_of_every_script_stand_in_the_order_of_their_letters(person: Sign, db: None) -> None:
    for last in ("Zürn", "Ärzte", "abel", "Øre", "Oz"):
        CustomerFactory.create(first_name="x", last_name=last)
    rows = person("trainer").client.get(LIST).json()["results"]
    assert [row["last_name"] for row in rows] == ["abel", "Ärzte", "Øre", "Oz", "Zürn"]


def test_a_row_is_what_the_schema_says(person: Sign, centre: Any) -> None:
    row = person("trainer").client.get(LIST, {"search": "ending"}).json()["results"][0]
    assert set(row) == set(MemberRowSerializer().fields)
    shown = {name: row[name] for name in ("status", "plan", "access_until", "last_visit_at", "picture")}
    card, regular = centre["card"], centre["regular"]
    assert shown == {
        "status": "ending", "plan": {"id": card.pk, "name": card.name, "colour": card.colour},
        "access_until": "2026-11-24", "last_visit_at": None, "picture": None,
    }  # fmt: skip
    assert row["tags"] == [{"id": regular.pk, "name": regular.name, "colour": regular.colour}]


def test_a_member_sees_themselves_alone_and_no_tags(person: Sign, centre: Any) -> None:
    member = person("member")
    assert member.customer
    member.customer.tags.add(centre["regular"])
    for question in ("", "?search=customer", "?search=Frozen", f"?tag={centre['regular'].pk}", "?status=lead"):
        rows = member.client.get(LIST + question).json()["results"]
        assert {row["id"] for row in rows} <= {member.customer.pk}
        assert all(row["tags"] == [] for row in rows)
    assert member.client.get(f"{LIST}count/").json() == {"count": 1, "more": False}


def test_counting_ends_somewhere(person: Sign, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(member_list, "COUNTED", 2)
    client = person("trainer").client
    CustomerFactory.create_batch(2)
    assert client.get(f"{LIST}count/").json() == {"count": 2, "more": False}
    CustomerFactory.create()
    assert client.get(f"{LIST}count/").json() == {"count": 2, "more": True}


@pytest.mark.parametrize(("question", "statements"), [("", 7), ("search=first", 9), ("status=active&ordering=-ends", 7)])
def test_the_list_takes_the_same_statements_for_any_length(person: Sign, db: None, question: str, statements: int) -> None:
    client = person("trainer").client
    for rows in (1, 20):
        for _ in range(rows):
            member = CustomerFactory.create(plan=PlanFactory.create(), access_from=days(-900))
            member.tags.add(TagFactory.create())
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?{question}")
        # session, user, line's head, two for permissions, [places by name, by contact,] rows, tags
        assert len(queries) == statements, [query["sql"] for query in queries]


def cursor(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "question",
    [
        {"page": "2"}, {"page_size": "0"}, {"page_size": "101"}, {"page_size": "x"}, {"page_size": "²"}, {"page_size": "9" * 30},
        {"search": "\0"}, {"search": "x" * 101}, {"ordering": "email"}, {"ordering": "--name"},
        {"search": "a", "ordering": "name"}, {"status": "gone"}, {"plan": "0"}, {"plan": "x"}, {"plan": str(2**63)},
        {"tag": "-1"}, {"ending_within": "367"}, {"absent_days": "0"},
        {"ending_within": "-1"}, {"last_visit_before": "2026-02-30"}, {"last_visit_before": "yesterday"}, {"statsu": "lead"},
        {"cursor": "x"}, {"cursor": "é"}, {"cursor": "x" * 2001}, {"cursor": cursor()}, {"cursor": cursor("name")},
        {"cursor": cursor("name", False, "a")}, {"cursor": cursor("name", False, "a", "b")},
        {"cursor": cursor("name", False, 1, 1)}, {"cursor": cursor("name", False, "a\0", 1)},
        {"cursor": cursor("name", False, "\ud800", 1)},
        {"cursor": cursor("name", False, "a", 2**63)}, {"cursor": cursor("name", False, "a", True)},
        {"cursor": cursor("name", False, "a", 1.5)}, {"cursor": cursor("name", False, ["a"], 1)},
        {"cursor": cursor({}, False, "a", 1)},
        {"cursor": cursor("email", False, "a", 1)}, {"cursor": cursor("joined", False, "2026-01-01", 1)},
        {"cursor": cursor("joined", False, "x", 1), "ordering": "joined"},
        {"cursor": cursor("last_visit", False, "0001-01-01T00:00:00+23:59", 1), "ordering": "last_visit"},
        {"cursor": cursor("last_visit", False, "infinity", 1), "ordering": "last_visit"},
        {"cursor": cursor("", False, 0, "a", 1)}, {"cursor": cursor("name", False, "a", 1), "search": "a"},
        {"cursor": cursor("", False, "0", "a", 1), "search": "a"}, {"cursor": cursor("", False, 0, "\0", 1), "search": "a"},
        {"cursor": base64.urlsafe_b64encode(b"[" * 1200).decode()}, {"cursor": base64.urlsafe_b64encode(b"7").decode()},
    ],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused(person: Sign, question: dict[str, str]) -> None:
    answer = person("trainer").client.get(LIST, question)
    assert (answer.status_code, set(answer.json())) == (400, {"code", "message", "fields"})
    assert set(answer.json()["fields"]) <= set(question)


@pytest.mark.parametrize(
    "question",
    [
        {"search": "%"}, {"search": "  "}, {"search": ""}, {"search": "\u202e'; --"}, {"last_visit_before": "0001-01-01"},
        {"last_visit_before": "9999-12-31"}, {"plan": str(2**63 - 1)}, {"cursor": cursor("name", True, "", -1)},
        {"cursor": cursor("", False, 99, "a", 1), "search": "a"}, {"cursor": cursor("", True, -5, "a", 1), "search": "a"},
        {"cursor": cursor("joined", True, "0001-01-01", 1), "ordering": "joined"},
        {"cursor": cursor("-last_visit", False, "9999-12-31T23:59:59-01:00", 1), "ordering": "-last_visit"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_merely_odd_is_answered(person: Sign, question: dict[str, str]) -> None:
    CustomerFactory.create()
    assert person("trainer").client.get(LIST, question).status_code in (200, 400)
