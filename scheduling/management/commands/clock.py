"""`manage.py clock`: takes the reminders that are due. Any number may run."""

import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand

from scheduling.reminders.clock import run


class Command(BaseCommand):
    help = "Takes reminders that are due and asks for them to be sent. Runs until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write("The clock runs.")
        self.stdout.flush()
        try:
            run()
        except KeyboardInterrupt:
            return
