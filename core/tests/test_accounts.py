"""Signing in and out, passwords, addresses and sessions, through django-allauth's headless API."""

import re
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from rest_framework.test import APIClient

from core import account_mail
from core.events.models import Event
from core.models import InitialGrant, User
from core.roles import INITIAL, ensure_roles, set_roles
from core.tests.factories import PASSWORD, UserFactory
from core.tests.signing_in import (
    ACCOUNTS,
    code,
    field_code,
    mailed_code,
    mailed_link,
    post,
    reauthenticated,
    signed_in,
    with_password,
)

MIA = "mia@example.org"
NEW_PASSWORD = "another-correct-horse"


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def test_login_by_email_of_any_case_and_logout() -> None:
    with_password(MIA)
    client = signed_in("MIA@example.org")
    assert client.get("/api/me/").status_code == 200
    assert client.delete(ACCOUNTS + "auth/session").status_code == 401  # allauth says so: signed out
    assert client.get("/api/me/").status_code == 401


def test_a_deactivated_person_is_out_at_once() -> None:
    user = with_password(MIA)
    client = signed_in(MIA)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/api/me/").status_code == 401
    assert post("auth/login", {"email": MIA, "password": PASSWORD}).status_code == 401


def test_guessing_is_limited_for_the_address_and_says_so() -> None:
    with_password(MIA)
    answers = [post("auth/login", {"email": MIA, "password": "wrong"}) for _ in range(6)]
    assert [field_code(answer, "password") for answer in answers[:5]] == ["email_password_mismatch"] * 5
    assert code(answers[5]) == "too_many_login_attempts"
    # The right password doesn't get through either: a guesser can't tell.
    assert code(post("auth/login", {"email": MIA, "password": PASSWORD})) == "too_many_login_attempts"


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
    with_password(MIA, language="zh-hans", display_name="米娅")
    assert post("auth/password/request", {"email": MIA}).status_code == 200
    event = Event.objects.get(type="email.requested")
    message = event.data["message"]
    assert (event.audience, message["to"], message["language"]) == ([], MIA, "zh-hans")
    assert re.search(r"http://localhost:\d+/password/reset/\w", message["text"])
    assert "米娅" in message["html"]
    assert "设置新密码" in message["subject"] + message["html"]


def test_every_mail_is_written_in_every_language() -> None:
    english, chinese = (account_mail.catalogue(language) for language in ("en", "zh-hans"))
    assert {mail: set(says) for mail, says in english.items()} == {mail: set(says) for mail, says in chinese.items()}


def test_a_name_writes_neither_a_header_nor_markup() -> None:
    composed = account_mail.compose(
        mail="member_invitation", to=MIA, language="en", values={"name": "Eve\r\nBcc: x@example.org <b>", "expires": ""}, url="/x"
    )
    html = str(composed.alternatives[0][0])
    assert "\n" not in str(composed.subject)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_asking_for_a_new_password_tells_nobody_who_has_an_account() -> None:
    with_password(MIA)
    known, unknown = (post("auth/password/request", {"email": email}) for email in (MIA, "nobody@example.org"))
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content) == (200, b'{"status": 200}')
    assert [message.to for message in mail.outbox] == [[MIA], ["nobody@example.org"]]
    assert "There is no account" in mail.outbox[1].subject


