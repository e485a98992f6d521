"""Whatever is sent: a 4xx of the one shape, and nothing written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from core.events.models import Event
from core.models import Customer, User
from core.tests.conftest import Person
from core.tests.factories import PASSWORD, CustomerFactory, UserFactory

Sign = Callable[[str], Person]
GOOD = {"first_name": "Mia", "last_name": "Ott", "email": "mia@example.org"}
NAMES = {
    "nul": "Mi\x00a",
    "control": "Mi\x07a",
    "line break": "Mi\na",
    "lone surrogate": "Mi\ud800a",
    "right-to-left override": "Mi\u202ea",
    "right-to-left mark": "Mi\u200fa",
    "isolate": "Mi\u2066a",
    "too long": "M" * 81,
    "a megabyte": "M" * 900_000,
    "blank": "   ",
}
WRONG_TYPES = [1, 1.5, True, None, [], ["Mia"], {}, {"first": "Mia"}]


def post(client: APIClient, body: dict[str, Any]) -> Any:
    """As a browser would: a lone surrogate travels as an escape."""
    return client.post("/api/customers/", json.dumps(body), content_type="application/json")


def refused(answer: Any, *names: str) -> None:
    assert answer.status_code == 400, answer.content[:300]
    body = answer.json()
    assert set(body) == {"code", "message", "fields"}
    assert body["code"] == "validation_failed"
    assert set(body["fields"]) == set(names)
    for errors in body["fields"].values():
        assert all(error["code"] and error["message"] for error in errors)
    assert not Customer.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_odd_text_in_a_name(person: Sign, name: str) -> None:
    refused(post(person("manager").client, GOOD | {"last_name": name}), "last_name")


@pytest.mark.parametrize("value", WRONG_TYPES, ids=repr)
@pytest.mark.parametrize("field", ["first_name", "email", "phone_number", "joined_on", "notes"])
def test_wrong_types(person: Sign, field: str, value: object) -> None:
    refused(person("manager").client.post("/api/customers/", GOOD | {field: value}), field)


@pytest.mark.parametrize("phone", ["123", "not a number", "+49", "+1 555", "٠٣٠", "1" * 500])
def test_odd_phones(person: Sign, phone: str) -> None:
    refused(person("manager").client.post("/api/customers/", GOOD | {"phone_number": phone}), "phone_number")


@pytest.mark.parametrize("email", ["x", "a@b", "a@b.", "mia@example.org\u200f", "a b@example.org", "m" * 250 + "@example.org"])
def test_odd_emails(person: Sign, email: str) -> None:
    refused(person("manager").client.post("/api/customers/", GOOD | {"email": email}), "email")


def test_unknown_and_read_only_fields(person: Sign) -> None:
    answer = post(person("manager").client, GOOD | {"id": 7, "version": 9, "is_staff": True, "\ud800": 1})
    refused(answer, "id", "version", "is_staff", "\\ud800")


def test_notes_keep_their_lines_and_no_more_than_fits(person: Sign) -> None:
    client = person("manager").client
    refused(client.post("/api/customers/", GOOD | {"notes": "x" * 5001}), "notes")
    assert client.post("/api/customers/", GOOD | {"notes": "Knee\nShoulder\t!"}).json()["notes"] == "Knee\nShoulder\t!"


@pytest.mark.parametrize("name", ["Nguyễn Văn", "王小明", "محمد", "Ольга", "O’Neill-Ærø", "👩‍🚀", "İıŞş"])
def test_names_of_every_script_are_kept_as_typed(person: Sign, name: str) -> None:
    answer = person("manager").client.post("/api/customers/", GOOD | {"first_name": name})
    assert (answer.status_code, answer.json().get("first_name")) == (201, name)


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        (b"{", "application/json", 400, "parse_error"),
        (b"\xff\xfe", "application/json", 400, "parse_error"),
        (b'{"first_name": NaN}', "application/json", 400, "parse_error"),
        (b"[" * 100_000, "application/json", 400, "parse_error"),
        (b"{}", "application/json; charset=bz2", 400, "parse_error"),
        (b"[]", "application/json", 400, "validation_failed"),
        (b'"x"', "application/json", 400, "validation_failed"),
        (b"", "application/json", 400, "validation_failed"),
        (b"first_name=Mia", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"<a/>", "text/xml", 415, "unsupported_media_type"),
        (b'{"notes": "' + b"x" * 1_000_000 + b'"}', "application/json", 413, "too_large"),
    ],
)
def test_odd_bodies(person: Sign, body: bytes, content_type: str, status: int, code: str) -> None:
    answer = person("manager").client.post("/api/customers/", body, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Customer.objects.exists()


@pytest.mark.parametrize("path", ["/api/customers/x/", "/api/customers/-1/", f"/api/customers/{10**30}/", "/api/nothing/"])
def test_paths_that_lead_nowhere(person: Sign, path: str) -> None:
    answer = person("manager").client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_methods_that_are_not_there(person: Sign) -> None:
    assert person("manager").client.delete("/api/customers/").json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("token", [None, "x" * 32, "x" * 64])
def test_csrf_is_asked_of_every_change(db: None, token: str | None) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory.create(role="manager"))
    customer = CustomerFactory.create()
    headers = {"X-CSRFToken": token} if token else {}
    client.get("/")
    for answer in (
        client.post("/api/customers/", GOOD, headers=headers),
        client.patch(f"/api/customers/{customer.pk}/", {"first_name": "x"}, headers=headers),
        client.delete(f"/api/customers/{customer.pk}/", headers=headers),
        client.post("/_allauth/browser/v1/auth/login", {}, headers=headers),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert Customer.objects.get() == customer


def test_csrf_from_a_foreign_page(db: None) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(UserFactory.create(role="manager"))
    client.get("/")
    token = client.cookies["csrftoken"].value
    good = {"X-CSRFToken": token, "Origin": "http://testserver"}
    assert client.post("/api/customers/", GOOD, headers=good | {"Origin": "https://evil.example"}).json()["code"] == "csrf_failed"
    assert client.post("/api/customers/", GOOD, headers=good).status_code == 201


ACCOUNT_BODIES: list[Any] = [
    {}, [], "x", 1, None, {"email": 1, "password": 2}, {"email": "a\x00@example.org", "password": PASSWORD},
    {"email": "a@example.org", "password": "\ud800" * 12}, {"email": "a\u202e@example.org", "password": PASSWORD},
    {"email": "a" * 300 + "@example.org", "password": PASSWORD}, {"email": ["a@example.org"], "password": {"a": 1}},
    {"email": "a@example.org", "password": "x" * 90_000}, {"email": "a@example.org", "password": PASSWORD, "first_name": "a\x00"},
]  # fmt: skip


@pytest.mark.parametrize("body", ACCOUNT_BODIES, ids=lambda body: repr(body)[:40])
@pytest.mark.parametrize("path", ["auth/login", "auth/signup", "auth/password/request"])
def test_odd_bodies_to_the_accounts(db: None, path: str, body: Any) -> None:
    client = APIClient(raise_request_exception=False)
    text = json.dumps(body)
    answer = client.post(f"/_allauth/browser/v1/{path}", text, content_type="application/json")
    assert 400 <= answer.status_code < 500 or (path == "auth/password/request" and answer.status_code == 200), answer.content[
        :200
    ]
    assert not User.objects.exists()


def test_a_refused_registration_leaves_nothing(db: None) -> None:
    """The login, its role and what was said are one transaction."""
    with connection.execute_wrapper(_refuse_what_was_said):
        answer = APIClient(raise_request_exception=False).post(
            "/_allauth/browser/v1/auth/signup",
            {"email": "mia@example.org", "password": PASSWORD, "first_name": "Mia", "last_name": "Ott"},
        )
    assert answer.status_code == 500
    assert not User.objects.exists()


def _refuse_what_was_said(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if 'INSERT INTO "core_registration"' in sql:
        raise RuntimeError("the disk is full")
    return execute(sql, params, many, context)
