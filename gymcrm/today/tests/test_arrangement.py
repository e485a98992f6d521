"""A person's start page is as they have arranged it, on each of their screens, and nobody else's is."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from core.events.models import Event
from core.tests.conftest import Person
from gymcrm.today.cards import ARRANGED
from gymcrm.today.models import Arrangement

pytestmark = pytest.mark.django_db
URL = "/api/today/arrangement/"


def arranged(client: APIClient, **body: Any) -> Any:
    answer = client.put(URL, body, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_is_kept_and_told_to_that_person_alone(person: Callable[[str], Person]) -> None:
    desk = person("front_desk").client
    assert desk.get(URL).json() == {"order": [], "hidden": [], "version": 0}
    body = {"order": ["tasks", "online"], "hidden": ["figures"]}
    assert arranged(desk, **body) == {**body, "version": 1}
    assert desk.get(URL).json() == {**body, "version": 1}
    assert person("manager").client.get(URL).json()["order"] == []
    [event] = Event.objects.filter(type="today.arranged")
    assert event.data == {**body, "version": 1}
    assert event.audience == [f"user:{event.actor}"]


def test_the_same_once_more_is_no_news(person: Callable[[str], Person]) -> None:
    desk = person("front_desk").client
    for _ in range(2):
        assert arranged(desk, order=["tasks"], hidden=[])["version"] == 1
    assert Event.objects.filter(type="today.arranged").count() == 1


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"order": ["tasks", "tasks"], "hidden": []}, "order", "repeated"),
        ({"order": [], "hidden": ["tasks", "tasks"]}, "hidden", "repeated"),
        ({"order": [], "hidden": ARRANGED}, "hidden", "nothing_shown"),
        ({"order": [], "hidden": ["weather"]}, "hidden.0", "invalid_choice"),
        ({"order": ["tasks"]}, "hidden", "required"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    person: Callable[[str], Person], body: Any, field: str, code: str
) -> None:
    answer = person("front_desk").client.put(URL, body, format="json")
    assert answer.status_code == 400
    assert code in str(answer.json()["fields"][field])
    assert not Arrangement.objects.exists()
