"""The relay process: sequencer, live sink, SNS sink, inbox, and who clears away pictures."""

import signal
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.events import relay
from core.events.sinks.live import LiveSink
from core.events.sinks.sns import SnsSink
from core.events.workers import Inbox, Sequencer, SinkWorker, Worker
from core.picture_clearing import Clearing

ALL = ("sequencer", "live", "sns", "inbox", "pictures")


def factories() -> dict[str, Callable[[], Worker]]:
    """Every worker that the settings allow, by name."""
    live = LiveSink()
    found: dict[str, Callable[[], Worker]] = {"sequencer": Sequencer, "live": lambda: SinkWorker(live)}
    if settings.EVENTS_TOPIC_ARN:
        sns = SnsSink(settings.EVENTS_TOPIC_ARN)  # one for good: it remembers what was accepted of a refused batch
        found["sns"] = lambda: SinkWorker(sns)
    if settings.OUTCOME_QUEUE_URL:
        found["inbox"] = lambda: Inbox(settings.OUTCOME_QUEUE_URL)
    if settings.MEDIA_BUCKET:
        found["pictures"] = Clearing
    return found


class Command(BaseCommand):
    help = "Places events on the line and carries them to the hubs and to SNS; takes outcomes back; clears away pictures."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--only", nargs="+", choices=ALL, default=ALL)

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        chosen = {name: factory for name, factory in factories().items() if name in options["only"]}
        self.stdout.write(f"relay: {', '.join(chosen)}")
        self.stdout.flush()
        relay.run(list(chosen.values()), stop)
