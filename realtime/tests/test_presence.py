"""Who is where: shown to staff who may see the topic, right across processes, and gone when they are."""

import inspect
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest

from core.events import cursor
from core.models import User
from core.roles import set_roles
from core.tests.factories import UserFactory
from gymcrm.stack.stack import Stack
from realtime import frames, presence
from realtime.hub import GATHER_SECONDS, LAPSE_SECONDS, Hub
from realtime.presence import Presence
from realtime.principal import Principal
from realtime.tests.screens import OTHER_SERVER, Relay, Screen, Server, open_screen, serving

Opens = Callable[..., Screen]
GONE_WITHIN_SECONDS = 6.0
RECORD = "customer:5"


def seen(frame: dict[str, Any]) -> list[tuple[str, str]]:
    assert frame["type"] == "presence", frame
    return [(person["name"], person["doing"]) for person in frame["people"]]


def present(screen: Screen, topic: str = RECORD, doing: str | None = "viewing") -> list[tuple[str, str]]:
    """Says it, and returns what is shown there then."""
    screen.say("present", topic=topic, doing=doing)
    screen.say("ping")
    *heard, _ = screen.hear_until(lambda frame: frame["type"] == "pong")
    return seen([frame for frame in heard if frame["topic"] == topic][-1])


def await_people(screen: Screen, *people: tuple[str, str]) -> None:
    while seen(screen.hear()) != list(people):
        pass


def await_names(screen: Screen, *names: str) -> None:
    """The same, of a screen that says something now and then."""
    while True:
        try:
            frame = json.loads(screen.socket.recv(timeout=0.2))
        except TimeoutError:
            screen.say("ping")
        else:
            if frame["type"] == "presence" and [name for name, _ in seen(frame)] == list(names):
                return


@pytest.fixture
def mia(transactional_db: None) -> User:
    return UserFactory.create(role="front_desk", display_name="Mia")


@pytest.fixture
def jonas(transactional_db: None) -> User:
    return UserFactory.create(role="trainer", display_name="Jonas")


@pytest.fixture
def two_processes(transactional_db: None) -> Iterator[tuple[Server, Server]]:
    fast: dict[str, Any] = {"presence_every": 0.2, "presence_forget_after": 2.0}
    with serving(**fast) as one, serving(OTHER_SERVER, **fast) as two:
        yield one, two


def test_staff_at_one_record_see_each_other(screen: Opens, mia: User, jonas: User) -> None:
    desk, floor = screen(mia), screen(jonas)
    assert present(desk) == [("Mia", "viewing")]
    assert present(floor, doing="editing") == [("Jonas", "editing"), ("Mia", "viewing")]
    await_people(desk, ("Jonas", "editing"), ("Mia", "viewing"))
    assert present(floor, topic="staff") == [("Jonas", "viewing")], "another topic is another place"
    floor.say("present", topic=RECORD, doing=None)
    await_people(desk, ("Mia", "viewing"))
    present(desk, doing="editing")
    present(desk, topic="staff")
    heard = floor.hear_until(lambda frame: len(frame.get("people", ())) == 2)
    floor.say("ping")
    heard += floor.hear_until(lambda frame: frame["type"] == "pong")
    assert {frame.get("topic") for frame in heard} == {"staff", None}, "who left is shown no more"


def test_a_person_of_many_screens_is_one(screen: Opens, mia: User, jonas: User) -> None:
    floor = screen(jonas)
    present(floor)
    with ExitStack() as stack:
        tabs = [stack.enter_context(screen(mia)) for _ in range(3)]
        for tab, doing in zip(tabs, ("viewing", "editing", "viewing"), strict=True):
            present(tab, doing=doing)
        await_people(floor, ("Mia", "editing"), ("Jonas", "viewing"))
        tabs[1].socket.socket.shutdown(socket.SHUT_RDWR)  # without a word, as when its process is killed
        await_people(floor, ("Jonas", "viewing"), ("Mia", "viewing"))
    await_people(floor, ("Jonas", "viewing"))


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        ("staff", "forbidden"),
        ("members", "forbidden"),
        (RECORD, "forbidden"),
        ("post:5", "forbidden"),
        ("customer:x", "unknown_topic"),
        ("nonsense", "unknown_topic"),
    ],
)
def test_members_neither_are_nor_see_who_is_present(screen: Opens, mia: User, member: User, topic: str, code: str) -> None:
    phone, desk = screen(member), screen(mia)
    phone.say("subscribe", topic="post:5")
    phone.hear()
    phone.say("present", topic=topic, doing="viewing")
    assert phone.hear() == {"type": "error", "code": code, "topic": topic, "of": "presence"}
    assert present(desk, topic="post:5") == [("Mia", "viewing")]
    assert phone.silent()


