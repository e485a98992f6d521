"""Tagging many members at once, and undoing it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import member_choice, merging
from core.events.models import Event
from core.models import Customer, Tag
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory

Sign = Callable[[str], Person]
MARK = "/api/customers/mark/"


def tagged(tag: Tag) -> set[str]:
    return set(Customer.objects.filter(tags=tag).values_list("first_name", flat=True))


def test_it_says_whom_it_changed_so_that_the_opposite_undoes_it(person: Sign) -> None:
    client, tag, other = person("front_desk").client, TagFactory.create(name="vip"), TagFactory.create(name="old")
    one, two, three = (CustomerFactory.create(first_name=name) for name in ("One", "Two", "Three"))
    one.tags.add(tag)
    two.tags.add(other)
    answer = client.post(MARK, {"ids": [one.pk, two.pk, 10**12], "tag": tag.pk, "on": True})
    assert (answer.status_code, answer.json()) == (200, {"changed": [two.pk]})
    assert tagged(tag) == {"One", "Two"}
    two.refresh_from_db()
    assert (one.version, two.version) == (1, 2)
    details = Event.objects.get(type="customer.details_changed")
    assert (details.audience, details.data["changes"]) == ([], {"tags": [["old"], ["old", "vip"]]})
    assert Event.objects.get(type="customer.updated").subject == f"customer/{two.pk}"
    assert client.post(MARK, {"ids": [two.pk], "tag": tag.pk, "on": False}).json() == {"changed": [two.pk]}
    assert (tagged(tag), tagged(other)) == ({"One"}, {"Two"})
    assert three.tags.count() == 0


def test_one_who_was_chosen_and_merged_meanwhile_is_who_was_kept(person: Sign) -> None:
    manager, tag = person("manager"), TagFactory.create()
    kept, old = CustomerFactory.create(), CustomerFactory.create()
    gone = old.pk
    merging.merge(kept=kept, merged=old, by=manager.user)
    for ids, on in (([gone], True), ([kept.pk, gone], False)):
        assert manager.client.post(MARK, {"ids": ids, "tag": tag.pk, "on": on}).json() == {"changed": [kept.pk]}


def test_all_that_a_question_finds_but_no_more_than_can_be_done(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    client, tag = person("front_desk").client, TagFactory.create()
    for name in ("Ada", "Adam", "Bo"):
        CustomerFactory.create(first_name=name)
    answer = client.post(MARK, {"question": {"search": "ada", "status": "lead"}, "tag": tag.pk, "on": True})
    assert len(answer.json()["changed"]) == 2
    assert tagged(tag) == {"Ada", "Adam"}
    monkeypatch.setattr(member_choice, "MOST", 2)
    refused = client.post(MARK, {"question": {}, "tag": tag.pk, "on": True})
    assert (refused.status_code, refused.json()["fields"]["question"][0]["code"]) == (400, "too_many")
    assert tagged(tag) == {"Ada", "Adam"}


@pytest.mark.parametrize(
    "body",
    [{}, {"ids": [1], "question": {}}, {"ids": ["x"]}, {"ids": [0]}, {"ids": [2**63]}, {"ids": 1}, {"ids": [1] * 1001},
     {"question": {"statsu": "lead"}}, {"question": {"search": "\0"}}, {"question": "all"}, {"question": 5},
     {"ids": [], "tag": 10**12}, {"ids": [], "on": "maybe"}, {"ids": [], "more": 1}],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_refused(person: Sign, body: dict[str, object]) -> None:
    answer = person("front_desk").client.post(MARK, {"tag": TagFactory.create().pk, "on": True} | body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert not Event.objects.filter(type="customer.updated").exists()


def test_only_who_may_change_members(person: Sign) -> None:
    customer, tag = CustomerFactory.create(), TagFactory.create()
    assert person("trainer").client.post(MARK, {"ids": [customer.pk], "tag": tag.pk, "on": True}).status_code == 403
    assert tagged(tag) == set()


def test_reading_whom_to_tag_takes_the_same_statements_for_any_number(person: Sign) -> None:
    desk, tag = person("front_desk").user, TagFactory.create()
    spent = []
    for number in (2, 20):
        members = [customer.pk for customer in CustomerFactory.create_batch(number)]
        with CaptureQueriesContext(connection) as queries:
            member_choice.mark(members=members, tag=tag, on=True, by=desk)
        spent.append(len([query for query in queries if 'INSERT INTO "core_event"' not in query["sql"]]))
    assert spent[0] == spent[1]
