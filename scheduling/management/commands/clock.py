"""`manage.py clock`: takes the reminders that are due, makes the sessions of the weeks ahead, begins the day. Any number run."""

import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand

from scheduling import deriving_clock
from scheduling.reminders.clock import run


class Command(BaseCommand):
    help = "Takes reminders that are due, makes sessions from timetables, and begins each day. Runs until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        stop = threading.Event()
        threading.Thread(target=deriving_clock.run, args=[stop], name="timetables", daemon=True).start()
        self.stdout.write("The clock runs.")
        self.stdout.flush()
        try:
            run()
        except KeyboardInterrupt:
            return
        finally:
            stop.set()