def test_where_nobody_can_be_present_staff_cannot_either(screen: Opens, mia: User) -> None:
    desk = screen(mia)
    for topic in ("members", f"user:{mia.pk}", "feed"):
        desk.say("present", topic=topic, doing="viewing")
        assert desk.hear() == {"type": "error", "code": "forbidden", "topic": topic, "of": "presence"}


def test_a_role_that_is_taken_away_ends_presence(screen: Opens, mia: User, jonas: User) -> None:
    desk, floor = screen(mia), screen(jonas)
    present(desk)
    assert present(floor) == [("Jonas", "viewing"), ("Mia", "viewing")]
    await_people(desk, ("Jonas", "viewing"), ("Mia", "viewing"))
    set_roles(user=mia, roles=["member"], by=None)
    assert {desk.hear()["topic"], desk.hear()["topic"]} == {RECORD, "staff"}
    await_people(floor, ("Jonas", "viewing"))
    with screen(jonas) as other:
        present(other, doing="editing")
        await_people(floor, ("Jonas", "editing"))
    assert desk.silent()


def test_places_are_few(screen: Opens, mia: User) -> None:
    desk = screen(mia)
    for number in range(frames.MOST_PLACES):
        assert present(desk, topic=f"customer:{number}")
    desk.say("present", topic="staff", doing="viewing")
    *_, refused = desk.hear_until(lambda frame: frame["type"] != "presence")  # others may still be on their way
    assert refused == {"type": "error", "code": "too_many_topics", "topic": "staff", "of": "presence"}
    desk.say("present", topic="customer:0", doing=None)
    assert present(desk, topic="staff") == [("Mia", "viewing")]


def test_it_is_right_across_processes_and_a_killed_one_has_nobody(
    two_processes: tuple[Server, Server], mia: User, jonas: User
) -> None:
    one, two = two_processes
    with open_screen(one, mia) as desk, open_screen(two, jonas) as floor:
        for screen in (desk, floor):
            screen.hello(cursor.head())
        present(desk, doing="editing")
        if len(present(floor)) == 1:
            await_people(floor, ("Mia", "editing"), ("Jonas", "viewing"))
        await_people(desk, ("Mia", "editing"), ("Jonas", "viewing"))
        os.kill(one.pid, signal.SIGKILL)
        killed = time.monotonic()
        await_people(floor, ("Jonas", "viewing"))
        assert time.monotonic() - killed < GONE_WITHIN_SECONDS


def test_it_survives_a_restart_of_redis(transactional_db: None, mia: User, jonas: User) -> None:
    with Stack.ephemeral(services=("redis",)) as stack:
        url = stack.env["REDIS_URL"]
        fast: dict[str, Any] = {"presence_every": 0.2, "presence_forget_after": 1.0}
        with (
            serving(redis_url=url, **fast) as one,
            serving(redis_url=url, **fast) as two,
            open_screen(one, mia) as desk,
            open_screen(two, jonas) as floor,
        ):
            for screen in (desk, floor):
                screen.hello(cursor.head())
                present(screen)
            await_people(desk, ("Jonas", "viewing"), ("Mia", "viewing"))
            stack["redis"].kill()
            await_people(desk, ("Mia", "viewing"))
            assert present(desk, doing="editing") == [("Mia", "editing")], "one's own process answers without Redis"
            stack.start("redis")
            await_people(desk, ("Mia", "editing"), ("Jonas", "viewing"))
            floor.socket.close()
            await_people(desk, ("Mia", "editing"))


def test_who_says_nothing_any_more_is_not_present_until_they_do(transactional_db: None, mia: User, jonas: User) -> None:
    """A laptop that is shut keeps its connection for minutes. Who is gone is told at once, not when all is told again."""
    with (
        serving(presence_lease=1, presence_every=3600) as server,
        open_screen(server, mia) as shut,
        open_screen(server, jonas) as open_,
    ):
        for screen in (shut, open_):
            screen.hello(cursor.head())
        present(open_)
        present(shut)
        await_names(open_, "Jonas", "Mia")
        await_names(open_, "Jonas")
        shut.say("ping")
        await_names(open_, "Jonas", "Mia")


