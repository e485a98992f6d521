"""The part of the clock that makes sessions: the timetables that still run, again and again, so that the weeks ahead are full."""

import random
import threading
import zlib

import structlog
from django.db import DatabaseError, InterfaceError, connection

from core.calendar import today
from scheduling.deriving import derive
from scheduling.models import Timetable

log = structlog.get_logger(__name__)

# A new day asks for new sessions; a pass that finds nothing to do costs a few queries for each timetable.
EVERY_SECONDS = 900.0
RETRY_SECONDS = 5.0


def run(stop: threading.Event) -> None:
    """Runs until `stop`. A pass may end anywhere: each timetable is a transaction of its own."""
    while not stop.is_set():
        try:
            derive_all()
            pause = EVERY_SECONDS
        except (DatabaseError, InterfaceError) as error:
            log.warning("database_away", error=str(error).strip())
            pause = RETRY_SECONDS * random.uniform(0.5, 1)  # noqa: S311  spreads retries
        finally:
            connection.close()
        stop.wait(pause)


def derive_all() -> int:
    """One pass; returns how many sessions were made, moved or taken back. While another process is at it, none."""
    with connection.cursor() as database:
        database.execute("SELECT pg_try_advisory_lock(%s)", [zlib.crc32(b"timetables")])
        if not database.fetchone()[0]:
            return 0
        try:
            return sum(_derived(timetable) for timetable in Timetable.objects.exclude(ends_on__lt=today()).order_by("pk"))
        finally:
            database.execute("SELECT pg_advisory_unlock(%s)", [zlib.crc32(b"timetables")])


def _derived(timetable: Timetable) -> int:
    try:
        done = derive(timetable=timetable, by=None)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        # One that can't be derived is a fault of ours, and must not keep the others from it.
        log.exception("timetable_not_derived", timetable=timetable.pk)
        return 0
    return len(done.made) + len(done.moved) + len(done.cancelled) + done.removed
