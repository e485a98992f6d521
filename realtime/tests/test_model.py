"""Whatever happens, a screen ends up as a fresh page would, was shown nothing its person may not see, and nothing twice.

Hypothesis makes changes, cuts connections, kills processes and Redis, gives and takes roles and sessions, over real servers.

`GYM_MODEL_EXAMPLES=500` tries that many histories, each run other ones; without it they are always the same few.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from redis.exceptions import RedisError
from websockets.exceptions import ConnectionClosed

from core import customers
from core.events import audience, cursor, sequencer
from core.events.cursor import Cursor
from core.events.models import Event
from core.models import Customer, User
from core.roles import set_roles
from core.tests.factories import CustomerFactory, UserFactory
from gymcrm.stack.stack import Stack
from realtime.tests.histories import History, step, try_histories
from realtime.tests.screens import OTHER_SERVER, PATIENCE, WEB_SERVER, Relay, Screen, Server, open_screen, serving, signed_in

EXAMPLES = int(os.environ.get("GYM_MODEL_EXAMPLES", "0"))
OBEYED_WITHIN_SECONDS = 5.0
# Everything is small, so that a history of some dozen steps goes beyond memory, beyond reach and beyond patience.
HUB: dict[str, Any] = {
    "check_access_every": 0.3,
    "silence": 0.3,
    "look_every": 0.1,
    "ping_every": 0.2,
    "reach": 40,
    "memory": 15,
    "presence_every": 0.2,
}

Row = tuple[int, str]


@dataclass
class Person:
    user: User
    is_staff: bool
    # When they were staff for the last time, on the clock of `World.placed`.
    lost_at: float | None = None


@dataclass
class World:
    """What stays from one history to the next: processes, people, their records."""

    stack: Stack
    relay: Relay
    cleanup: ExitStack
    servers: list[Server] = field(default_factory=list)
    stops: list[ExitStack] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    records: list[Customer] = field(default_factory=list)
    placed: dict[int, float] = field(default_factory=dict)
    known: int = 0

    def start(self, number: int) -> None:
        stop = self.cleanup.enter_context(ExitStack())
        kind = (WEB_SERVER, OTHER_SERVER)[number]
        server = stop.enter_context(serving(kind, redis_url=self.stack.env["REDIS_URL"], **HUB))
        self.servers[number:], self.stops[number:] = [server, *self.servers[number + 1 :]], [stop, *self.stops[number + 1 :]]

    def place(self) -> list[Event]:
        while sequencer.place():
            pass
        events = list(Event.objects.filter(seq__gt=self.known).order_by("seq"))
        for event in events:
            self.known = event.seq or 0
            self.placed[self.known] = time.monotonic()
        return events

    def publish(self, events: list[Event]) -> None:
        """Redis may be dead: then the relay would try again, and the processes look for themselves."""
        with suppress(RedisError, OSError):
            self.relay.publish(events)


class Tab:
    """A client that follows the protocol, and is suspicious."""

    def __init__(self, world: World, person: Person) -> None:
        self.world = world
        self.person = person
        self.key = signed_in(person.user)
        self.screen: Screen | None = None
        self.rows: dict[int, Row] = {}
        self.cursor: Cursor | None = None
        self.told_of_loss = not person.is_staff
        self.reset = False

    def refetch(self) -> None:
        """Unless the session ended meanwhile: then the socket is about to end, too."""
        if Session.objects.filter(session_key=self.key).exists():
            _, self.rows = self.fetch()

    def fetch(self) -> tuple[Cursor, dict[int, Row]]:
        client = Client()
        client.cookies["sessionid"] = self.key
        answer = client.get("/api/customers/?page_size=100")
        assert answer.status_code == 200, answer.content
        rows = {row["id"]: (row["version"], row["first_name"]) for row in answer.json()["results"]}
        return Cursor.parse(answer["X-Event-Cursor"]), rows

    def load(self) -> None:
        self.cursor, self.rows = self.fetch()

    def connect(self, server: Server) -> None:
        self.drop()
        if self.cursor is None:
            self.load()
        self.told_of_loss = not self.person.is_staff
        self.screen = open_screen(server, self.key)
        self.screen.say("hello", cursor=str(self.cursor), topics=[])

    def drop(self) -> None:
        if self.screen:
            self.screen.socket.close()
            self.screen = None

    def hear(self) -> None:
        """All that is under way. A connection that broke is dropped."""
        self.hear_until(lambda frame: frame["type"] == "pong", ping=True)

    def catch_up(self, head: Cursor) -> None:
        """Until the server says that all up to the line's end was sent."""

        def there(frame: dict[str, Any]) -> bool:
            return not self.reset and self.cursor is not None and self.cursor.seq >= head.seq and frame["type"] == "ping"

        self.hear_until(there, ping=False)

    def hear_until(self, last: Any, *, ping: bool) -> None:
        if self.screen is None:
            return
        give_up = time.monotonic() + PATIENCE
        try:
            if ping:
                self.screen.say("ping")
            while True:
                frame = self.screen.hear(pings=True)
                self.take(frame)
                if last(frame):
                    return
                assert time.monotonic() < give_up, f"{self.cursor} is all that came"
        except ConnectionClosed:
            self.drop()

    def take(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "event", "seq": seq, "event": event}:
                assert self.cursor
                assert seq > self.cursor.seq, "an event came twice, or out of order"
                self.cursor = Cursor(self.cursor.epoch, seq)
                self.judge(seq)
                if event["type"] == "user.access_changed":
                    self.refetch()
                self.apply(event)
            case {"type": "ready", "cursor": place} | {"type": "ping", "head": place}:
                here = Cursor.parse(place)
                assert self.cursor is None or self.reset or here.seq >= self.cursor.seq
                self.cursor = here
                if self.reset:
                    self.reset = False
                    self.refetch()
            case {"type": "reset", "why": why}:
                assert why == "too_far_behind"
                self.reset = True
            case {"type": "subscribed", "topic": "staff"}:
                self.told_of_loss = False
                self.refetch()
            case {"type": "error", "code": "forbidden", "topic": "staff"}:
                self.told_of_loss = True
                self.refetch()
            case _:
                assert frame["type"] == "pong", frame

    def judge(self, seq: int) -> None:
        topics = set(Event.objects.get(seq=seq).audience)
        if topics & {audience.MEMBERS, audience.user(self.person.user.pk)}:
            return
        assert audience.STAFF in topics
        assert not self.told_of_loss, "told of what the staff see, after it was said that this is over"
        lost_at = self.person.lost_at
        assert lost_at is None or self.world.placed[seq] < lost_at + OBEYED_WITHIN_SECONDS

    def apply(self, event: dict[str, Any]) -> None:
        data = event["data"]
        if event["type"] in ("customer.created", "customer.updated"):
            version, _ = self.rows.get(data["id"], (0, ""))
            if data["version"] > version:
                self.rows[data["id"]] = (data["version"], data["first_name"])


