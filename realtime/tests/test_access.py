"""Nobody is sent what they may not see, live or replayed; and who may no longer see it is told no more within five seconds."""

import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import staff as staff_rules
from core.events import cursor
from core.models import User
from core.roles import set_roles
from core.tests.factories import UserFactory
from realtime import principal
from realtime.tests.screens import Relay, Screen, Server, open_screen, places, serving, signed_in

Opens = Callable[..., Screen]
PROMISED_SECONDS = 5.0


def test_live_events_reach_their_topics_only(screen: Opens, relay: Relay, staff: User, member: User) -> None:
    desk, phone = screen(staff), screen(member)
    relay.say(audience=["staff"])
    relay.say(audience=["members"])
    relay.say(audience=[f"user:{member.pk}"])
    relay.say(audience=[f"user:{staff.pk}", f"user:{member.pk}"])
    relay.say(audience=[])
    last = relay.say(audience=["staff", "members"])[0]
    assert desk.places(last) == [1, 2, 4, 6]
    assert phone.places(last) == [2, 3, 4, 6]


def test_a_replay_is_judged_as_live_events_are(server: Server, relay: Relay, staff: User, member: User) -> None:
    start = cursor.head()
    for audience in (["staff"], [f"user:{staff.pk}"], ["members"], [], [f"user:{member.pk}"]):
        relay.say(audience=audience)
    with open_screen(server, staff) as desk, open_screen(server, member) as phone:
        assert places(desk.hello(start)[:-1]) == [1, 2, 3]
        assert places(phone.hello(start)[:-1]) == [3, 5]


def test_a_foreign_or_unknown_topic_is_refused(server: Server, relay: Relay, staff: User, member: User) -> None:
    with open_screen(server, member) as phone:
        *errors, _ = phone.hello(cursor.head(), topics=["staff", f"user:{staff.pk}", "nonsense"])
        assert errors == [
            {"type": "error", "code": "forbidden", "topic": "staff"},
            {"type": "error", "code": "forbidden", "topic": f"user:{staff.pk}"},
            {"type": "error", "code": "unknown_topic", "topic": "nonsense"},
        ]
        for topic, code in [
            ("staff", "forbidden"),
            ("user:", "unknown_topic"),
            ("user:x", "unknown_topic"),
            (f"user:{staff.pk}", "forbidden"),
            ("user", "unknown_topic"),
            ("staff:1", "unknown_topic"),
        ]:
            phone.say("subscribe", topic=topic)
            assert phone.hear() == {"type": "error", "code": code, "topic": topic}
        relay.say(audience=["staff", f"user:{staff.pk}"])
        assert phone.places(relay.say(audience=["members"])[0]) == [2]


def test_a_role_that_is_taken_away_ends_what_it_showed(screen: Opens, relay: Relay, staff: User) -> None:
    phone = screen(staff)
    assert phone.places(relay.say()[0]) == [1]
    set_roles(user=staff, roles=["member"], by=None)
    started = time.monotonic()
    heard = phone.hear()
    assert heard == {"type": "error", "code": "forbidden", "topic": "staff"}
    assert time.monotonic() - started < PROMISED_SECONDS
    relay.say(2, audience=["staff"])
    last = relay.say(audience=["members"])[0]
    assert phone.places(last) == [last]


def test_a_change_of_access_is_obeyed_when_its_event_passes(transactional_db: None, relay: Relay, staff: User) -> None:
    with serving(check_access_every=3600) as server, open_screen(server, staff) as desk:
        desk.hello(cursor.head())
        User.objects.filter(pk=staff.pk).update(is_active=False)
        relay.say(type="user.access_changed", subject=f"user/{staff.pk}", audience=[])
        assert desk.closed() == (4401, [])


