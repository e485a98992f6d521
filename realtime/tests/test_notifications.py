"""The inbox: who is told, what is unread, what is kept, and what is chosen."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import erasing, roles
from core.events.models import Event
from core.models import Customer, User
from core.tests.conftest import Person, person, quick_passwords
from core.tests.factories import CustomerFactory, UserFactory
from realtime.models import Notification
from realtime.notification_kinds import KINDS, NotificationData, notification
from realtime.notifications import inbox
from realtime.notifications.telling import Notice, notify

__all__ = ["person", "quick_passwords"]

pytestmark = pytest.mark.django_db

Sign = Callable[[str], Person]
URL = "/api/notifications/"


class Said(NotificationData):
    text: str


class SaidToStaff(NotificationData):
    text: str


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Two kinds, and none of the other apps'."""
    with patch.dict(KINDS, clear=True):
        notification("said")(Said)
        notification("said_to_staff", staff_only=True)(SaidToStaff)
        yield


def say(*users: User, text: str = "hello", by: User | None = None, customer: Customer | None = None) -> None:
    with transaction.atomic():
        notify(notices=[Notice(user.pk, Said(text=text)) for user in users], subject="thing/1", customer=customer, by=by)


def told(kind: str, user: User) -> list[dict[str, Any]]:
    """What went to this person's screens, in order."""
    return [e.data for e in Event.objects.filter(type=f"notification.{kind}", audience=[f"user:{user.pk}"]).order_by("position")]


def test_what_is_answered_is_what_the_line_carries_to_that_person_alone(person: Sign) -> None:
    alice, bob = person("member"), person("member")
    say(alice.user, text="for alice")
    (row,) = alice.client.get(URL).json()["results"]
    assert row["content"] == {"kind": "said", "text": "for alice"}
    assert (row["subject"], row["read_at"]) == ("thing/1", None)
    assert told("created", alice.user) == [{"notification": row, "unread": 1, "version": 1}]
    assert Event.objects.filter(type="notification.created").count() == 1
    assert alice.client.get("/api/inbox/").json() == {"unread": 1, "version": 1}

    assert bob.client.get(URL).json() == {"next": None, "results": []}
    assert bob.client.get("/api/inbox/").json() == {"unread": 0, "version": 0}
    assert bob.client.post(f"{URL}{row['id']}/read/").status_code == 404
    bob.client.post("/api/inbox/read/", {"up_to": row["id"]})
    assert Notification.objects.unread().count() == 1


def test_marking_read_is_told_once_and_a_repeat_changes_nothing(person: Sign) -> None:
    alice = person("member")
    for _ in range(3):
        say(alice.user)
    third, second, first = [row["id"] for row in alice.client.get(URL).json()["results"]]
    once = alice.client.post(f"{URL}{second}/read/").json()
    assert (once["ids"], once["unread"], once["version"]) == ([second], 2, 4)
    again = alice.client.post(f"{URL}{second}/read/").json()
    assert (again["ids"], again["unread"], again["version"]) == ([], 2, 4)
    assert told("read", alice.user) == [once]

    say(alice.user)  # arrives while the person presses the button
    upto = alice.client.post("/api/inbox/read/", {"up_to": third}).json()
    assert (upto["ids"], upto["unread"], upto["version"]) == ([first, third], 1, 6)
    assert alice.client.post("/api/inbox/read/", {"up_to": third}).json()["ids"] == []
    assert told("read", alice.user) == [once, upto]
    assert alice.client.get("/api/inbox/").json() == {"unread": 1, "version": 6}


def test_nobody_is_told_of_what_they_did_or_chose_not_to_hear_or_may_not_know(person: Sign) -> None:
    alice, desk, gone = person("member"), person("front_desk"), person("member")
    gone.user.is_active = False
    gone.user.save()
    desk.client.patch(f"{URL}choices/said/", {"channels": []})
    say(alice.user, desk.user, gone.user, by=alice.user)
    assert not Notification.objects.exists()
    desk.client.patch(f"{URL}choices/said/", {"channels": ["in_app"]})
    say(alice.user, desk.user, gone.user, by=gone.user)
    assert set(Notification.objects.values_list("user", flat=True)) == {alice.user.pk, desk.user.pk}

    with transaction.atomic():
        notices = [Notice(user.pk, SaidToStaff(text="secret")) for user in (alice.user, desk.user)]
        notify(notices=notices, subject="thing/2", customer=None, by=None)
    assert b"secret" in desk.client.get(URL).content
    assert told("created", alice.user)[-1]["notification"]["content"]["text"] == "hello"
    roles.set_roles(user=desk.user, roles=["member"], by=None)
    desk.client.force_login(User.objects.get(pk=desk.user.pk))
    assert b"secret" not in desk.client.get(URL).content
    assert desk.client.get("/api/inbox/").json()["unread"] == 1
    say(desk.user)
    assert told("created", desk.user)[-1]["unread"] == 2


