"""`seq` is dense, in the order of commit, and survives whatever happens to the sequencer."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection, transaction

from core.events import sequencer
from core.events.models import Event, Line
from core.events.record import record
from core.events.wakeup import PLACED, Listener
from core.people_events import CustomerUpdated

ROOT = Path(__file__).resolve().parents[2]
WRITERS, AFTER_THE_KILL = 8, 20


def tell(number: int) -> Event:
    return record(
        CustomerUpdated(id=number, version=1, first_name="Mia", last_name="Ott"),
        subject=f"customer/{number}",
        audience=[],
        actor=None,
    )


@contextmanager
def sequencer_process() -> Iterator[subprocess.Popen[bytes]]:
    """The relay's sequencer as a process of its own, on the test database."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    process = subprocess.Popen(
        [sys.executable, "manage.py", "relay", "--only", "sequencer"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url.rsplit("/", 1)[0] + f"/{name}"},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(reached: Callable[[], bool]) -> None:
    """Waits for the line to move until `reached`; the test's own time limit ends it otherwise."""
    with Listener(PLACED) as listener:
        while not reached():
            listener.wait(1.0)


def in_thread(work: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_eight_writers_with_rollbacks_and_a_killed_sequencer() -> None:
    """Every committed change gets one place, none is lost or given twice, and each writer's own order stands."""

    killed = threading.Event()
    committed: list[list[int]] = [[] for _ in range(WRITERS)]

    def write(writer: int) -> None:
        changes = itertools.count(writer * 1_000_000)
        left = AFTER_THE_KILL
        while left:
            left -= killed.is_set()
            change = next(changes)
            with suppress(InterruptedError), transaction.atomic():
                tell(change)
                if change % 5 == 4:
                    raise InterruptedError
                committed[writer].append(change)

    with sequencer_process() as first:
        writers = [in_thread(lambda writer=writer: write(writer)) for writer in range(WRITERS)]  # type: ignore[misc]
        wait_until(lambda: Line.objects.get().head > 100)
        first.send_signal(signal.SIGKILL)
        first.wait()
        killed.set()
        for thread in writers:
            thread.join()
        expected = sum(len(own) for own in committed)
        assert 100 < Line.objects.get().head < expected, "the sequencer was to die in the middle"
        with sequencer_process():
            wait_until(lambda: Line.objects.get().head >= expected)

    events = list(Event.objects.order_by("seq").values_list("seq", "subject"))
    assert [seq for seq, _ in events] == list(range(1, expected + 1))
    numbers = [int(subject.removeprefix("customer/")) for _, subject in events]
    for writer, own in enumerate(committed):
        assert [number for number in numbers if number // 1_000_000 == writer] == own


@pytest.mark.django_db(transaction=True)
def test_a_standby_takes_over_from_a_killed_sequencer() -> None:
    with sequencer_process() as first:
        with transaction.atomic():
            tell(1)
        wait_until(lambda: Line.objects.get().head == 1)
        with sequencer_process():
            first.kill()
            first.wait()
            with transaction.atomic():
                tell(2)
            wait_until(lambda: Line.objects.get().head == 2)


@pytest.mark.django_db(transaction=True)
def test_an_open_transaction_gets_its_place_after_those_that_committed_before_it() -> None:
    """A reader at N never later sees a new row ≤ N, though the open transaction inserted first."""
    inserted, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            tell(1)
            inserted.set()
            may_commit.wait(10)

    thread = in_thread(slow)
    inserted.wait(10)
    with transaction.atomic():
        tell(2)
    assert sequencer.place() == 1
    may_commit.set()
    thread.join()
    assert sequencer.place() == 1
    assert list(Event.objects.order_by("seq").values_list("subject", flat=True)) == ["customer/2", "customer/1"]


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_keep_the_line_dense() -> None:
    """The advisory lock keeps the second asleep; should both ever run, the lock on the line's row still holds."""
    with transaction.atomic():
        for number in range(50):
            tell(number)
    start = threading.Barrier(4)

    def place() -> None:
        start.wait()
        while sequencer.place():
            pass

    for thread in [in_thread(place) for _ in range(4)]:
        thread.join()
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 51))
    assert Line.objects.get().head == 50


@pytest.mark.django_db(transaction=True)
def test_commit_wakes_the_sequencer() -> None:
    """PostgreSQL says it itself: whoever inserts, and only when it commits."""
    with Listener("line_recorded") as listener:

        def write() -> None:
            with transaction.atomic():
                tell(1)

        in_thread(write).join()
        assert listener.wait(5)
