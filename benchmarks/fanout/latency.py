"""From the commit of a change to the screen, through the real relay, when the server's core is half busy."""

import math
import subprocess
import sys
import time
from dataclasses import dataclass

import psutil

from benchmarks.fanout import peers
from benchmarks.fanout.audience import Audience
from benchmarks.fanout.commits import MARK
from benchmarks.fanout.idle import join
from benchmarks.fanout.throughput import cpu_seconds
from gymcrm.stack.process import ROOT
from gymcrm.stack.stack import Stack

SCREENS = 1_000
SECONDS = 10.0
# Commits a second by which half load is found.
TRIAL = 40.0


@dataclass(frozen=True)
class Watched:
    delays: list[float]
    seconds: float
    server_share: float
    generator_share: float

    def quantile(self, share: float) -> float:
        """Milliseconds."""
        return self.delays[math.floor(len(self.delays) * share)] * 1e3


def report(stack: Stack, signed_in: str, epoch: str) -> None:
    broker = psutil.Process(stack["redis"].pid)
    stack.start("relay")
    try:
        with peers.ours(signed_in, epoch).running(stack.env) as running:
            trial = watch(running, broker, per_second=TRIAL)
            half = watch(running, broker, per_second=TRIAL * 0.5 / trial.server_share)
    finally:
        stack["relay"].stop()
    print(
        f"latency: commit to {SCREENS:,} screens, {len(half.delays) / half.seconds:,.0f} deliveries/s:"
        f" median {half.quantile(0.5):.1f} ms, p99 {half.quantile(0.99):.1f} ms;"
        f" hub and broker used {half.server_share:.0%} of their core, the generator {half.generator_share:.0%} of its own"
    )


def watch(running: peers.Running, broker: psutil.Process, *, per_second: float) -> Watched:
    """The delays of each commit to each screen, sorted."""
    count = round(per_second * SECONDS)
    delays: list[float] = []

    def seen(frame: bytes) -> None:
        at = frame.index(MARK) + len(MARK)
        delays.append(time.time() - int(frame[at : at + 19]) / 1e9)

    audience = Audience()
    committing = None
    try:
        join(running, audience, SCREENS)
        for client in audience.clients.values():
            client.seen = seen
        argv = [sys.executable, "-m", "benchmarks.fanout.commits", str(count), str(per_second)]
        committing = subprocess.Popen(argv, cwd=ROOT)
        audience.until(lambda: audience.received > 0)
        own = psutil.Process()
        begun, cpu, own_cpu = time.monotonic(), cpu_seconds(running.process, broker), cpu_seconds(own)
        audience.until(lambda: audience.received == count * SCREENS)
        taken = time.monotonic() - begun
        return Watched(
            sorted(delays),
            taken,
            (cpu_seconds(running.process, broker) - cpu) / taken,
            (cpu_seconds(own) - own_cpu) / taken,
        )
    finally:
        audience.close()
        if committing:
            committing.kill()
            committing.wait()
