"""An hour of a busy centre's live line: does memory stay flat, and does nobody miss anything?

Browsers come, go and come back with their cursor while members are changed by the use case, and the real relay carries that.
`SOAK_MINUTES` (60) sets how long. Not part of `make bench`: `python -m benchmarks soak`.
"""

import json
import os
import random
import statistics
import time
from collections.abc import Sequence

import django
import psutil

from benchmarks.fanout.audience import Audience, Client
from gymcrm.stack.stack import Stack

ON_REQUEST = True
MINUTES = float(os.environ.get("SOAK_MINUTES", "60"))
BROWSERS, CHANGES_PER_SECOND, LEAVING_PER_SECOND = 300, 8, 4
SAMPLE_SECONDS = 10.0


class Browser:
    """Says hello with the place it has come to, and counts the versions of the member that it was told twice or not at all."""

    def __init__(self, port: int, signed_in: str, epoch: str, start: int) -> None:
        self._port, self._signed_in, self._epoch = port, signed_in, epoch
        self.seq = start
        self.version = 1
        self.wrong = 0

    def connect(self) -> Client:
        client = Client(self._port, "/ws/", [f"Cookie: sessionid={self._signed_in}"]).upgraded()
        client.seen = client.said = self._hear
        client.say(json.dumps({"type": "hello", "cursor": f"{self._epoch}.{self.seq}", "topics": []}))
        return client

    def _hear(self, frame: bytes) -> None:
        said = json.loads(frame)
        if said["type"] == "event":
            self.wrong += said["seq"] <= self.seq or said["event"]["data"]["version"] != self.version + 1
            self.seq, self.version = said["seq"], said["event"]["data"]["version"]
        elif said["type"] == "reset":
            self.wrong += 1


def main() -> None:
    with Stack.ephemeral(("postgres", "redis", "web", "relay")) as stack:
        stack.manage("migrate", "--no-input")
        os.environ |= stack.env | {"DJANGO_SETTINGS_MODULE": "gymcrm.settings"}
        django.setup()
        stack.start("web", "relay")
        measure(stack)


def measure(stack: Stack) -> None:
    from django.test import Client as Requests  # noqa: PLC0415 - Django must be set up first

    from core import customers  # noqa: PLC0415
    from core.models import User  # noqa: PLC0415
    from core.roles import set_roles  # noqa: PLC0415

    requests = Requests()
    staff = User.objects.create_user("staff@example.org", "x")
    set_roles(user=staff, roles=["front_desk"], by=None)
    staff.refresh_from_db()
    requests.force_login(staff)
    customer = customers.create(by=staff, first_name="Mia", last_name="Ott", email="mia@example.org")
    start = settled()
    browsers = [Browser(stack.ports.web, requests.cookies["sessionid"].value, start.epoch, start.seq) for _ in range(BROWSERS)]
    audience = Audience()
    at_socket: dict[int, Browser] = {}

    def join(browser: Browser) -> None:
        client = browser.connect()
        at_socket[client.socket.fileno()] = browser
        audience.join(client)

    for browser in browsers:
        join(browser)
    processes = {name: psutil.Process(stack[name].pid) for name in ("web", "relay", "redis")}
    samples: dict[str, list[int]] = {name: [] for name in processes}
    begun = sampled = time.monotonic()
    changes = left = 0
    while (now := time.monotonic()) < begun + MINUTES * 60:
        if changes < (now - begun) * CHANGES_PER_SECOND:
            changes += 1
            customers.change(customer=customer, by=staff, first_name=f"Mia {changes}")
        if left < (now - begun) * LEAVING_PER_SECOND:
            left += 1
            number = random.choice(list(audience.clients))  # noqa: S311
            audience.leave(number)
            join(at_socket.pop(number))
        if now > sampled + SAMPLE_SECONDS:
            sampled = now
            for name, process in processes.items():
                samples[name].append(process.memory_info().rss)
        audience.listen(0.02)
    audience.until(lambda: all(browser.version == changes + 1 for browser in browsers))
    audience.close()
    wrong = sum(browser.wrong for browser in browsers)
    print(
        f"soak: {MINUTES:.0f} minutes, {BROWSERS} browsers, {changes:,} changes, {left:,} times one left and came back:"
        f" {wrong} events missed or repeated"
    )
    for name, sizes in samples.items():
        print(f"  {name:<6} {trend(sizes)}")


def settled() -> "cursor.Cursor":  # type: ignore[name-defined]  # noqa: F821
    """The line's head when the relay has placed all there is."""
    from core.events import cursor  # noqa: PLC0415
    from core.events.models import Event  # noqa: PLC0415

    while Event.objects.filter(seq__isnull=True).exists():
        time.sleep(0.05)
    return cursor.head()


def trend(sizes: Sequence[int]) -> str:
    """The median of each sixth: the first has what a process loads as it warms up."""
    sixth = max(1, len(sizes) // 6)
    medians = [statistics.median(sizes[at : at + sixth]) / 2**20 for at in range(0, sixth * 6, sixth) if sizes[at : at + sixth]]
    return "MiB resident, by sixths of the time: " + " ".join(f"{median:.0f}" for median in medians)
