"""`/api/customer-views/`: questions that staff keep, for themselves or for all."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import erasing, saved_views
from core.events.models import Event
from core.models import CustomerView
from core.refusals import Conflict
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together

Sign = Callable[[str], Person]
VIEWS = "/api/customer-views/"
LATE = {"status": "ending", "last_visit_before": "2026-06-01", "ordering": "-last_visit", "tag": 5}


def keep(client: Any, name: str = "Late", **more: Any) -> Any:
    return client.post(VIEWS, {"name": name, "question": LATE} | more)


def names(client: Any) -> list[str]:
    return [row["name"] for row in client.get(VIEWS).json()["results"]]


def told() -> list[tuple[str, list[str]]]:
    return [(event.type.removeprefix("customer_view."), event.audience) for event in Event.objects.order_by("position")]


def test_a_view_is_kept_as_the_list_takes_it(person: Sign) -> None:
    trainer = person("trainer")
    answer = keep(trainer.client)
    assert answer.status_code == 201, answer.json()
    view = answer.json()
    assert view == {
        "id": view["id"], "name": "Late", "question": LATE, "shared": False, "owner": trainer.user.pk,
        "owner_name": trainer.user.name, "may_change": True, "version": 1,
    }  # fmt: skip
    assert trainer.client.get("/api/customers/", view["question"]).status_code == 200
    url = f"{VIEWS}{view['id']}/"
    changed = trainer.client.patch(url, {"question": {"search": " ", "absent_days": "14"}}, headers={"If-Match": '"1"'})
    assert (changed.json()["question"], changed.json()["version"], changed["ETag"]) == ({"absent_days": 14}, 2, '"2"')
    assert trainer.client.patch(url, {"question": {"absent_days": 14}}).json()["version"] == 2
    stale = trainer.client.patch(url, {"name": "x"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"], stale.json()["current"]["version"]) == (409, "conflict", 2)
    assert trainer.client.delete(url).status_code == 204
    mine = [f"user:{trainer.user.pk}"]
    assert told() == [("created", mine), ("changed", mine), ("deleted", mine)]
    data = {"id": view["id"], "version": 3, "owner": trainer.user.pk, "shared": False}
    assert Event.objects.get(type="customer_view.deleted").data == data


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": {"status": "gone"}}, "question.status"), ({"question": {"statsu": "lead"}}, "question.statsu"),
        ({"question": {"search": "a", "ordering": "name"}}, "question.ordering"),
        ({"question": {"cursor": "x"}}, "question.cursor"),
        ({"question": {"search": "\0"}}, "question.search"), ({"question": {"plan": 0}}, "question.plan"),
        ({"question": {"last_visit_before": "2026-02-30"}}, "question.last_visit_before"), ({"question": 5}, "question"),
        ({"question": None}, "question"), ({"question": []}, "question"), ({"name": ""}, "name"), ({"name": "x" * 61}, "name"),
        ({"name": "a\nb"}, "name"), ({"shared": "perhaps"}, "shared"), ({"owner": 1}, "owner"), ({"more": 1}, "more"),
    ],
    ids=str,
)  # fmt: skip
def test_what_the_list_would_refuse_is_refused_at_its_field(person: Sign, body: dict[str, Any], field: str) -> None:
    answer = keep(person("trainer").client, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert {name.removesuffix(".non_field_errors") for name in answer.json()["fields"]} == {field}
    assert not CustomerView.objects.exists()


def test_a_view_is_its_owners_until_it_is_shared_and_again_when_it_no_longer_is(person: Sign) -> None:
    desk, trainer, manager = person("front_desk"), person("trainer"), person("manager")
    url = f"{VIEWS}{keep(desk.client).json()['id']}/"
    for other in (trainer, manager):
        assert (names(other.client), other.client.get(url).status_code) == ([], 404)
        assert other.client.patch(url, {"name": "Mine"}).status_code == 404
    assert desk.client.patch(url, {"shared": True}).status_code == 200
    assert names(trainer.client) == names(manager.client) == ["Late"]
    assert trainer.client.get(url).json()["may_change"] is False
    assert (trainer.client.patch(url, {"name": "x"}).status_code, trainer.client.delete(url).status_code) == (403, 403)
    assert manager.client.patch(url, {"name": "Late ones"}).status_code == 200
    assert desk.client.patch(url, {"shared": False}).status_code == 200
    assert (names(trainer.client), names(desk.client)) == ([], ["Late ones"])
    assert (manager.client.patch(url, {"name": "x"}).status_code, person("member").client.get(VIEWS).status_code) == (404, 403)
    mine = [f"user:{desk.user.pk}"]
    assert told() == [("created", mine), ("changed", ["staff"]), ("changed", ["staff"]), ("changed", ["staff"])]


def test_a_name_is_ones_own_once(person: Sign) -> None:
    desk, trainer = person("front_desk").client, person("trainer").client
    first, second = keep(desk).json()["id"], keep(desk, "Other").json()["id"]
    assert keep(trainer).status_code == 201
    for answer in (keep(desk, "LATE"), desk.patch(f"{VIEWS}{second}/", {"name": "late"})):
        assert (answer.status_code, answer.json()["fields"]["name"][0]["code"]) == (400, "unique")
    assert desk.patch(f"{VIEWS}{first}/", {"name": "LATE"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_there_is_room_for_so_many_of_each_also_for_two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_EACH", 2)
    by = UserFactory.create(role="trainer")
    done = together([partial(saved_views.create, CustomerView, name=f"View {number}", question={}, by=by) for number in range(4)])
    assert sorted(one.code for one in done if isinstance(one, Conflict)) == ["too_many"] * 2
    assert CustomerView.objects.filter(owner=by).count() == 2


def test_a_search_for_somebody_goes_with_them(person: Sign) -> None:
    desk = person("front_desk").client
    mia = CustomerFactory.create(first_name="Mia", last_name="Ott", email="mia@example.org")
    for name, search in (("Address", "MIA@example.org"), ("Name", "mia ott"), ("Others", "mi")):
        keep(desk, name, question={"search": search})
    erasing.erase(customer=mia, by=person("owner").user)
    assert names(desk) == ["Others"]
    assert Event.objects.filter(type="customer_view.deleted").count() == 2


def test_the_list_takes_the_same_statements_for_any_number(person: Sign) -> None:
    trainer, spent = person("trainer"), []
    for number in (1, 8):
        for at in range(number):
            by = UserFactory.create(role="front_desk")
            saved_views.create(CustomerView, by=by, name=f"View {number} {at}", question={}, shared=True)
        with CaptureQueriesContext(connection) as queries:
            trainer.client.get(VIEWS)
        spent.append(len(queries))
    assert spent[0] == spent[1]
