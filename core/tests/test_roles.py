"""Roles: what each may do, changed by the owner."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from rest_framework.test import APIClient

from core.events.models import Event
from core.roles import INITIAL
from core.tests.conftest import Person

Sign = Callable[[str], Person]


def change(client: APIClient, role: str, **body: Any) -> Any:
    return client.patch(f"/api/roles/{Group.objects.get(name=role).pk}/", body)


def test_the_owner_changes_what_a_role_may_do_at_once(person: Sign) -> None:
    owner, trainer = person("owner"), person("trainer")
    assert trainer.client.post("/api/customers/", {}).status_code == 403
    answer = change(owner.client, "trainer", grant=["core.add_customer"], revoke=["core.view_staff_notes"])
    assert answer.status_code == 200
    assert "core.add_customer" in answer.json()["permissions"]
    assert trainer.client.post("/api/customers/", {}).status_code == 400
    assert "core.view_staff_notes" not in trainer.client.get("/api/me/").json()["permissions"]
    told = Event.objects.get(type="role.changed")
    assert (told.audience, told.data["name"]) == (["staff"], "trainer")


def test_a_change_leaves_what_somebody_else_changed(person: Sign) -> None:
    owner = person("owner").client
    change(owner, "trainer", grant=["core.add_customer"])
    answer = change(owner, "trainer", grant=["core.change_customer"])
    assert {"core.add_customer", "core.change_customer"} <= set(answer.json()["permissions"])


def test_the_owners_role_is_fixed_and_the_members_is_none_of_these(person: Sign) -> None:
    owner = person("owner").client
    assert change(owner, "owner", revoke=["core.view_customer"]).json()["code"] == "role_fixed"
    assert change(owner, "member", grant=["core.view_customer"]).status_code == 404


def test_one_gives_no_more_than_one_may_oneself(person: Sign) -> None:
    manager = person("manager")
    Group.objects.get(name="manager").permissions.add(Group.objects.get(name="owner").permissions.get(codename="change_group"))
    for body in ({"grant": ["core.delete_user"]}, {"revoke": ["core.delete_user"]}):
        answer = change(manager.client, "manager", **body)
        assert (answer.status_code, answer.json()["code"]) == (403, "above_own_role")
    assert change(manager.client, "trainer", grant=["core.add_customer"]).status_code == 200


def test_the_list_says_who_holds_what_and_whom_one_may_make(person: Sign, django_assert_num_queries: Any) -> None:
    person("owner")
    manager = person("manager").client
    with django_assert_num_queries(9):  # session, person, permissions of both kinds, cursor, count, rows, permissions, own roles
        rows = manager.get("/api/roles/").json()["results"]
    assert {row["name"]: row["may_give"] for row in rows} == {
        "owner": False, "manager": True, "trainer": True, "front_desk": True,
    }  # fmt: skip
    assert {row["name"] for row in rows if row["needs_second_factor"]} == {"owner", "manager"}
    assert {row["name"]: row["people"] for row in rows} == {"owner": 1, "manager": 1, "trainer": 0, "front_desk": 0}


def test_everything_that_a_role_is_set_up_with_can_be_given_and_taken(person: Sign) -> None:
    areas = person("owner").client.get("/api/permissions/").json()
    told = {permission["permission"].partition(".")[2] for area in areas for permission in area["permissions"]}
    known = {permission.codename for group in Group.objects.all() for permission in group.permissions.all()}
    assert told == known
    assert known <= set().union(*INITIAL.values())


@pytest.mark.parametrize(
    "body",
    [
        {"grant": ["core.nothing"]}, {"grant": [1]}, {"grant": ["\x00"]}, {"grant": ["auth.add_group"]}, {"permissions": []},
        {"revoke": "core.view_customer"}, {"grant": ["core.view_customer"] * 501},
    ],
    ids=lambda body: repr(body)[:40],
)  # fmt: skip
def test_odd_changes(person: Sign, body: Any) -> None:
    answer = change(person("owner").client, "trainer", **body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")
