"""`Idempotency-Key`: however often a POST arrives, what it asks for is done once."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import EndpointEnumerator

from core.api.idempotency import FORGOTTEN_AT_ONCE, Idempotent
from core.events.models import Event
from core.models import AnsweredRequest, Customer
from core.roles import set_roles
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together

Sign = Callable[[str], Person]
URL = "/api/customers/"
KEY = "0d3f5a5e-9a4e-4d4c-8f52-6b1f4f9f6a10"
MIA = {"first_name": "Mia", "last_name": "Ott", "email": "mia@example.org"}


def post(person: Person, body: dict[str, Any], key: str = KEY, url: str = URL) -> Any:
    return person.client.post(url, body, headers={"Idempotency-Key": key})


def test_a_repeat_gets_the_first_answer_and_does_nothing(person: Sign) -> None:
    desk = person("front_desk")
    first = post(desk, MIA)
    Customer.objects.update(first_name="Changed since")
    again = desk.client.post(
        URL,
        json.dumps(dict(reversed(MIA.items())), indent=3),  # the same in other words
        content_type="application/json",
        headers={"Idempotency-Key": KEY},
    )
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Customer.objects.count() == Event.objects.count() == 1


def test_without_a_key_nothing_is_kept(person: Sign) -> None:
    assert person("front_desk").client.post(URL, MIA).status_code == 201
    assert not AnsweredRequest.objects.exists()


def test_the_key_with_another_body_or_route_is_refused(person: Sign) -> None:
    desk = person("front_desk")
    post(desk, MIA)
    for answer in (post(desk, MIA | {"last_name": "Otto"}), post(desk, MIA, url=f"{URL}?x=1")):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Customer.objects.count() == 1


def test_keys_of_two_people_have_nothing_to_do_with_each_other(person: Sign) -> None:
    post(person("front_desk"), MIA)
    answer = post(person("manager"), MIA | {"email": "other@example.org"})
    assert (answer.status_code, "Idempotent-Replayed" in answer) == (201, False)


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "with space in it", "käse-käse"])
def test_a_badly_formed_key_is_refused(person: Sign, key: str) -> None:
    answer = post(person("front_desk"), MIA, key.encode().decode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")
    assert not Customer.objects.exists()


def test_a_refused_request_did_nothing_and_may_be_put_right(person: Sign) -> None:
    desk = person("front_desk")
    assert post(desk, MIA | {"email": "no address"}).status_code == 400
    assert not AnsweredRequest.objects.exists()
    assert post(desk, MIA).status_code == 201


def test_who_lost_the_permission_gets_no_answer_of_before(person: Sign) -> None:
    desk = person("front_desk")
    post(desk, MIA)
    set_roles(user=desk.user, roles=["trainer"], by=None)
    assert post(desk, MIA).status_code == 403


@pytest.mark.parametrize("body", ['{"first_name": "\\ud800"}', "[" * 9000 + "]" * 9000, "", "[1]"])
def test_odd_bodies_are_refused_as_without_a_key(person: Sign, body: str) -> None:
    answer = person("front_desk").client.post(URL, body, content_type="application/json", headers={"Idempotency-Key": KEY})
    assert (answer.status_code, set(answer.json())) == (400, {"code", "message", "fields"})


def test_a_key_is_forgotten_after_a_day_and_so_are_others(person: Sign) -> None:
    desk = person("front_desk")
    post(desk, MIA)
    old = timezone.now() - timedelta(days=3)
    for number in range(FORGOTTEN_AT_ONCE - 1):
        AnsweredRequest.objects.create(actor=desk.user, key=f"forgotten-{number}", path=URL, status=201, created_at=old)
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        assert "Idempotent-Replayed" in post(desk, MIA)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        desk.client.force_login(desk.user)
        assert post(desk, MIA | {"email": "new@example.org"}).status_code == 201
    assert [row.key for row in AnsweredRequest.objects.all()] == [KEY]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_does_the_work_and_all_get_its_answer() -> None:
    user = UserFactory.create(role="front_desk")
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(user)
    send = {"content_type": "application/json", "headers": {"Idempotency-Key": KEY}}
    answers = together([partial(client.post, URL, json.dumps(MIA), **send) for client in clients])  # type: ignore[arg-type]
    shown = [answer.json() if not isinstance(answer, Exception) else answer for answer in answers]
    assert {answer.status_code for answer in answers if not isinstance(answer, Exception)} == {201}, shown
    assert all(one == shown[0] for one in shown)
    assert Customer.objects.count() == Event.objects.filter(type="customer.created").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_is_told_to_come_back(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.api.idempotency.WAIT_SECONDS", 0.1)
    desk = person("front_desk")
    with transaction.atomic():  # as a first request holds it while it works
        AnsweredRequest.objects.create(actor=desk.user, key=KEY, path=URL, fingerprint="")
        (answer,) = together([partial(post, desk, MIA)])
    assert not isinstance(answer, Exception)
    assert not isinstance(answer, Exception)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_in_progress")


# What would be kept with the key is said once and kept by nobody. Asking again makes a new one and revokes the first.
ANSWERED_WITH_A_SECRET = {"/api/me/calendars/"}


def test_every_post_of_the_api_takes_a_key() -> None:
    endpoints = EndpointEnumerator().get_api_endpoints()
    views = {path: callback.cls for path, _, method, callback in endpoints if method == "POST"}
    assert len(views) >= 3
    assert {path for path, view in views.items() if not issubclass(view, Idempotent)} == ANSWERED_WITH_A_SECRET
