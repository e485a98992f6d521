"""Many at once: who doesn't read costs the others nothing, and who comes back comes back by few questions to the database."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from importlib import import_module
from statistics import median

import psutil
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.events import cursor
from core.models import User
from core.tests.factories import UserFactory
from realtime.tests.crowd import Crowd, gathered
from realtime.tests.screens import Relay, Server, queries, serving, signed_in

# The whole crowd of the promise is for a machine of its own: GYM_CROWD=2000.
RECONNECTING = int(os.environ.get("GYM_CROWD", "300"))
READING, STUCK = 950, 50
MISSED = 50
MOST_QUERIES = 20
LARGE = "x" * 60_000
# The hub's memory, and for each that doesn't read what uvicorn and one frame take. Unbounded it would be 120 MB.
MOST_GROWTH = 4_000_000 + STUCK * 250_000


def signed_in_many(user: User, count: int) -> list[str]:
    """As many sessions: browsers of their own."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    data = store.encode(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    until = timezone.now() + timedelta(days=1)
    sessions = [Session(session_key=store._get_new_session_key(), session_data=data, expire_date=until) for _ in range(count)]
    return [session.session_key for session in Session.objects.bulk_create(sessions)]


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with serving(memory_bytes=4_000_000, silence=3600, deaf_after=3600, check_access_every=3600) as server:
        yield server


def slowest_of_99_percent(relay: Relay, crowd: Crowd) -> float:
    """Seconds from the publishing of an event until it is on the screens. Of 20 events the median: a machine has its hiccups."""
    slowest: list[float] = []
    for _ in range(20):
        published = time.monotonic()
        crowd.hear_upto(relay.say()[0])
        delays = sorted(one.heard_at - published for one in crowd.listeners)
        slowest.append(delays[int(len(delays) * 0.99)])
    return median(slowest)


def test_fifty_of_a_thousand_do_not_read(server: Server, relay: Relay, staff: User) -> None:
    phone = UserFactory.create(role="front_desk")
    head = str(cursor.head())
    with ExitStack() as stack:
        reading = gathered(server, [signed_in(staff)] * READING, head)
        stack.callback(reading.close)
        stuck = gathered(server, [signed_in(phone)] * STUCK, head, narrow=True)
        stack.callback(stuck.close)
        before = slowest_of_99_percent(relay, reading)
        memory = psutil.Process(server.pid).memory_info().rss
        # More than the kernel takes off the server's hands.
        relay.say(40, audience=[f"user:{phone.pk}"], text=LARGE)
        reading.hear_upto(relay.say()[0])
        after = slowest_of_99_percent(relay, reading)
        grown = psutil.Process(server.pid).memory_info().rss - memory
        assert after < 3 * before + 0.1, f"{before:.3f} s, {after:.3f} s"
        assert grown < MOST_GROWTH, f"{grown / 1e6:.0f} MB"
        last = cursor.head().seq
        stuck.hear_upto(last, patience=30)
        assert {tuple(one.places) for one in stuck.listeners} == {tuple(range(1, last + 1))}
        last = relay.say()[0]
        for crowd in (reading, stuck):
            crowd.hear_upto(last)


def recovered(server: Server, keys: Sequence[str], since: str, missed: list[int]) -> Crowd:
    crowd = gathered(server, keys, since, patience=60)
    assert all(one.places == missed for one in crowd.listeners)
    return crowd


def test_a_storm_of_reconnections_is_no_storm_of_queries(server: Server, relay: Relay, staff: User) -> None:
    keys = signed_in_many(staff, RECONNECTING)
    first = gathered(server, keys[:1], str(cursor.head()))
    since = str(cursor.head())
    missed = relay.say(MISSED)
    first.hear_upto(missed[-1])
    before = queries(server)
    started = time.monotonic()
    crowd = recovered(server, keys, since, missed)
    took = time.monotonic() - started
    asked = queries(server) - before
    print(f"{RECONNECTING} recovered {MISSED} events each in {took:.2f} s by {asked} queries")  # noqa: T201
    assert asked < MOST_QUERIES
    last = relay.say()[0]
    crowd.hear_upto(last)
    crowd.close()
    first.close()


def test_what_many_missed_beyond_memory_is_read_once_for_all(transactional_db: None, relay: Relay, staff: User) -> None:
    keys, since = signed_in_many(staff, 100), str(cursor.head())
    with serving(memory=10, silence=3600, deaf_after=3600, check_access_every=3600) as server:
        gathered(server, keys[:1], since).close()  # the hub has begun
        missed = relay.say(600)
        before = queries(server)
        recovered(server, keys, since, missed).close()
        # Two a round of those who come, and one for each 256 events.
        assert queries(server) - before < MOST_QUERIES
