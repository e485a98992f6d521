"""Two people who edit the same thing: the second overwrites nothing unseen, and is shown what is there now."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from core.models import Customer, Event
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together

Sign = Callable[[str], Person]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_kept_and_the_other_is_shown_it() -> None:
    """Real threads, each with its own connection, both having seen version 1."""
    users = [UserFactory.create(email=f"{name}@example.org", role="manager") for name in ("ann", "ben")]
    customer = CustomerFactory.create(first_name="Mia", city="Kiel")
    url = f"/api/customers/{customer.pk}/"

    def edit(user: Any, **change: str) -> Callable[[], Any]:
        client = APIClient()
        client.force_login(user)
        return lambda: client.patch(url, change, headers={"If-Match": '"1"'})

    for _ in range(5):
        Customer.objects.filter(pk=customer.pk).update(version=1, city="Kiel", first_name="Mia")
        answers: list[Any] = together([edit(users[0], city="Bonn"), edit(users[1], first_name="Mina")])
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, lost.status_code) == (200, 409)
        body = lost.json()
        assert (body["code"], body["fields"]) == ("conflict", {})
        shown = APIClient()
        shown.force_login(users[0])
        assert body["current"] == shown.get(url).json() == won.json()
        customer.refresh_from_db()
        assert customer.version == 2
        assert (customer.city, customer.first_name) in {("Bonn", "Mia"), ("Kiel", "Mina")}


def test_the_version_that_was_seen_is_what_counts(person: Sign) -> None:
    desk = person("front_desk").client
    customer = CustomerFactory.create()
    url = f"/api/customers/{customer.pk}/"
    assert desk.get(url)["ETag"] == '"1"'
    changed = desk.patch(url, {"city": "Bonn"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert desk.patch(url, {"city": "Kiel"}, headers={"If-Match": '"1"'}).status_code == 409
    assert desk.patch(url, {"city": "Kiel"}, headers={"If-Match": 'W/"2"'}).status_code == 200
    assert desk.patch(url, {"city": "Köln"}, headers={"If-Match": "*"}).status_code == 200
    assert desk.patch(url, {"city": "Bonn"}).status_code == 200
    assert Event.objects.filter(type="customer.updated").count() == 4


@pytest.mark.parametrize("header", ["2", '"x"', '"1", "2"', '""', '"-1"', '"99999999999"', '"١"'])
def test_what_is_no_version_is_refused(person: Sign, header: str) -> None:
    url = f"/api/customers/{CustomerFactory.create().pk}/"
    answer = person("front_desk").client.patch(url, {"city": "Bonn"}, headers={"If-Match": header.encode().decode("latin-1")})
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"If-Match"})


def test_a_member_who_is_too_late_is_not_shown_what_is_the_staffs(person: Sign) -> None:
    member = person("member")
    assert member.customer
    url = f"/api/customers/{member.customer.pk}/"
    member.client.patch(url, {"city": "Bonn"})
    answer = member.client.patch(url, {"city": "Kiel"}, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["current"]["city"]) == (409, "Bonn")
    assert {"notes", "tags"}.isdisjoint(answer.json()["current"])
    assert b"only for staff" not in answer.content


def test_what_was_deleted_meanwhile_is_gone(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = CustomerFactory.create()
    serializer = "core.api.customers.CustomerSerializer.validate_country"
    monkeypatch.setattr(serializer, lambda self, country: (Customer.objects.filter(pk=customer.pk).delete(), country)[1])
    answer = person("front_desk").client.patch(f"/api/customers/{customer.pk}/", {"country": "DE"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
