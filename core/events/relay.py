"""Keeps workers going: wakes them, retries them, and says so when something they need is away and when it is back."""

import random
import threading
import time
from collections.abc import Callable, Sequence

import structlog
from django.db import connection

from core.events.wakeup import Listener
from core.events.workers import Worker, lead

log = structlog.get_logger(__name__)

STANDBY_SECONDS = 1.0
LONGEST_PAUSE = 2.0
STOP_SECONDS = 2.0


def run(factories: Sequence[Callable[[], Worker]], stop: threading.Event) -> None:
    """Runs a thread for each worker until `stop` is set. A factory is called again after each failure.

    A thread that waits on a far side is not waited for long: whatever it is in the middle of is safe to do again.
    """
    threads = [threading.Thread(target=_keep_going, args=(factory, stop), daemon=True) for factory in factories]
    for thread in threads:
        thread.start()
    stop.wait()
    deadline = time.monotonic() + STOP_SECONDS
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))


def _keep_going(factory: Callable[[], Worker], stop: threading.Event) -> None:
    failures = 0
    name = getattr(factory, "__name__", "worker")
    while not stop.is_set():
        try:
            worker = factory()
            name = worker.name
            with Listener(worker.channel) as listener:
                if worker.alone and not lead(worker.name):
                    stop.wait(STANDBY_SECONDS)
                    continue
                while not stop.is_set():
                    more = worker.step()
                    if failures:
                        log.info("relay_recovered", worker=name, failures=failures)
                        failures = 0
                    if not more:
                        listener.wait(worker.idle_seconds)
        except Exception as error:  # whatever it is, the other workers go on and this one tries again
            failures += 1
            if failures == 1:
                log.warning("relay_waits", worker=name, error=f"{type(error).__name__}: {error}"[:300])
            connection.close()
            # Full jitter, so that many relays don't knock at the same instant when something comes back.
            stop.wait(random.uniform(0, min(LONGEST_PAUSE, 0.1 * 2**failures)))  # noqa: S311
