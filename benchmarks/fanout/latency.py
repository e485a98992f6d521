"""From the commit of a change to the screen, through the real relay, at a given load."""

import math
import time

from benchmarks.fanout import peers
from benchmarks.fanout.audience import Audience
from benchmarks.fanout.idle import join
from gymcrm.stack.stack import Stack

SCREENS = 1_000
SECONDS = 10.0
MARK = b"committed at "


def report(stack: Stack, signed_in: str, epoch: str, *, deliveries_per_second: float) -> None:
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    from core.events.record import record  # noqa: PLC0415
    from core.people_events import CustomerUpdated  # noqa: PLC0415

    every = SCREENS / deliveries_per_second
    stack.start("relay")
    delays: list[float] = []

    def seen(frame: bytes) -> None:
        at = frame.index(MARK) + len(MARK)
        delays.append(time.time() - int(frame[at : at + 19]) / 1e9)

    def commit() -> None:
        with transaction.atomic():
            text = (MARK + b"%d" % time.time_ns()).decode().ljust(peers.PAYLOAD_BYTES - 100, "x")
            data = CustomerUpdated(id=1, version=1, first_name="Mia", last_name=text)
            record(data, subject="customer/1", audience={"staff"}, actor=None)

    with peers.ours(signed_in, epoch).running(stack.env) as running:
        audience = Audience()
        try:
            join(running, audience, SCREENS)
            for client in audience.clients.values():
                client.seen = seen
            begun, committed = time.monotonic(), 0
            while (now := time.monotonic()) < begun + SECONDS:
                if now >= begun + committed * every:
                    commit()
                    committed += 1
                audience.listen(max(0.0, min(0.01, begun + committed * every - time.monotonic())))
            audience.until(lambda: audience.received == committed * SCREENS)
        finally:
            audience.close()
            stack["relay"].stop()
    delays.sort()
    middle, high = (delays[math.floor(len(delays) * share)] * 1e3 for share in (0.5, 0.99))
    print(
        f"latency: commit to {SCREENS:,} screens at {len(delays) / SECONDS:,.0f} deliveries/s (half load):"
        f" median {middle:.1f} ms, p99 {high:.1f} ms"
    )
