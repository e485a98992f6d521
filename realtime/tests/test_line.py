"""A client misses nothing and gets nothing twice: replay, live, and every way in which something can be lost on the way."""

import threading
import uuid
from collections.abc import Callable

import pytest

from core.events import cursor
from core.events.cursor import Cursor
from core.events.models import Event, Line
from core.models import User
from realtime.tests.screens import OTHER_SERVER, WEB_SERVER, Relay, Screen, Server, open_screen, places, serving

Opens = Callable[..., Screen]


def test_what_is_placed_is_heard_once_and_in_order(screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    first, *_, last = relay.say(30)
    assert desk.places(last) == list(range(first, last + 1))
    assert desk.silent()


def test_the_frame_is_the_events_envelope_without_its_audience(screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    relay.say(subject="customer/5", audience=["staff", f"user:{staff.pk}"])
    event = Event.objects.get()
    heard = desk.hear()
    assert heard["seq"] == event.seq
    assert heard["event"]["id"] == str(event.id)
    assert heard["event"]["subject"] == "customer/5"
    assert "audience" not in heard["event"]
    assert desk.silent(), "an event that reaches a person by two topics came twice"


def test_what_was_missed_is_replayed_before_ready(server: Server, relay: Relay, staff: User) -> None:
    relay.say(3)
    seen = cursor.head()
    missed = relay.say(700)
    with open_screen(server, staff) as desk:
        *replayed, ready = desk.hello(seen)
        assert places(replayed) == missed
        assert ready["cursor"] == str(cursor.head())
        assert desk.silent()


def test_events_that_come_during_the_replay_are_neither_lost_nor_repeated(server: Server, relay: Relay, staff: User) -> None:
    start = cursor.head()
    relay.say(2_000, text="x" * 200)
    stop = threading.Event()

    def keep_talking() -> None:
        while not stop.is_set():
            relay.say(5)

    talking = threading.Thread(target=keep_talking)
    with open_screen(server, staff) as desk:
        talking.start()
        heard = desk.hello(start)
        *replayed, ready = heard
        more = [desk.hear() for _ in range(100)]
        stop.set()
        talking.join()
        end = cursor.head().seq
        rest = desk.places(end) if more[-1]["seq"] < end else []
        assert places(replayed) + places(more) + rest == list(range(1, end + 1))
        assert Cursor.parse(ready["cursor"]).seq == len(replayed)
        assert desk.silent()


def test_no_cursor_is_from_now_on(server: Server, relay: Relay, staff: User, screen: Opens) -> None:
    relay.say(5)
    screen(staff)  # the server knows the head by this
    with open_screen(server, staff) as desk:
        assert desk.hello(None) == [{"type": "ready", "cursor": str(cursor.head())}]
        assert desk.places(relay.say()[0])


@pytest.mark.parametrize("lost", [1, 400])
def test_what_redis_lost_is_read_from_the_table(screen: Opens, relay: Relay, staff: User, lost: int) -> None:
    desk = screen(staff)
    relay.say(2)
    relay.place(lost)
    last = relay.say()[0]
    assert desk.places(last) == list(range(1, last + 1))
    assert desk.silent()


def test_the_heartbeat_tells_of_what_redis_lost(screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    last = relay.place(3)[-1].seq
    relay.beat()
    assert desk.places(last or 0) == [1, 2, 3]


def test_what_comes_twice_through_redis_is_heard_once(screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    events = relay.place(3)
    relay.publish(events)
    relay.publish(events)
    assert desk.places(3) == [1, 2, 3]
    relay.publish(events[1:])
    assert desk.places(relay.say()[0]) == [4]
    assert desk.silent()


def test_rest_may_be_ahead_of_redis(server: Server, relay: Relay, staff: User, screen: Opens) -> None:
    """A snapshot was read with a cursor that the hub has not heard of: no reset, and nothing older than the snapshot."""
    other = screen(staff)
    relay.place(3)
    with open_screen(server, staff) as desk:
        assert desk.hello(cursor.head()) == [{"type": "ready", "cursor": str(cursor.head())}]
        assert desk.places(relay.say()[0]) == [4]
    assert other.places(4) == [1, 2, 3, 4]


def test_a_cursor_of_another_epoch_is_reset(server: Server, relay: Relay, staff: User) -> None:
    relay.say(3)
    with open_screen(server, staff) as desk:
        heard = desk.hello(Cursor(str(uuid.uuid4()), 2))
        assert heard == [{"type": "reset", "why": "epoch"}, {"type": "ready", "cursor": str(cursor.head())}]
        assert desk.places(relay.say()[0]) == [4]


def test_a_cursor_of_the_future_is_reset(server: Server, relay: Relay, staff: User) -> None:
    relay.say(3)
    head = cursor.head()
    with open_screen(server, staff) as desk:
        assert desk.hello(Cursor(head.epoch, head.seq + 1))[0] == {"type": "reset", "why": "epoch"}
        assert desk.places(relay.say()[0]) == [4]


def test_too_far_behind_is_reset(server: Server, relay: Relay, staff: User) -> None:
    start = cursor.head()
    relay.say(5_001)
    with open_screen(server, staff) as desk:
        assert desk.hello(start) == [
            {"type": "reset", "why": "too_far_behind"},
            {"type": "ready", "cursor": str(cursor.head())},
        ]
    with open_screen(server, staff) as desk:
        *replayed, _ = desk.hello(Cursor(start.epoch, 1))
        assert places(replayed) == list(range(2, 5_002))


def test_a_restored_backup_resets_who_is_connected(screen: Opens, relay: Relay, staff: User) -> None:
    desk = screen(staff)
    assert desk.places(relay.say(9)[-1])
    Event.objects.filter(seq__gt=4).delete()
    Line.objects.update(epoch=uuid.uuid4(), head=4)
    relay.beat()
    assert [desk.hear(), desk.hear()] == [{"type": "reset", "why": "epoch"}, {"type": "ready", "cursor": str(cursor.head())}]
    assert desk.places(relay.say(3)[-1]) == [5, 6, 7]
    assert desk.silent()


def test_a_replay_longer_than_memory_comes_from_the_table(transactional_db: None, relay: Relay, staff: User) -> None:
    with serving(memory=50) as server:
        start = cursor.head()
        relay.say(1_000)
        with open_screen(server, staff) as desk, open_screen(server, staff) as other:
            assert places(desk.hello(start)[:-1]) == list(range(1, 1_001))
            assert places(other.hello(Cursor(start.epoch, 300))[:-1]) == list(range(301, 1_001))
            last = relay.say(3)[-1]
            assert desk.places(last) == other.places(last) == [1_001, 1_002, 1_003]


def test_theservers_ping_carries_the_head(transactional_db: None, relay: Relay, staff: User) -> None:
    with serving(ping_every=0.1) as server, open_screen(server, staff) as desk:
        desk.hello(cursor.head())
        relay.say(2)
        heard = [desk.hear(pings=True)]
        while heard[-1] != {"type": "ping", "head": str(cursor.head())}:
            heard.append(desk.hear(pings=True))
        assert [frame["seq"] for frame in heard if frame["type"] == "event"] == [1, 2]


def test_two_processes_tell_the_same(servers: Callable[[str], Server], relay: Relay, staff: User) -> None:
    one, two = servers(WEB_SERVER), servers(OTHER_SERVER)
    with open_screen(one, staff) as here, open_screen(two, staff) as there:
        here.hello(cursor.head())
        there.hello(cursor.head())
        last = relay.say(20)[-1]
        assert here.places(last) == there.places(last) == list(range(1, 21))
