"""How many deliveries a CPU second of server and broker makes, in groups of several sizes, taking turns in rounds."""

import time
from dataclasses import dataclass

import psutil

from benchmarks.fanout.audience import Audience
from benchmarks.fanout.peers import Running

# Published and not yet with everybody: enough that a server never waits for the next.
UNDER_WAY = 24


@dataclass(frozen=True)
class Measured:
    deliveries: int
    seconds: float
    cpu_seconds: float
    generator_share: float

    @property
    def per_cpu_second(self) -> float:
        return self.deliveries / self.cpu_seconds


def cpu_seconds(*processes: psutil.Process) -> float:
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def settle(audience: Audience) -> None:
    """Until nothing comes any more."""
    quiet = False
    while not quiet:
        before = audience.received
        audience.listen(0.3)
        quiet = audience.received == before
    audience.received = 0


def measure(running: Running, broker: psutil.Process, *, group: int, seconds: float) -> Measured:
    """Raises Stalled when a delivery is lost."""
    audience = Audience()
    try:
        for _ in range(group):
            audience.join(running.join())
        published = 0

        def keep_publishing(until: float) -> None:
            nonlocal published
            while time.monotonic() < until:
                while published - audience.received // group < UNDER_WAY:
                    running.publish(published)
                    published += 1
                audience.listen(0.05)

        # Everybody is in the group, and what is compiled or grown on first use is.
        while not all(client.events for client in audience.clients.values()):
            running.publish(0)
            settle(audience)
        keep_publishing(time.monotonic() + seconds / 4)
        audience.until(lambda: audience.received == published * group)

        published = audience.received = 0
        own = psutil.Process()
        cpu, own_cpu, begun = cpu_seconds(running.process, broker), cpu_seconds(own), time.monotonic()
        keep_publishing(begun + seconds)
        audience.until(lambda: audience.received == published * group)
        taken = time.monotonic() - begun
        return Measured(
            deliveries=audience.received,
            seconds=taken,
            cpu_seconds=cpu_seconds(running.process, broker) - cpu,
            generator_share=(cpu_seconds(own) - own_cpu) / taken,
        )
    finally:
        audience.close()