class LiveLine(History):
    world: World
    histories = 0

    @initialize()
    @step
    def begin(self) -> None:
        type(self).histories += 1
        self.tabs = [Tab(self.world, person) for person in self.world.people]
        self.names = 0
        self.may_kill = True
        self.redis_is_dead = False
        for number, tab in enumerate(self.tabs):
            tab.load()
            tab.connect(self.world.servers[number % 2])

    who = st.integers(0, 3)
    where = st.integers(0, 1)

    @rule(record=st.integers(0, 3), count=st.integers(1, 12), published=st.sampled_from([True, True, False]))
    @step
    def somebody_changes_a_record(self, record: int, count: int, published: bool) -> None:
        """What is not published is what Redis lost."""
        for _ in range(count):
            self.names += 1
            customer = Customer.objects.get(pk=self.world.records[record].pk)
            customers.change(customer=customer, by=None, first_name=f"N{self.histories} {self.names}")
        events = self.world.place()
        if published:
            self.world.publish(events)

    @rule(who=who)
    @step
    def hears(self, who: int) -> None:
        self.tabs[who].hear()

    @rule(who=who)
    @step
    def loses_the_connection(self, who: int) -> None:
        self.tabs[who].drop()

    @rule(who=who, where=where)
    @step
    def comes_back(self, who: int, where: int) -> None:
        self.tabs[who].connect(self.world.servers[where])

    @rule(who=who)
    @step
    def opens_the_page_anew(self, who: int) -> None:
        tab = self.tabs[who]
        tab.drop()
        tab.load()

    @rule(who=who, staff=st.booleans())
    @step
    def gets_a_role(self, who: int, staff: bool) -> None:
        tab = self.tabs[who]
        person = tab.person
        if staff == person.is_staff:
            return
        set_roles(user=person.user, roles=["front_desk" if staff else "member"], by=None)
        person.is_staff, person.lost_at = staff, None if staff else time.monotonic()
        if staff:  # who isn't admitted yet is admitted as staff, and told nothing of that
            tab.told_of_loss = False
        self.world.publish(self.world.place())

    @rule(who=who, where=where)
    @step
    def signs_out_and_in(self, who: int, where: int) -> None:
        tab = self.tabs[who]
        client = Client()
        client.cookies["sessionid"] = tab.key
        client.logout()
        if tab.screen:
            tab.hear_until(lambda frame: False, ping=False)
            assert tab.screen is None, "the socket ends with the session"
        tab.key = signed_in(tab.person.user)
        tab.load()
        tab.connect(self.world.servers[where])

    @precondition(lambda self: self.may_kill)
    @rule(where=where)
    @step
    def a_process_is_killed(self, where: int) -> None:
        self.may_kill = False
        self.world.stops[where].close()
        for tab in self.tabs:  # those who were there find the other
            tab.hear()
            if tab.screen is None:
                tab.connect(self.world.servers[1 - where])
        self.world.start(where)

    @rule()
    @step
    def redis_dies(self) -> None:
        self.world.stack["redis"].kill()

    @rule()
    @step
    def redis_comes_back(self) -> None:
        self.world.stack.start("redis")

    @step
    def teardown(self) -> None:
        try:
            self.world.stack.start("redis")
            self.world.place()
            for number, tab in enumerate(self.tabs):
                tab.hear()
                if tab.screen is None:
                    tab.connect(self.world.servers[number % 2])
            head = cursor.head()
            for tab in self.tabs:
                tab.catch_up(head)
                assert tab.screen
                _, rows = tab.fetch()
                assert tab.rows == rows, tab.person
                if not tab.person.is_staff:
                    assert set(rows) <= {record.pk for record in self.world.records if record.user_id == tab.person.user.pk}
        finally:
            for tab in self.tabs:
                tab.drop()


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with ExitStack() as cleanup:
        stack = cleanup.enter_context(Stack.ephemeral(services=("redis",)))
        relay = Relay.over(stack.env["REDIS_URL"])
        world = World(stack, cleanup.enter_context(relay), cleanup)
        for number in range(4):
            user = UserFactory.create(role="front_desk" if number < 2 else "member")
            world.people.append(Person(user, is_staff=number < 2))
            # One of the staff trains here, too.
            world.records.append(CustomerFactory.create(user=user if number else None))
        for number in range(2):
            world.start(number)
        yield world
        stack.start("redis")