def test_a_role_that_is_given_shows_what_comes_from_then_on(screen: Opens, relay: Relay, member: User) -> None:
    phone = screen(member)
    relay.say(audience=["staff"])
    set_roles(user=member, roles=["trainer"], by=None)
    assert phone.hear() == {"type": "subscribed", "topic": "staff", "cursor": str(cursor.head())}
    assert phone.places(relay.say(audience=["staff"])[0]) == [2]


def logged_out(user: User, key: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    client.logout()


def deactivated(user: User, key: str) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def given_a_new_password(user: User, key: str) -> None:
    user.set_password("another-correct-horse")
    user.save()


def expired(user: User, key: str) -> None:
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))


def deleted(user: User, key: str) -> None:
    user.delete()


def revoked_elsewhere(user: User, key: str) -> None:
    """From the person's list of sessions, on another device."""
    client = Client()
    client.force_login(user)
    session = UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="Firefox")
    answer = client.delete("/_allauth/browser/v1/auth/sessions", {"sessions": [session.pk]}, content_type="application/json")
    assert answer.status_code == 200


def made_manager_without_a_second_factor(user: User, key: str) -> None:
    set_roles(user=user, roles=["manager"], by=None)


def deactivated_by_the_owner(user: User, key: str) -> None:
    staff_rules.change(user=user, by=UserFactory.create(role="owner"), is_active=False)


ENDS = [
    logged_out, deactivated, given_a_new_password, expired, deleted, revoked_elsewhere, made_manager_without_a_second_factor,
    deactivated_by_the_owner,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_the_socket_ends_with_the_session(screen: Opens, staff: User, end: Callable[[User, str], None]) -> None:
    key = signed_in(staff)
    desk = screen(key)
    end(staff, key)
    assert desk.closed() == (4401, [])


def test_with_a_hub_as_it_is_deployed_this_takes_no_longer_than_promised(transactional_db: None, staff: User) -> None:
    key = signed_in(staff)
    with serving() as server, open_screen(server, key) as desk, open_screen(server, staff) as other:
        desk.hello(None)
        other.hello(None)
        started = time.monotonic()
        logged_out(staff, key)
        assert desk.closed() == (4401, [])
        assert time.monotonic() - started < PROMISED_SECONDS
        assert other.silent()


@pytest.mark.parametrize("end", ENDS)
def test_a_session_that_ended_opens_nothing(server: Server, staff: User, end: Callable[[User, str], None]) -> None:
    key = signed_in(staff)
    end(staff, key)
    with open_screen(server, key) as desk:
        assert desk.closed() == (4401, [])


@pytest.mark.parametrize("key", [None, "", "x" * 32, "é'; drop" * 300])
def test_nobody_in_particular_is_refused(server: Server, key: str | None) -> None:
    with open_screen(server, key) as desk:
        assert desk.closed() == (4401, [])


def test_a_session_without_a_person_is_nobodys(server: Server) -> None:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["language"] = "en"
    session.create()
    with open_screen(server, session.session_key) as desk:
        assert desk.closed() == (4401, [])


def test_the_number_of_queries_does_not_grow_with_the_people(
    transactional_db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keys = [signed_in(UserFactory.create(role=role)) for role in ("owner", "trainer", "member", "member")]
    with django_assert_num_queries(2):
        admitted = principal.admit(keys)
    with django_assert_num_queries(2):
        assert principal.refresh(admitted.values()) == admitted
    assert set(admitted) == set(keys)


def test_permissions_come_from_roles_and_from_the_person(transactional_db: None) -> None:
    owner, member = UserFactory.create(role="owner"), UserFactory.create(role="member")
    member.user_permissions.add(Permission.objects.get(codename="view_customer"))
    root = UserFactory.create(is_superuser=True, is_staff=True)
    keys = {user: signed_in(user) for user in (owner, member, root)}
    admitted = principal.admit(keys.values())
    for user, key in keys.items():
        for permission in ("core.view_customer", "core.delete_customer"):
            assert admitted[key].may(permission) == user.has_perm(permission)
        assert admitted[key].permissions == (frozenset() if user is root else frozenset(user.get_all_permissions()))
