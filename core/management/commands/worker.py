"""`manage.py worker`: what takes long. Any number may run; one works, the others stand by."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from core.events import relay
from core.imports.work import Importer


class Command(BaseCommand):
    help = "Checks and imports the files that were sent. Runs until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        self.stdout.write("The worker runs.")
        self.stdout.flush()
        relay.run([Importer], stop)