@pytest.mark.timeout(0 if EXAMPLES else 300)
def test_screens_end_up_as_a_fresh_page(world: World) -> None:
    LiveLine.world = world
    LiveLine.histories = 0
    try:
        try_histories(
            LiveLine,
            settings(
                max_examples=EXAMPLES or 6,
                stateful_step_count=30,
                derandomize=not EXAMPLES,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        close_old_connections()
    assert LiveLine.histories >= (EXAMPLES or 6)


class Clockwork(History):
    """Fails in one of its histories, and by the same draws not again."""

    begun = 0
    fails_in = 0
    fails_at = 0

    @initialize()
    @step
    def begin(self) -> None:
        type(self).begun += 1
        self.done = 0

    @rule(what=st.integers(0, 3))
    @step
    def does(self, what: int) -> None:
        self.done += 1
        assert (self.begun, self.done) != (self.fails_in, self.fails_at), "what is wrong"

    @step
    def teardown(self) -> None:
        assert (self.begun, 0) != (self.fails_in, self.fails_at), "what is wrong"


@pytest.mark.parametrize(("fails_in", "fails_at"), [(2, 0), (3, 1), (7, 4), (20, 2)])
def test_what_failed_is_told_though_it_does_not_fail_again(fails_in: int, fails_at: int) -> None:
    Clockwork.begun, Clockwork.fails_in, Clockwork.fails_at = 0, fails_in, fails_at
    how = settings(max_examples=60, stateful_step_count=30, derandomize=True, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError, match="what is wrong") as told:
        try_histories(Clockwork, how)
    assert told.value.__notes__[0].count("does(what=") == fails_at