def test_asking_for_a_new_password_is_limited() -> None:
    answers = [post("auth/password/request", {"email": MIA}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert code(answers[5]) == "throttled"
    assert len(mail.outbox) == 5


def test_a_new_password_by_mail_works_once_and_signs_the_others_out() -> None:
    user = with_password(MIA)
    elsewhere = signed_in(MIA)
    post("auth/password/request", {"email": MIA})
    key = mailed_link().rpartition("/")[2]
    answer = post("auth/password/reset", {"key": key, "password": "mia@example.org"})
    assert (answer.status_code, set(answer.json()["fields"])) == (400, {"password"})
    assert post("auth/password/reset", {"key": key, "password": NEW_PASSWORD}).status_code == 401  # and now sign in
    assert elsewhere.get("/api/me/").status_code == 401
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([MIA], "Your password was changed")
    assert field_code(post("auth/password/reset", {"key": key, "password": PASSWORD}), "key") == "invalid_password_reset"


def test_a_change_of_password_asks_for_the_present_one_and_is_told() -> None:
    with_password(MIA)
    here, elsewhere = signed_in(MIA), signed_in(MIA)
    wrong = post("account/password/change", {"current_password": "wrong", "new_password": NEW_PASSWORD}, here)
    assert field_code(wrong, "current_password") == "enter_current_password"
    right = post("account/password/change", {"current_password": PASSWORD, "new_password": NEW_PASSWORD}, here)
    assert right.status_code == 200
    assert (here.get("/api/me/").status_code, elsewhere.get("/api/me/").status_code) == (200, 401)
    assert mail.outbox[-1].subject == "Your password was changed"
    answers = [post("account/password/change", {"current_password": "x", "new_password": "y"}, here) for _ in range(4)]
    assert code(answers[-1]) == "throttled"


def test_a_change_of_address_asks_who_it_is_and_tells_the_old_one() -> None:
    user = with_password(MIA)
    client = signed_in(MIA)
    refused = post("account/email", {"email": "new@example.org"}, client)
    assert (refused.status_code, code(refused)) == (401, "reauthentication_required")
    assert not mail.outbox

    reauthenticated(client)
    assert post("account/email", {"email": "new@example.org"}, client).status_code == 200
    user.refresh_from_db()
    assert (user.email, mail.outbox[-1].to) == (MIA, ["new@example.org"])

    assert post("auth/email/verify", {"key": mailed_code()}, client).status_code == 200
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([MIA], "Your sign-in address was changed")
    assert post("auth/login", {"email": MIA, "password": PASSWORD}).status_code == 400
    assert signed_in("new@example.org").get("/api/me/").status_code == 200


def test_a_change_to_an_address_that_has_an_account_tells_nothing() -> None:
    with_password(MIA)
    UserFactory.create(email="taken@example.org", role="member")
    client = reauthenticated(signed_in(MIA))
    fresh = post("account/email", {"email": "fresh@example.org"}, client)
    cache.clear()
    taken = post("account/email", {"email": "taken@example.org"}, client)
    assert fresh.status_code == taken.status_code == 200
    assert fresh.json()["data"][1] | {"email": ""} == taken.json()["data"][1] | {"email": ""}


def test_showing_who_one_is_is_limited() -> None:
    with_password(MIA)
    client = signed_in(MIA)
    answers = [post("auth/reauthenticate", {"password": "wrong"}, client) for _ in range(6)]
    assert [field_code(answer, "password") for answer in answers[:5]] == ["incorrect_password"] * 5
    assert "too_many_login_attempts" in (code(answers[5]), field_code(answers[5], "password"))


def test_sessions_are_listed_and_ended_and_the_hubs_are_told() -> None:
    user = with_password(MIA)
    stranger = with_password("eve@example.org")
    here, phone = signed_in(MIA), signed_in(MIA)
    eve = signed_in(stranger.email)
    listed = here.get(ACCOUNTS + "auth/sessions").json()["data"]
    assert [session["is_current"] for session in listed].count(True) == 1
    assert all({"user_agent", "last_seen_at", "created_at"} <= set(session) for session in listed)
    other = next(session["id"] for session in listed if not session["is_current"])

    foreign = eve.delete(ACCOUNTS + "auth/sessions", {"sessions": [other]})
    assert foreign.status_code == 400
    assert phone.get("/api/me/").status_code == 200

    Event.objects.all().delete()
    assert here.delete(ACCOUNTS + "auth/sessions", {"sessions": [other]}).status_code == 200
    assert phone.get("/api/me/").status_code == 401
    assert here.get("/api/me/").status_code == 200
    told = Event.objects.get(type="user.access_changed")
    assert (told.subject, told.audience) == (f"user/{user.pk}", [])


def test_when_a_session_was_last_used_is_noted_without_a_write_for_each_request(django_assert_num_queries: Any) -> None:
    with_password(MIA)
    client = signed_in(MIA)
    UserSession.objects.update(last_seen_at="2026-01-01T00:00:00Z")
    client.get("/api/me/")
    noted = UserSession.objects.get().last_seen_at
    assert noted.isoformat() > "2026-01-02"
    with django_assert_num_queries(7):  # session, person with debt, cursor, roles, permissions of both kinds, record
        client.get("/api/me/")
    assert UserSession.objects.get().last_seen_at == noted


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


def test_a_superuser_made_on_the_command_line_may_do_everything_once_enrolled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", "--no-input", "--email=boss@example.org")
    client = signed_in("boss@example.org")
    me = client.get("/api/me/").json()
    assert (me["is_staff"], me["second_factor_owed"]) == (True, True)
    assert client.get("/api/customers/").json()["code"] == "second_factor_required"


def test_the_admin_has_no_door_of_its_own() -> None:
    manager, trainer = with_password(MIA, role="manager"), with_password("t@example.org", role="trainer")
    asked = APIClient().get("/admin/core/customer/")
    assert (asked.status_code, asked["Location"]) == (302, "/admin/login/?next=/admin/core/customer/")
    sent = APIClient().get(asked["Location"])
    assert sent["Location"] == "/login?next=%2Fadmin%2Fcore%2Fcustomer%2F"
    form = {"username": MIA, "password": PASSWORD, "next": "/admin/"}
    posted = APIClient()
    assert posted.post("/admin/login/", form, format="multipart")["Location"].startswith("/login?")
    assert posted.get("/api/me/").status_code == 401
    client = APIClient()
    client.force_login(manager)
    assert client.get("/admin/core/customer/").status_code == 200
    assert client.get("/admin/password_change/")["Location"] == "/me/security"
    assert client.get("/admin/login/?next=//evil.example")["Location"] == "/admin/"
    client.force_login(trainer)
    assert client.get("/admin/core/user/add/").status_code == 403
