"""Invitations: by a link that works once, for a while, and for nobody else."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from rest_framework.test import APIClient

from core import invitations
from core.events.models import Event
from core.models import Customer, Invitation, User
from core.refusals import Refused
from core.roles import ensure_roles
from core.tests.conftest import Person
from core.tests.factories import PASSWORD, CustomerFactory, UserFactory
from core.tests.signing_in import app_code, mailed_link, post, reauthenticated, shown, signed_in, with_password
from core.tests.together import together

Sign = Callable[[str], Person]
NEW = {"kind": "staff", "email": "New@Example.org", "roles": ["trainer"]}


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> None:
    cache.clear()


def invite(client: APIClient, **body: Any) -> Any:
    return client.post("/api/invitations/", NEW | body)


def mailed_token() -> str:
    return mailed_link().rpartition("/")[2]


def accept(token: str, client: APIClient | None = None, **body: Any) -> Any:
    said = {"token": token, "display_name": "Nia", "password": PASSWORD}
    return (client or APIClient()).post("/api/invitations/accept/", said | body)


def test_who_is_invited_to_work_here_chooses_a_password_and_is_in(person: Sign) -> None:
    answer = invite(person("owner").client)
    assert (answer.status_code, answer.json()["state"], answer.json()["roles"]) == (201, "open", ["trainer"])
    assert (mail.outbox[-1].to, "trainer" in str(mail.outbox[-1].body)) == (["New@Example.org"], True)
    token = mailed_token()
    told = APIClient().post("/api/invitations/look-up/", {"token": token}).json()
    assert (told["email"], told["roles"], told["has_account"]) == ("New@Example.org", ["trainer"], False)

    accepted = accept(token)
    assert (accepted.status_code, accepted.json()) == (200, {"email": "New@Example.org"})
    me = signed_in("new@example.org").get("/api/me/").json()  # verified: the link came by mail
    assert (me["display_name"], me["roles"], me["is_staff"]) == ("Nia", ["trainer"], True)
    assert accept(token, display_name="Again").json()["code"] == "invitation_over"
    types = list(Event.objects.filter(type__startswith="invitation.").order_by("position").values_list("type", flat=True))
    assert types == ["invitation.sent", "invitation.accepted"]
    for event in Event.objects.filter(type__startswith="invitation."):
        assert event.audience == ["staff"]
        assert "example.org" not in str(event.data).lower()


def test_a_member_is_invited_to_their_record(person: Sign) -> None:
    customer = CustomerFactory.create(first_name="Ada", email="ada@example.org")
    desk = person("front_desk").client
    body = {"kind": "member", "email": "ada@example.org", "roles": [], "customer": customer.pk, "language": "zh-hans"}
    assert invite(desk, **body).status_code == 201
    assert "您在" in mail.outbox[-1].subject
    assert accept(mailed_token()).status_code == 200
    me = signed_in("ada@example.org").get("/api/me/").json()
    assert (me["customer"], me["roles"], me["is_staff"], me["language"]) == (customer.pk, ["member"], False, "zh-hans")
    assert Customer.objects.count() == 1
    assert invite(desk, **body | {"email": "other@example.org"}).json()["code"] == "has_login"


def test_who_has_an_account_signs_in_to_accept(person: Sign) -> None:
    member = person("member")
    User.objects.filter(pk=member.user.pk).update(email="new@example.org")
    invite(person("owner").client)
    token = mailed_token()
    assert APIClient().post("/api/invitations/look-up/", {"token": token}).json()["has_account"] is True
    for client in (APIClient(), person("trainer").client):
        answer = accept(token, client)
        assert (answer.status_code, answer.json()["code"]) == (409, "sign_in_first")
    assert accept(token, member.client).status_code == 200
    assert set(member.client.get("/api/me/").json()["roles"]) == {"member", "trainer"}


def test_a_link_dies_when_it_is_sent_again_withdrawn_or_old(person: Sign) -> None:
    boss = person("owner")
    owner = boss.client
    pk = invite(owner).json()["id"]
    first = mailed_token()
    assert owner.post(f"/api/invitations/{pk}/resend/").json()["version"] == 2
    second = mailed_token()
    assert accept(first).json()["code"] == "invitation_over"
    with time_machine.travel(timezone.now() + invitations.GOOD_FOR + timedelta(seconds=1)):
        assert accept(second).json()["code"] == "invitation_over"
        shown(owner, boss.user)
        assert owner.post(f"/api/invitations/{pk}/resend/").status_code == 200
        third = mailed_token()
        assert owner.post(f"/api/invitations/{pk}/revoke/").json()["state"] == "revoked"
        assert accept(third).json()["code"] == "invitation_over"
        for action in ("resend", "revoke"):
            assert owner.post(f"/api/invitations/{pk}/{action}/").json()["code"] == "invitation_over"
    assert not User.objects.filter(email__iexact=NEW["email"]).exists()


def test_one_is_open_at_a_time_until_it_is_too_old(person: Sign) -> None:
    boss = person("owner")
    owner = boss.client
    invite(owner)
    again = invite(owner, email="NEW@example.org")
    assert (again.status_code, again.json()["code"]) == (409, "already_invited")
    with time_machine.travel(timezone.now() + invitations.GOOD_FOR + timedelta(seconds=1)):
        shown(owner, boss.user)
        assert invite(owner).status_code == 201
    shown(owner, boss.user)
    assert invite(owner, email=UserFactory.create(role="trainer").email).json()["code"] == "works_here"


def test_who_may_invite_whom(person: Sign) -> None:
    customer = CustomerFactory.create()
    to_record = {"kind": "member", "email": "m@example.org", "roles": [], "customer": customer.pk}
    manager, desk, trainer = (person(role).client for role in ("manager", "front_desk", "trainer"))
    assert invite(manager, roles=["owner"]).json()["code"] == "above_own_role"
    assert invite(manager, roles=["trainer", "owner"]).status_code == 403
    assert invite(manager, roles=["manager"], email="a@example.org").status_code == 201
    assert invite(desk).status_code == 403
    assert invite(desk, **to_record).status_code == 201
    assert invite(trainer, **to_record).status_code == 403

    pk = invite(person("owner").client, roles=["owner"], email="boss@example.org").json()["id"]
    assert manager.post(f"/api/invitations/{pk}/resend/").json()["code"] == "above_own_role"
    assert manager.post(f"/api/invitations/{pk}/revoke/").json()["code"] == "above_own_role"
    assert desk.post(f"/api/invitations/{pk}/revoke/").status_code == 404
    assert {row["kind"] for row in desk.get("/api/invitations/").json()["results"]} == {"member"}


def test_staff_are_invited_by_who_has_just_shown_who_they_are(db: None) -> None:
    """A quarter of an hour after signing in it takes the password again; then the same request, key and all, goes through."""
    with_password("owner@example.org", role="owner")
    record = CustomerFactory.create(email="ada@example.org")
    with time_machine.travel(timezone.now()) as clock:
        client = APIClient()
        post("auth/login", {"email": "owner@example.org", "password": PASSWORD}, client)
        post("auth/2fa/authenticate", {"code": app_code()}, client)
        clock.shift(timedelta(minutes=15))
        to_record = {"kind": "member", "email": "ada@example.org", "roles": [], "customer": record.pk}
        member = invite(client, **to_record).json()["id"]
        assert client.post(f"/api/invitations/{member}/resend/").status_code == 200

        def once(path: str, body: Any = None) -> Any:
            return client.post(path, body, headers={"Idempotency-Key": f"asked-again-{path}"})

        refused = once("/api/invitations/", NEW)
        assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
        assert (Invitation.objects.count(), len(mail.outbox)) == (1, 2)
        reauthenticated(client)
        pk = once("/api/invitations/", NEW).json()["id"]
        clock.shift(timedelta(minutes=15))
        assert once(f"/api/invitations/{pk}/resend/").json()["code"] == "reauthentication_required"
        reauthenticated(client)
        assert once(f"/api/invitations/{pk}/resend/").json()["version"] == 2


def test_the_database_holds_no_link(person: Sign) -> None:
    invite(person("owner").client)
    assert mailed_token() not in str(Invitation.objects.values().get())


def test_a_refused_acceptance_leaves_nothing(person: Sign) -> None:
    invite(person("owner").client)
    token = mailed_token()
    for field, said in (("password", "short"), ("password", "new@example.org"), ("display_name", " ")):
        body = {"token": token, "display_name": "Nia", "password": PASSWORD, field: said}
        answer = APIClient().post("/api/invitations/accept/", body)
        assert (answer.status_code, set(answer.json()["fields"])) == (400, {field})
    assert not User.objects.filter(email__iexact=NEW["email"]).exists()
    assert accept(token).status_code == 200


def test_accepting_twice_at_once_makes_one_login(transactional_db: None, settings: Any) -> None:
    ensure_roles()
    owner = UserFactory.create(role="owner")
    invitations.invite_staff(email="new@example.org", roles=owner.groups.filter(name="owner"), language="en", by=owner)
    token = mailed_token()
    outcomes = together(
        [partial(invitations.accept, token=token, by=None, display_name="Nia", password=PASSWORD) for _ in range(3)]
    )
    assert len([outcome for outcome in outcomes if isinstance(outcome, User)]) == 1
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} <= {"invitation_over", "sign_in_first"}
    assert User.objects.filter(email="new@example.org").count() == 1


def test_guessing_links_is_limited_by_address_and_not_by_what_a_header_says() -> None:
    client = APIClient()
    answers = [
        client.post("/api/invitations/look-up/", {"token": f"guess{number}"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(31)
    ]
    assert [answer.json()["code"] for answer in answers] == ["invitation_over"] * 30 + ["throttled"]


def test_the_list_costs_the_same_however_long(person: Sign, django_assert_num_queries: Any) -> None:
    owner = person("owner").client
    for number in range(4):
        invite(owner, email=f"n{number}@example.org")
    with django_assert_num_queries(8):  # session, person, permissions of both kinds, cursor, count, rows, roles
        assert owner.get("/api/invitations/?open=true&kind=staff").json()["count"] == 4
    assert owner.get("/api/invitations/?open=false").json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [{"kind": "guest"}, {"kind": 1}, {"email": "x"}, {"email": "a\u202e@example.org"}, {"roles": []}, {"roles": ["member"]},
     {"roles": "trainer"}, {"customer": 1}, {"kind": "member", "roles": []}, {"language": "tlh"}, {"digest": "x"}],
    ids=lambda body: repr(body)[:40],
)  # fmt: skip
def test_odd_invitations(person: Sign, body: Any) -> None:
    answer = invite(person("owner").client, **body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, [], {"token": 1}, {"token": None}, {"token": "\x00"}, {"token": "x" * 201}, {"token": "\ud800"}], ids=repr
)
@pytest.mark.parametrize("path", ["look-up", "accept"])
def test_odd_links(path: str, body: Any) -> None:
    answer = APIClient(raise_request_exception=False).post(
        f"/api/invitations/{path}/", json.dumps(body), content_type="application/json"
    )
    assert 400 <= answer.status_code < 500, answer.content
    assert set(answer.json()) == {"code", "message", "fields"}
