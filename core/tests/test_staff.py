"""Who works here: lists, roles given and taken, access taken away, and always an owner."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from rest_framework.test import APIClient

from core import staff
from core.events.models import Event
from core.models import User
from core.refusals import Refused
from core.roles import ensure_roles
from core.tests.conftest import Person
from core.tests.factories import PASSWORD, UserFactory
from core.tests.signing_in import app_code, post, reauthenticated, signed_in, with_password
from core.tests.together import together

Sign = Callable[[str], Person]
NOON = datetime(2026, 6, 15, 10, tzinfo=UTC)


def change(client: APIClient, user: User, **body: Any) -> Any:
    return client.patch(f"/api/staff/{user.pk}/", body)


def test_members_and_colleagues_see_names_and_roles_only(person: Sign) -> None:
    UserFactory.create(role="trainer", is_active=False)
    trainer = UserFactory.create(role="trainer", email="secret@example.org")
    for role in ("member", "trainer", "front_desk"):
        answer = person(role).client.get("/api/staff/")
        rows = answer.json()["results"]
        assert {frozenset(row) for row in rows} == {frozenset({"id", "display_name", "roles", "picture"})}
        assert trainer.pk in [row["id"] for row in rows]
        assert b"secret@" not in answer.content


def test_who_manages_people_sees_their_logins_and_those_shut_out(person: Sign, django_assert_num_queries: Any) -> None:
    gone = UserFactory.create(role="trainer", is_active=False)
    client = person("manager").client
    for _ in range(3):
        UserFactory.create(role="front_desk")
    with django_assert_num_queries(8):  # session, person, permissions of both kinds, count, rows, roles, cursor
        rows = client.get("/api/staff/").json()["results"]
    assert {row["has_second_factor"] for row in rows if row["roles"] == ["manager"]} == {True}
    assert gone.pk not in [row["id"] for row in rows]
    out = client.get("/api/staff/?active=false").json()["results"]
    assert [(row["id"], row["is_active"]) for row in out] == [(gone.pk, False)]
    assert client.get(f"/api/staff/{gone.pk}/").json()["email"] == gone.email


def test_roles_are_given_by_who_has_just_shown_who_they_are(db: None) -> None:
    """A quarter of an hour after signing in it takes the password again; then the same request goes through."""
    with_password("owner@example.org", role="owner")
    user = UserFactory.create(role="trainer")
    with time_machine.travel(NOON) as clock:
        client = APIClient()
        post("auth/login", {"email": "owner@example.org", "password": PASSWORD}, client)
        post("auth/2fa/authenticate", {"code": app_code()}, client)
        assert change(client, user, give=["front_desk"]).status_code == 200
        clock.shift(timedelta(minutes=15))
        trainers = f"/api/roles/{Group.objects.get(name='trainer').pk}/"
        for send in (
            lambda: change(client, user, take=["front_desk"]),
            lambda: client.patch(trainers, {"grant": ["core.add_customer"]}),
        ):
            refused = send()
            assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication_required")
            assert change(client, user, is_active=False).json()["code"] == "reauthentication_required"
            assert client.get("/api/staff/").status_code == 200
            reauthenticated(client)
            assert send().status_code == 200
            clock.shift(timedelta(minutes=15))


def test_an_owner_gives_and_takes_roles(person: Sign) -> None:
    user = UserFactory.create(role="trainer")
    answer = change(person("owner").client, user, give=["front_desk"], take=["trainer"])
    assert (answer.status_code, answer.json()["roles"], answer.json()["version"]) == (200, ["front_desk"], 2)
    told = Event.objects.get(type="staff.changed")
    assert (told.audience, told.data["roles"], told.data["version"]) == (["staff"], ["front_desk"], 2)
    assert Event.objects.filter(type="user.access_changed", subject=f"user/{user.pk}").exists()


def test_who_loses_the_last_role_leaves_the_staff(person: Sign) -> None:
    user = UserFactory.create(role="trainer")
    client = APIClient()
    client.force_login(user)
    owner = person("owner").client
    assert change(owner, user, take=["trainer"]).json()["roles"] == []
    assert client.get("/api/customers/").json()["results"] == []
    assert user.pk not in [row["id"] for row in owner.get("/api/staff/").json()["results"]]


def test_who_left_is_found_again_by_those_who_manage_people_and_given_a_role_back(person: Sign) -> None:
    user, shut_out, colleague = (UserFactory.create(role="trainer") for _ in range(3))
    person("member")
    owner, trainer = person("owner").client, person("trainer").client

    def former(client: APIClient, **query: Any) -> list[int]:
        return [row["id"] for row in client.get("/api/staff/", {"former": True} | query).json()["results"]]

    assert former(owner) == []
    for one in (user, shut_out):
        change(owner, one, take=["trainer"])
    change(owner, shut_out, is_active=False)
    assert set(former(owner)) == set(former(person("manager").client)) == {user.pk, shut_out.pk}
    assert former(owner, active=True) == [user.pk]
    assert former(trainer) == []
    assert trainer.get(f"/api/staff/{user.pk}/").status_code == 404
    assert change(owner, user, give=["front_desk"]).json()["roles"] == ["front_desk"]
    assert former(owner) == [shut_out.pk]
    assert {colleague.pk, user.pk} <= {row["id"] for row in owner.get("/api/staff/").json()["results"]}
    assert change(owner, person("member").user, give=["trainer"]).status_code == 404, "who never worked here is invited"


def test_nobody_makes_themselves_or_others_more_than_they_are(person: Sign) -> None:
    """Where the owner has let managers change staff, they still make no owner and shut none out."""
    manager, owner = person("manager"), person("owner")
    owners_only = Group.objects.get(name="owner").permissions.get(codename="change_user")
    Group.objects.get(name="manager").permissions.add(owners_only)
    trainer = UserFactory.create(role="trainer")
    for user, body in (
        (manager.user, {"give": ["owner"]}),
        (trainer, {"give": ["owner"]}),
        (owner.user, {"take": ["owner"]}),
        (owner.user, {"is_active": False}),
    ):
        answer = change(manager.client, user, **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "above_own_role")
    assert change(manager.client, trainer, give=["manager"]).status_code == 200


def test_access_is_taken_at_once_and_given_back(person: Sign) -> None:
    user = with_password("t@example.org", role="trainer")
    client = signed_in(user.email)
    owner = person("owner").client
    assert change(owner, user, is_active=False).json()["is_active"] is False
    assert client.get("/api/me/").status_code == 401
    assert not UserSession.objects.filter(user=user).exists()
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    assert change(owner, user, is_active=True).status_code == 200
    assert client.get("/api/me/").status_code == 401  # what was ended stays ended
    assert signed_in(user.email).get("/api/me/").status_code == 200


def test_nobody_shuts_themselves_out(person: Sign) -> None:
    owner = person("owner")
    UserFactory.create(role="owner")
    assert change(owner.client, owner.user, is_active=False).json()["code"] == "oneself"


def test_the_last_owner_stays(person: Sign) -> None:
    owner = person("owner")
    UserFactory.create(role="owner", is_active=False)  # who can't sign in owns nothing
    answer = change(owner.client, owner.user, take=["owner"])
    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    other = UserFactory.create(role="owner")
    assert change(owner.client, other, is_active=False).status_code == 200
    assert change(owner.client, owner.user, take=["owner"], give=["manager"]).json()["code"] == "last_owner"


def test_two_owners_cannot_demote_each_other_at_once(transactional_db: None) -> None:
    ensure_roles()
    for _ in range(5):
        one, two = UserFactory.create(role="owner"), UserFactory.create(role="owner")
        User.objects.exclude(pk__in=[one.pk, two.pk]).delete()
        outcomes = together(
            [
                partial(staff.change, user=one, by=two, take=["owner"]),
                partial(staff.change, user=two, by=one, is_active=False),
            ]
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert [refusal.code for refusal in refused] in (["last_owner"], ["above_own_role"]), outcomes
        assert User.objects.filter(groups__name="owner", is_active=True).count() == 1


@pytest.mark.parametrize(
    "body",
    [{"give": "owner"}, {"give": ["nothing"]}, {"take": [1]}, {"is_active": "perhaps"}, {"roles": []}, {"email": "x@y.org"}, []],
    ids=repr,
)
def test_odd_changes(person: Sign, body: Any) -> None:
    user = UserFactory.create(role="trainer")
    answer = person("owner").client.patch(f"/api/staff/{user.pk}/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


def test_a_new_name_reaches_the_colleagues(person: Sign) -> None:
    desk, member = person("front_desk"), person("member")
    assert desk.client.patch("/api/me/", {"display_name": "Sofia"}).status_code == 200
    assert member.client.patch("/api/me/", {"display_name": "Mia"}).status_code == 200
    assert [event.data["display_name"] for event in Event.objects.filter(type="staff.changed")] == ["Sofia"]