def test_pages_stay_where_they_are_while_more_arrives(person: Sign) -> None:
    alice = person("member")
    for number in range(5):
        say(alice.user, text=str(number))
    first = alice.client.get(URL, {"page_size": 2}).json()
    say(alice.user, text="new")
    second = alice.client.get(first["next"]).json()
    third = alice.client.get(second["next"]).json()
    texts = [row["content"]["text"] for page in (first, second, third) for row in page["results"]]
    assert texts == ["4", "3", "2", "1", "0"]
    assert third["next"] is None


@pytest.mark.parametrize("query", ["before=x", "before=0", "before=-1", f"before={2**63}", "page_size=101", "page_size=٣"])
def test_a_page_that_cannot_be_is_refused(person: Sign, query: str) -> None:
    answer = person("member").client.get(f"{URL}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


@pytest.mark.parametrize("body", [{}, {"up_to": 0}, {"up_to": "x"}, {"up_to": 2**63}, {"up_to": 1, "also": 2}, [], "x"])
def test_marking_what_cannot_be_is_refused(person: Sign, body: Any) -> None:
    answer = person("member").client.post("/api/inbox/read/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "validation_failed")


def test_the_oldest_go_when_there_are_too_many_and_the_count_knows(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "KEPT", 3)
    alice = person("member")
    for number in range(5):
        say(alice.user, text=str(number))
    rows = alice.client.get(URL).json()["results"]
    assert [row["content"]["text"] for row in rows] == ["4", "3", "2"]
    assert [event["unread"] for event in told("created", alice.user)] == [1, 2, 3, 3, 3]


def test_what_names_a_person_is_withdrawn_from_every_inbox(person: Sign) -> None:
    alice, bob, erased = person("member"), person("front_desk"), CustomerFactory.create()
    say(alice.user, bob.user, text="kept")
    say(alice.user, bob.user, text="Mia", customer=erased)
    ids = dict(Notification.objects.filter(customer=erased).values_list("user", "pk"))
    erasing.erase(customer=erased, by=person("owner").user)
    for one in (alice, bob):
        assert told("withdrawn", one.user) == [{"ids": [ids[one.user.pk]], "unread": 1, "version": 3}]
        assert one.client.get("/api/inbox/").json() == {"unread": 1, "version": 3}


def test_what_is_chosen_is_told_to_every_device_and_only_once(person: Sign) -> None:
    desk, alice = person("front_desk"), person("member")
    assert desk.client.get(f"{URL}choices/").json() == [
        {"kind": "said", "channels": ["in_app"], "version": 0},
        {"kind": "said_to_staff", "channels": ["in_app"], "version": 0},
    ]
    assert [choice["kind"] for choice in alice.client.get(f"{URL}choices/").json()] == ["said"]
    for _ in range(2):
        off = desk.client.patch(f"{URL}choices/said/", {"channels": []}).json()
        assert off == {"kind": "said", "channels": [], "version": 1}
    assert desk.client.patch(f"{URL}choices/said/", {"channels": ["in_app", "in_app"]}).status_code == 400
    on = desk.client.patch(f"{URL}choices/said/", {"channels": ["in_app"]}).json()
    assert told("kind_chosen", desk.user) == [off, on]

    for kind in ("said_to_staff", "nothing"):
        refused = alice.client.patch(f"{URL}choices/{kind}/", {"channels": []})
        assert (refused.status_code, refused.json()["fields"]["kind"][0]["code"]) == (400, "unknown_kind")
    for channels in (None, "in_app", ["pigeon"], [1]):
        refused = alice.client.patch(f"{URL}choices/said/", {"channels": channels})
        assert (refused.status_code, refused.json()["code"]) == (400, "validation_failed")


def test_the_queries_do_not_grow_with_what_there_is(person: Sign, django_assert_num_queries: Any) -> None:
    alice = person("member")
    counts = []
    for users in (2, 10):
        people = UserFactory.create_batch(users)
        say(*people)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            say(*people)
        counts.append(len([query for query in queries.captured_queries if "core_event" not in query["sql"]]))
    assert counts[0] == counts[1] <= 9
    for _ in range(30):
        say(alice.user)
    for path, most in ((URL, 4), ("/api/inbox/", 5), (f"{URL}choices/", 4)):
        with CaptureQueriesContext(connection) as queries:
            alice.client.get(path)
        assert len(queries) <= most, [query["sql"][:80] for query in queries.captured_queries]


def test_people_are_told_in_the_transaction_of_what_happened(person: Sign) -> None:
    alice = person("member")
    with transaction.atomic():
        say(alice.user)
        transaction.set_rollback(True)
    assert not Notification.objects.exists()
    assert not Event.objects.filter(type="notification.created").exists()


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        notification("said")(Said)
    with pytest.raises(ValueError, match="channel"):
        notification("sung", channels=("voice",))(Said)
