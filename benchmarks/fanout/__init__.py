"""One event to many screens: how much of it a core can do, beside the systems that do the same.

The server is pinned to one core with its broker, the load generator to another; peers take turns in ROUNDS rounds. What counts is
deliveries for each CPU second of server and broker. See README.md beside this for the figures and what they say.

`python -m benchmarks fanout`; `FANOUT_ROUNDS`, `FANOUT_SECONDS` and `FANOUT_GROUPS` shorten a look.
"""

import os
import statistics

import django
import psutil

from benchmarks.fanout import idle, latency, peers, storm, throughput
from gymcrm.stack.ports import Ports
from gymcrm.stack.stack import Stack

ROUNDS = int(os.environ.get("FANOUT_ROUNDS", "5"))
SECONDS = float(os.environ.get("FANOUT_SECONDS", "3"))
GROUPS = [int(size) for size in os.environ.get("FANOUT_GROUPS", "1,10,100,1000").split(",")]


def main() -> None:
    peers.install()
    with Stack.ephemeral(("postgres", "redis", "relay")) as stack:
        stack.manage("migrate", "--no-input")
        os.environ |= stack.env | {"DJANGO_SETTINGS_MODULE": "gymcrm.settings"}
        django.setup()
        os.sched_setaffinity(0, {peers.OTHER_CORE})
        broker = psutil.Process(stack["redis"].pid)
        broker.cpu_affinity([peers.SERVER_CORE])
        signed_in, epoch = someone_of_the_staff()
        fan_out(stack, broker, signed_in, epoch)
        idle.report(stack, signed_in, epoch)
        latency.report(stack, signed_in, epoch)
        storm.report(stack, signed_in, epoch)


def someone_of_the_staff() -> tuple[str, str]:
    """The session's key, and the line's epoch."""
    from django.test import Client  # noqa: PLC0415 - Django must be set up first

    from core.events import cursor  # noqa: PLC0415
    from core.models import User  # noqa: PLC0415
    from core.roles import set_roles  # noqa: PLC0415

    client = Client()
    staff = User.objects.create_user("staff@example.org", "x")
    set_roles(user=staff, roles=["front_desk"], by=None)
    client.force_login(staff)
    return client.cookies["sessionid"].value, cursor.head().epoch


def fan_out(stack: Stack, broker: psutil.Process, signed_in: str, epoch: str) -> None:
    everybody = [
        peers.ours(signed_in, epoch),
        peers.ours(signed_in, epoch, server="daphne"),
        peers.socket_io(),
        peers.websockets_broadcast(),
        peers.stock_channels("core", Ports.free().web),
        peers.stock_channels("pubsub", Ports.free().web),
    ]
    found: dict[tuple[str, int], list[throughput.Measured]] = {}
    for round_ in range(ROUNDS):
        # Each begins once, so that none always has the warm or the cold machine.
        turn = everybody[round_ % len(everybody) :] + everybody[: round_ % len(everybody)]
        for peer in turn:
            for group in GROUPS:
                with peer.running(stack.env) as running:
                    measured = throughput.measure(running, broker, group=group, seconds=SECONDS)
                found.setdefault((peer.name, group), []).append(measured)

    print(f"fanout: deliveries of {peers.PAYLOAD_BYTES} bytes per CPU second of server and broker, median of {ROUNDS} rounds")
    print(f"  {'group of':<28}" + "".join(f"{group:>12,}" for group in GROUPS))
    medians = {key: statistics.median(one.per_cpu_second for one in measured) for key, measured in found.items()}
    for peer in everybody:
        print(f"  {peer.name:<28}" + "".join(f"{medians[peer.name, group]:>12,.0f}" for group in GROUPS))
    largest, hub = GROUPS[-1], everybody[0].name
    for peer in everybody[1:]:
        ratios = "".join(f"{medians[hub, group] / medians[peer.name, group]:>11.1f}×" for group in GROUPS)
        print(f"  {'the hub ÷ ' + peer.name:<28}{ratios}")
    share = statistics.median(one.generator_share for one in found[hub, largest])
    print(f"  The generator used {share:.0%} of its core at the hub's largest group.")
