"""A second factor: required of owner and manager, asked at sign-in, by app, recovery code or passkey."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from rest_framework.test import APIClient

from core.models import User
from core.roles import set_roles
from core.tests.factories import PASSWORD, TOTP_SECRET, UserFactory
from core.tests.signing_in import ACCOUNTS, app_code, code, field_code, post, reauthenticated, signed_in, with_password

BOSS = "boss@example.org"


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def unenrolled(role: str) -> APIClient:
    user = with_password(BOSS, role="member")
    set_roles(user=user, roles=[role], by=None)
    return signed_in(BOSS)


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_until_enrolled_one_can_do_nothing_but_enrol(role: str, django_capture_on_commit_callbacks: Any) -> None:
    client = unenrolled(role)
    me = client.get("/api/me/")
    assert (me.json()["second_factor_owed"], "X-Event-Cursor" in me) == (True, False)
    for answer in (
        client.get("/api/customers/"),
        client.post("/api/customers/", {}),
        client.patch("/api/me/", {"language": "en"}),
    ):
        assert (answer.status_code, code(answer)) == (403, "second_factor_required")
    assert client.get("/admin/")["Location"] == "/me/security"

    shown = reauthenticated(client).get(ACCOUNTS + "account/authenticators/totp")
    secret = shown.json()["meta"]["secret"]
    assert f"secret={secret}" in shown.json()["meta"]["totp_url"]
    assert "Riverside%20Fitness" in shown.json()["meta"]["totp_url"]
    assert field_code(post("account/authenticators/totp", {"code": "000000"}, client), "code") == "incorrect_code"
    with django_capture_on_commit_callbacks(execute=True):
        assert post("account/authenticators/totp", {"code": app_code(secret)}, client).status_code == 200

    assert client.get("/api/me/").json()["second_factor_owed"] is False
    assert client.get("/api/customers/").status_code == 200
    assert client.get("/admin/").status_code == 200
    assert [message.subject for message in mail.outbox] == ["An authenticator app was added"]


@pytest.mark.parametrize("role", ["member", "trainer", "front_desk"])
def test_nobody_else_has_to(role: str) -> None:
    client = unenrolled(role)
    assert client.get("/api/me/").json()["second_factor_owed"] is False
    assert client.get("/api/customers/").status_code == 200


def test_who_is_made_manager_is_held_up_at_once() -> None:
    user = with_password(BOSS, role="front_desk")
    client = signed_in(BOSS)
    assert client.get("/api/customers/").status_code == 200
    set_roles(user=user, roles=["manager"], by=None)
    assert code(client.get("/api/customers/")) == "second_factor_required"


def test_the_password_alone_opens_nothing() -> None:
    with_password(BOSS, role="manager")
    client = APIClient()
    answer = post("auth/login", {"email": BOSS, "password": PASSWORD}, client)
    assert (answer.status_code, code(answer)) == (401, "second_factor_pending")
    assert client.get("/api/me/").status_code == 401
    assert field_code(post("auth/2fa/authenticate", {"code": "000000"}, client), "code") == "incorrect_code"
    shown = app_code()
    assert post("auth/2fa/authenticate", {"code": shown}, client).status_code == 200
    assert client.get("/api/customers/").status_code == 200

    again = APIClient()
    post("auth/login", {"email": BOSS, "password": PASSWORD}, again)
    assert field_code(post("auth/2fa/authenticate", {"code": shown}, again), "code") == "incorrect_code"  # each serves once


def test_guessing_codes_is_limited_whatever_browser_it_comes_from() -> None:
    with_password(BOSS, role="manager")
    codes = []
    for _ in range(6):
        client = APIClient()
        post("auth/login", {"email": BOSS, "password": PASSWORD}, client)
        answer = post("auth/2fa/authenticate", {"code": "000000"}, client)
        codes.append(field_code(answer, "code"))
    assert codes == ["incorrect_code"] * 5 + ["too_many_login_attempts"]


def test_a_recovery_code_serves_once_and_is_shown_once(django_capture_on_commit_callbacks: Any) -> None:
    client = unenrolled("owner")
    secret = reauthenticated(client).get(ACCOUNTS + "account/authenticators/totp").json()["meta"]["secret"]
    post("account/authenticators/totp", {"code": app_code(secret)}, client)
    shown = client.get(ACCOUNTS + "account/authenticators/recovery-codes").json()["data"]
    one = shown["unused_codes"][0]
    assert "unused_codes" not in client.get(ACCOUNTS + "account/authenticators/recovery-codes").json()["data"]
    for status in (200, 400):
        anew = APIClient()
        post("auth/login", {"email": BOSS, "password": PASSWORD}, anew)
        assert post("auth/2fa/authenticate", {"code": one}, anew).status_code == status
    with django_capture_on_commit_callbacks(execute=True):
        made = post("account/authenticators/recovery-codes", {}, client).json()["data"]
    assert made["unused_code_count"] == len(made["unused_codes"]) == 10
    assert mail.outbox[-1].subject == "You have new recovery codes"


def test_adding_one_asks_who_it_is() -> None:
    client = unenrolled("front_desk")
    secret = client.get(ACCOUNTS + "account/authenticators/totp").json()["meta"]["secret"]
    for answer in (
        post("account/authenticators/totp", {"code": app_code(secret)}, client),
        client.get(ACCOUNTS + "account/authenticators/webauthn"),
    ):
        assert (answer.status_code, code(answer)) == (401, "reauthentication_required")
    assert not Authenticator.objects.exists()


def test_removing_it_asks_who_it_is_and_leaves_a_manager_outside() -> None:
    with_password(BOSS, role="manager")
    client = APIClient()
    post("auth/login", {"email": BOSS, "password": PASSWORD}, client)
    post("auth/2fa/authenticate", {"code": app_code()}, client)
    removal = ACCOUNTS + "account/authenticators/totp"
    assert code(client.delete(removal)) == "reauthentication_required"
    assert reauthenticated(client).delete(removal).status_code == 200
    assert mail.outbox[-1].subject == "Your authenticator app was removed"
    assert code(client.get("/api/customers/")) == "second_factor_required"


def test_a_stolen_copy_of_the_database_holds_no_secret() -> None:
    user = UserFactory.create(role="owner")
    assert TOTP_SECRET not in str(Authenticator.objects.get(user=user).data)


def test_the_debt_costs_no_query(django_assert_num_queries: Any) -> None:
    client = APIClient()
    client.force_login(UserFactory.create(role="manager"))
    with django_assert_num_queries(3):  # session, person, cursor
        client.get("/api/schema/nothing/")
    assert not hasattr(User(), "owes_second_factor")


KEY = {"id": "YQ", "rawId": "YQ", "type": "public-key"}
ODD: list[Any] = [
    None, 1, "x", [], {}, {"id": 1}, KEY | {"response": {}}, {"response": []}, {"response": {"userHandle": 5}},
    KEY | {"response": {"clientDataJSON": "YQ", "authenticatorData": "YQ", "signature": "YQ"}},
    KEY | {"response": {"clientDataJSON": "e30", "attestationObject": "oA", "userHandle": "!!"}},
    {"response": {"userHandle": "////"}}, {"response": {"userHandle": "OTk5OTk5"}},
]  # fmt: skip


@pytest.mark.parametrize("credential", ODD, ids=lambda one: repr(one)[:50])
def test_what_no_passkey_says_is_refused(credential: Any) -> None:
    client = reauthenticated(unenrolled("front_desk"))
    client.raise_request_exception = False
    assert client.get(ACCOUNTS + "account/authenticators/webauthn").status_code == 200  # so that a challenge is open
    added = post("account/authenticators/webauthn", {"name": "Key", "credential": credential}, client)
    nobody = APIClient(raise_request_exception=False)
    assert nobody.get(ACCOUNTS + "auth/webauthn/login").status_code == 200
    login = post("auth/webauthn/login", {"credential": credential}, nobody)
    for answer in (added, login):
        assert 400 <= answer.status_code < 500, answer.content[:300]
        assert {"code", "message", "fields"} <= set(answer.json())
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"code": 1}, {"code": None}, {"code": "\x00"}, {"code": ["1"]}, {"code": "9" * 90_000}, []], ids=repr
)
@pytest.mark.parametrize(
    "path", ["auth/2fa/authenticate", "account/authenticators/totp", "auth/2fa/reauthenticate", "auth/email/verify"]
)
def test_odd_codes(path: str, body: Any) -> None:
    with_password(BOSS, role="manager")
    client = APIClient(raise_request_exception=False)
    post("auth/login", {"email": BOSS, "password": PASSWORD}, client)
    answer = client.post(ACCOUNTS + path, body, format="json")
    assert 400 <= answer.status_code < 500, answer.content[:300]
    assert {"code", "message", "fields"} <= set(answer.json())
