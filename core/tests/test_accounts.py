"""Registration, login and logout, through django-allauth's headless API."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from rest_framework.test import APIClient

from core.events.models import Event
from core.models import Customer, InitialGrant, User
from core.roles import INITIAL, ensure_roles, set_roles
from core.tests.factories import PASSWORD, CustomerFactory, UserFactory

ACCOUNTS = "/_allauth/browser/v1/"
MIA = {"email": "Mia@Example.org", "password": PASSWORD, "first_name": "Mia", "last_name": "Ott"}


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def post(path: str, body: Any, client: APIClient | None = None) -> Any:
    return (client or APIClient()).post(ACCOUNTS + path, body)


def code(answer: Any) -> str:
    return str(answer.json()["errors"][0]["code"])


def with_password(email: str) -> User:
    user = UserFactory.create(email=email, role="member")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_who_registers_is_signed_in_as_a_member_with_a_record_of_their_own() -> None:
    client = APIClient()
    assert post("auth/signup", MIA, client).status_code == 200
    me = client.get("/api/me/").json()
    customer = Customer.objects.get()
    assert (me["display_name"], me["roles"], me["is_staff"], me["customer"]) == ("Mia", ["member"], False, customer.pk)
    assert (customer.full_name, customer.user_id) == ("Mia Ott", me["id"])
    created = Event.objects.get(type="customer.created")
    assert created.audience == ["staff", f"user:{me['id']}"]


def test_an_unverified_address_proves_nothing() -> None:
    """Domain rule 25: who registers with a member's address gets nothing of that member's."""
    held = CustomerFactory.create(email="MIA@example.ORG", notes="private")
    client = APIClient()
    assert post("auth/signup", MIA, client).status_code == 200
    held.refresh_from_db()
    assert held.user is None
    assert client.get("/api/me/").json()["customer"] is None
    assert client.get("/api/customers/").json()["results"] == []


@pytest.mark.parametrize("missing", ["first_name", "last_name", "email", "password"])
def test_registration_names_the_field_that_is_missing(missing: str) -> None:
    answer = post("auth/signup", {name: value for name, value in MIA.items() if name != missing})
    assert (answer.status_code, [error["param"] for error in answer.json()["errors"]]) == (400, [missing])
    assert not User.objects.exists()


def test_an_address_has_one_account_whatever_its_case() -> None:
    with_password("mia@example.org")
    assert post("auth/signup", MIA).status_code == 400
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password1", "mia@example.org"])
def test_weak_passwords_are_refused(password: str) -> None:
    answer = post("auth/signup", MIA | {"password": password})
    assert {error["param"] for error in answer.json()["errors"]} == {"password"}


def test_login_by_email_of_any_case_and_logout() -> None:
    with_password("mia@example.org")
    client = APIClient()
    assert post("auth/login", {"email": "MIA@example.org", "password": PASSWORD}, client).status_code == 200
    assert client.get("/api/me/").status_code == 200
    assert client.delete(ACCOUNTS + "auth/session").status_code == 401  # allauth says so: signed out
    assert client.get("/api/me/").status_code == 401


def test_a_deactivated_person_is_out_at_once() -> None:
    user = with_password("mia@example.org")
    client = APIClient()
    post("auth/login", {"email": "mia@example.org", "password": PASSWORD}, client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/api/me/").status_code == 401
    assert post("auth/login", {"email": "mia@example.org", "password": PASSWORD}).status_code == 401


def test_guessing_is_limited_for_the_address_and_says_so() -> None:
    with_password("mia@example.org")
    answers = [post("auth/login", {"email": "mia@example.org", "password": "wrong"}) for _ in range(6)]
    assert list(map(code, answers)) == ["email_password_mismatch"] * 5 + ["too_many_login_attempts"]
    # The right password doesn't get through either: a guesser can't tell.
    assert code(post("auth/login", {"email": "mia@example.org", "password": PASSWORD})) == "too_many_login_attempts"


def test_registrations_are_limited() -> None:
    bodies = [MIA | {"email": f"mia{number}@example.org"} for number in range(21)]
    assert [post("auth/signup", body).status_code for body in bodies].count(429) == 1


def test_a_forged_forwarding_header_does_not_reset_the_limit() -> None:
    client = APIClient()
    answers = [
        client.post(
            ACCOUNTS + "auth/login",
            {"email": f"nobody{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
        for number in range(11)
    ]
    assert [code(answer) for answer in answers].count("too_many_login_attempts") == 1


def test_mail_of_the_accounts_goes_by_the_line_and_is_nobodys_to_see(settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.mail.EventLineBackend"  # pytest-django puts a stand-in there
    with_password("mia@example.org")
    assert post("auth/password/request", {"email": "mia@example.org"}).status_code == 200
    event = Event.objects.get(type="email.requested")
    assert (event.audience, event.data["message"]["to"]) == ([], "mia@example.org")
    assert "/password/reset/" in event.data["message"]["text"]


def test_roles_open_the_staff_screens_and_are_told_on_the_line() -> None:
    user = UserFactory.create(role="member")
    set_roles(user=user, roles=["trainer"], by=None)
    assert user.is_staff
    set_roles(user=user, roles=["member"], by=None)
    assert not user.is_staff
    assert Event.objects.filter(type="user.access_changed", subject=f"user/{user.pk}").count() == 2


def test_a_migration_leaves_roles_as_the_owner_made_them() -> None:

    trainer = Group.objects.get(name="trainer")
    assert trainer.permissions.count() == len(INITIAL["trainer"])
    trainer.permissions.clear()
    InitialGrant.objects.filter(role="trainer", permission="view_task").delete()  # as if tasks were new in this release
    ensure_roles()
    assert [permission.codename for permission in trainer.permissions.all()] == ["view_task"]


def test_a_superuser_made_on_the_command_line_may_do_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--no-input", "--email=boss@example.org")
    client = APIClient()
    assert post("auth/login", {"email": "boss@example.org", "password": PASSWORD}, client).status_code == 200

    assert client.get("/api/me/").json()["is_staff"] is True
    assert client.get("/admin/").status_code == 200
    assert client.get("/api/customers/").status_code == 200


def test_the_admin_takes_the_same_login() -> None:
    user = with_password("mia@example.org")
    set_roles(user=user, roles=["manager"], by=None)
    client = APIClient()
    form = {"username": "MIA@example.org", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", form, format="multipart").status_code == 302
    assert client.get("/admin/core/customer/").status_code == 200