def test_redis_that_gives_no_answer_delays_no_event(transactional_db: None, relay: Relay, mia: User, jonas: User) -> None:
    with (
        Stack.ephemeral(services=("redis",)) as stack,
        serving(
            redis_url=stack.env["REDIS_URL"],
            silence=0.2,
            look_every=0.1,
            deaf_after=0.5,
            presence_send_within=0.3,
        ) as server,
        open_screen(server, mia) as desk,
        open_screen(server, jonas) as floor,
    ):
        for screen in (desk, floor):
            screen.hello(cursor.head())
        os.kill(stack["redis"].pid, signal.SIGSTOP)
        try:
            stopped = time.monotonic()
            present(desk)
            present(floor)
            await_people(desk, ("Jonas", "viewing"), ("Mia", "viewing"))
            assert time.monotonic() - stopped < 4, "as long as Redis' own client waits"
            last = relay.place()[-1].seq or 0
            for screen in (desk, floor):
                screen.hear_until(lambda frame: frame.get("seq") == last)
        finally:
            os.kill(stack["redis"].pid, signal.SIGCONT)


def test_who_is_cut_off_is_gone_within_ten_seconds_and_who_is_heard_late_is_not() -> None:
    """With a hub as it is deployed, and a client that speaks every four seconds, as the protocol asks of it."""
    lease = inspect.signature(Hub).parameters["presence_lease"].default
    assert lease + LAPSE_SECONDS + GATHER_SECONDS < 10
    assert lease >= 2 * 4


class Eye:
    """A watcher that remembers what it was shown."""

    def __init__(self, user_id: int) -> None:
        self.principal = Principal(
            user_id=user_id,
            name=f"P{user_id}",
            is_staff=True,
            is_superuser=True,
            permissions=frozenset(),
            session_key="",
            auth_hash="",
        )
        self.shown: list[str] = []

    def show_presence(self, topic: str, frame: str) -> None:
        self.shown.append(frame)


def test_what_one_process_holds_and_one_frame_says_is_bounded() -> None:
    known = Presence(lease=10, forget_after=6, most_here=100)
    eyes = [Eye(number) for number in range(101)]
    assert [known.be(eye, RECORD, "viewing", 0) for eye in eyes] == [None] * 100 + ["too_many_topics"]
    frame = known.frame(RECORD)
    assert frame.count('"id"') == presence.MOST_SHOWN
    assert '"more":50}' in frame
    for eye in eyes:
        known.leave(eye)
    assert known.here() == {}
    assert known.be(eyes[100], RECORD, "viewing", 0) is None


def test_what_did_not_change_is_not_shown_again() -> None:
    known = Presence(lease=10, forget_after=6)
    eye = Eye(1)
    known.be(eye, RECORD, "viewing", 0)
    known.show(known.take_changed()[1])
    known.learn("other", {RECORD: {2: ("P2", "editing")}}, 1, whole=False)
    known.show(known.take_changed()[1])
    for now in range(2, 7):
        known.learn("other", {RECORD: {2: ("P2", "editing")}}, now, whole=True)
        known.lapse(now)
        assert known.take_changed() == (set(), set())
    known.lapse(13)
    here, changed = known.take_changed()
    assert (here, changed) == ({RECORD}, {RECORD}), (
        "the other process is forgotten, and this one's person has said nothing either"
    )
    known.show(changed)
    assert len(eye.shown) == 3


def test_another_tab_of_the_same_person_changes_nothing_for_others() -> None:
    known = Presence(lease=10, forget_after=6)
    watching, tab, other_tab = Eye(1), Eye(2), Eye(2)
    for eye in (watching, tab):
        known.be(eye, RECORD, "viewing", 0)
    known.show(known.take_changed()[1])
    known.be(other_tab, RECORD, "viewing", 0)
    known.show(known.take_changed()[1])
    known.leave(tab)
    known.show(known.take_changed()[1])
    assert len(watching.shown) == 1
    known.leave(other_tab)
    known.show(known.take_changed()[1])
    assert len(watching.shown) == 2


def test_who_may_no_longer_see_it_is_shown_nothing_even_before_they_are_judged_anew() -> None:
    known = Presence(lease=10, forget_after=6)
    eyes = [Eye(number) for number in range(2)]
    for eye in eyes:
        known.be(eye, RECORD, "viewing", 0)
    eyes[0].principal = replace(eyes[0].principal, is_staff=False)
    known.show([RECORD])
    assert [len(eye.shown) for eye in eyes] == [0, 1]
