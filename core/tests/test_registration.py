"""Registration: nothing before the address is verified, and no word on who has an account."""

import time
from statistics import median
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from rest_framework.test import APIClient

from core.events.models import Event
from core.models import Customer, Registration, User
from core.tests.factories import PASSWORD, CustomerFactory, UserFactory
from core.tests.signing_in import ACCOUNTS, MIA, code, field_code, mailed_code, post, with_password


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def registered(body: Any = MIA) -> APIClient:
    client = APIClient()
    answer = post("auth/signup", body, client)
    assert (answer.status_code, code(answer)) == (401, "email_unverified")
    return client


def verify(client: APIClient) -> Any:
    return post("auth/email/verify", {"key": mailed_code()}, client)


def test_who_verifies_is_signed_in_as_a_member_with_a_record_of_their_own() -> None:
    client = registered()
    assert client.get("/api/me/").status_code == 401
    assert not Customer.objects.exists()
    assert verify(client).status_code == 200
    me = client.get("/api/me/").json()
    customer = Customer.objects.get()
    assert (me["display_name"], me["roles"], me["is_staff"], me["customer"]) == ("Mia", ["member"], False, customer.pk)
    assert (customer.full_name, customer.email, customer.user_id) == ("Mia Ott", "Mia@Example.org", me["id"])
    assert Event.objects.get(type="customer.created").audience == ["staff", f"user:{me['id']}"]
    assert not Registration.objects.exists()


def test_an_unverified_address_gets_nothing_of_a_members_and_a_verified_one_joins() -> None:
    """Domain rule 25."""
    held = CustomerFactory.create(first_name="Mia", last_name="Ott", email="MIA@example.ORG", notes="private")
    client = registered()
    held.refresh_from_db()
    assert held.user is None
    assert client.get("/api/customers/").status_code == 401
    assert post("auth/login", {"email": MIA["email"], "password": PASSWORD}).status_code >= 400

    assert verify(client).status_code == 200
    held.refresh_from_db()
    assert client.get("/api/me/").json()["customer"] == held.pk
    joined = Event.objects.get(type="customer.updated")
    assert (joined.data["version"], set(joined.audience)) == (held.version, {"staff", f"user:{held.user_id}"})
    assert Customer.objects.count() == 1


def test_the_code_is_worth_nothing_in_another_browser() -> None:
    """Whoever registers with somebody else's address can't have that person verify it for them."""
    CustomerFactory.create(email="mia@example.org")
    registered()
    key = mailed_code()
    victim = APIClient()
    assert post("auth/email/verify", {"key": key}, victim).status_code == 409
    assert not Customer.objects.exclude(user=None).exists()


def test_a_record_that_has_a_login_is_never_joined() -> None:
    other = UserFactory.create(email="other@example.org", role="member")
    held = CustomerFactory.create(email="mia@example.org", user=other)
    client = registered()
    assert verify(client).status_code == 200
    held.refresh_from_db()
    assert (held.user, client.get("/api/me/").json()["customer"]) == (other, None)


def test_guessing_the_code_ends_it() -> None:
    client = registered()
    right = mailed_code()
    guesses = [field_code(post("auth/email/verify", {"key": "WRONG1"}, client), "key") for _ in range(3)]
    assert guesses == ["incorrect_code"] * 3
    assert post("auth/email/verify", {"key": right}, client).status_code == 409


def test_who_comes_back_later_is_asked_for_a_new_code() -> None:
    registered()
    cache.clear()
    client = APIClient()
    assert code(post("auth/login", {"email": MIA["email"], "password": PASSWORD}, client)) == "email_unverified"
    assert len(mail.outbox) == 2
    assert verify(client).status_code == 200


def test_registering_an_address_that_has_an_account_looks_the_same() -> None:
    """Same status, body and cookies; the difference is in the mail, which only its owner reads."""
    user = with_password("taken@example.org")
    password = user.password
    fresh, taken = (
        APIClient().post(ACCOUNTS + "auth/signup", MIA | {"email": email}) for email in ("new@example.org", user.email)
    )
    assert (fresh.status_code, fresh.content) == (taken.status_code, taken.content)
    assert fresh.cookies.keys() == taken.cookies.keys()
    first, second = mail.outbox
    assert "is your code" in first.subject
    assert "/password/reset" in str(second.body)
    user.refresh_from_db()
    assert (user.password, User.objects.count()) == (password, 2)


def test_it_takes_as_long(settings: Any) -> None:
    """Hashing the password is nearly all of the time it takes; without it the answer would come many times sooner."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    UserFactory.create(email="taken@example.org", role="member")

    def seconds(email: str) -> float:
        cache.clear()
        client = APIClient()
        begun = time.perf_counter()
        post("auth/signup", MIA | {"email": email}, client)
        return time.perf_counter() - begun

    fresh = median(seconds(f"new{number}@example.org") for number in range(3))
    taken = median(seconds("taken@example.org") for _ in range(3))
    assert 0.5 < taken / fresh < 2


def test_an_address_has_one_account_whatever_its_case() -> None:
    with_password("mia@example.org")
    registered()
    assert User.objects.count() == 1


@pytest.mark.parametrize("missing", ["first_name", "last_name", "email", "password"])
def test_registration_names_the_field_that_is_missing(missing: str) -> None:
    answer = post("auth/signup", {name: value for name, value in MIA.items() if name != missing})
    assert (answer.status_code, code(answer), list(answer.json()["fields"])) == (400, "validation_failed", [missing])
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1", "mia@example.org"])
def test_weak_passwords_are_refused(password: str) -> None:
    answer = post("auth/signup", MIA | {"password": password})
    assert set(answer.json()["fields"]) == {"password"}


def test_registrations_are_limited() -> None:
    bodies = [MIA | {"email": f"mia{number}@example.org"} for number in range(21)]
    assert [code(post("auth/signup", body)) for body in bodies].count("throttled") == 1
