"""Redis dies and comes back, clients stop reading: work is late, never lost, and nobody waits for another."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from statistics import median

import psutil
import pytest
import redis
from websockets.exceptions import ConnectionClosed

from core.events import cursor
from core.events.cursor import Cursor
from core.models import User
from gymcrm.stack.stack import Stack
from realtime.tests.conftest import SERVERS
from realtime.tests.screens import (
    OTHER_SERVER,
    Relay,
    Screen,
    Server,
    narrow_socket,
    open_screen,
    places,
    queries,
    serving,
    signed_in,
)

Opens = Callable[..., Screen]
LARGE = "x" * 60_000


@pytest.fixture
def own_redis() -> Iterator[Stack]:
    with Stack.ephemeral(services=("redis",)) as stack:
        yield stack


def test_a_process_is_one_member_however_many_sockets_it_has(own_redis: Stack, transactional_db: None, staff: User) -> None:
    url, key = own_redis.env["REDIS_URL"], signed_in(staff)
    with (
        Relay.over(url) as relay,
        serving(redis_url=url, silence=3600) as server,
        redis.Redis.from_url(url) as client,
    ):
        screens = [open_screen(server, key) for _ in range(50)]
        for desk in screens:
            desk.hello(cursor.head())
        last = relay.say()[0]
        assert [desk.places(last) for desk in screens] == [[1]] * 50
        channels = client.pubsub_channels()
        assert len(channels) == 2, "the group's, and the process's own"
        assert [count for _, count in client.pubsub_numsub(*channels)] == [1, 1]
        assert len([one for one in client.client_list() if int(one["sub"])]) == 1
        for desk in screens:
            desk.socket.close()


def test_live_updates_go_on_while_redis_is_dead_and_after_it_is_back(own_redis: Stack, relay: Relay, staff: User) -> None:
    url = own_redis.env["REDIS_URL"]
    with (
        serving(redis_url=url, look_every=0.1, check_access_every=3600) as server,
        open_screen(server, staff) as desk,
    ):
        desk.hello(cursor.head())
        with Relay.over(url) as published:
            assert desk.places(published.say()[0]) == [1]
        own_redis["redis"].kill()
        relay.place(3)
        assert desk.places(4) == [2, 3, 4]
        with open_screen(server, staff) as newcomer:
            newcomer.hello(cursor.head())
            relay.place()
            assert desk.places(5) == newcomer.places(5) == [5]
        own_redis.start("redis")
        with redis.Redis.from_url(url) as client:
            while not client.pubsub_channels("*hubs"):  # until the process has come back by itself
                relay.place()
                desk.hear()
        with Relay.over(url) as published:
            looked = True
            while looked:  # at the table; what comes through Redis asks nothing
                asked, place = queries(server), published.say()[0]
                assert desk.places(place) == [place]
                looked = queries(server) > asked


def test_a_process_starts_while_redis_is_dead(own_redis: Stack, relay: Relay, staff: User) -> None:
    own_redis["redis"].kill()
    url = own_redis.env["REDIS_URL"]
    with serving(redis_url=url, silence=0.3, look_every=0.1) as server, open_screen(server, staff) as desk:
        desk.hello(cursor.head())
        relay.place(3)
        assert desk.places(3) == [1, 2, 3]


def test_a_subscription_that_died_silently_is_renewed(own_redis: Stack, relay: Relay, staff: User) -> None:
    """Redis holds the line and says nothing, as behind a network that is cut; `silence` keeps the hub from looking for itself."""
    url = own_redis.env["REDIS_URL"]
    with serving(redis_url=url, silence=3600, deaf_after=0.3) as server, open_screen(server, staff) as desk:
        desk.hello(cursor.head())
        for place in range(1, 6):
            relay.place()
            assert desk.hear()["seq"] == place


def test_who_was_at_a_killed_process_goes_on_at_another(servers: Callable[[str], Server], relay: Relay, staff: User) -> None:
    other, key, start = servers(OTHER_SERVER), signed_in(staff), cursor.head()
    stop = threading.Event()

    def keep_talking() -> None:
        while not stop.is_set():
            relay.say(3)

    talking = threading.Thread(target=keep_talking)
    with serving() as dying, ExitStack() as stack:
        desks = [stack.enter_context(open_screen(dying, key)) for _ in range(10)]
        for desk in desks:
            desk.hello(start)
        talking.start()
        for desk in desks:
            desk.hear()
        os.kill(dying.pid, signal.SIGKILL)
        heard = [[1, *until_cut(desk)] for desk in desks]
        again = [stack.enter_context(open_screen(other, key)) for _ in desks]
        for desk, before in zip(again, heard, strict=True):
            *replayed, _ = desk.hello(Cursor(start.epoch, before[-1]))
            before += places(replayed)
        stop.set()
        talking.join()
        end = relay.say()[0]
        for desk, before in zip(again, heard, strict=True):
            assert before + desk.places(end) == list(range(1, end + 1))


def until_cut(screen: Screen) -> list[int]:
    heard: list[int] = []
    with suppress(ConnectionClosed):
        while True:
            heard.append(screen.hear()["seq"])
    return heard


@pytest.mark.parametrize("kind", SERVERS)
def test_who_does_not_read_delays_nobody_costs_no_memory_and_catches_up(
    kind: str, transactional_db: None, relay: Relay, staff: User
) -> None:
    with serving(kind, memory_bytes=1_000_000, silence=3600, deaf_after=3600) as server:
        key = signed_in(staff)
        stuck = [open_screen(server, key, sock=narrow_socket(server), max_queue=1) for _ in range(10)]
        for one in stuck:
            one.hello(cursor.head())
        with open_screen(server, key) as desk:
            desk.hello(cursor.head())
            desk.places(relay.say(20, text=LARGE)[-1])
            before = psutil.Process(server.pid).memory_info().rss
            took: list[float] = []
            for _ in range(30):
                started = time.monotonic()
                desk.places(relay.say(5, text=LARGE)[-1])
                took.append(time.monotonic() - started)
            grown = psutil.Process(server.pid).memory_info().rss - before
            assert median(took) < 1
            # Ten times 150 frames are 90 MB.
            assert grown < 30_000_000, f"{grown / 1e6:.0f} MB"
            for one in stuck:
                assert one.places(170) == list(range(1, 171))
            last = relay.say()[0]
            assert {tuple(one.places(last)) for one in [desk, *stuck]} == {(171,)}
        for one in stuck:
            one.socket.close()


def test_who_does_not_read_is_ended_like_anybody(server: Server, relay: Relay, staff: User) -> None:
    key = signed_in(staff)
    with open_screen(server, key, sock=narrow_socket(server), max_queue=1) as stuck, open_screen(server, key) as desk:
        for screen in (stuck, desk):
            screen.hello(cursor.head())
        desk.places(relay.say(150, text=LARGE)[-1])
        User.objects.filter(pk=staff.pk).update(is_active=False)
        assert desk.closed()[0] == 4401
        relay.say(100, text=LARGE)
        code, heard = stuck.closed()
        assert code == 4401
        assert len(heard) < 150
