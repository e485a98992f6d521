"""What a connection costs that only waits."""

from benchmarks.fanout import peers
from benchmarks.fanout.audience import Audience
from gymcrm.stack.stack import Stack

CONNECTIONS = 2_000


def report(stack: Stack, signed_in: str, epoch: str) -> None:
    for peer in (peers.ours(signed_in, epoch), peers.socket_io()):
        with peer.running(stack.env) as running:
            audience = Audience()
            try:
                welcomed = join(running, audience, 200)  # what the first ones make the server load is not theirs
                before = running.process.memory_info().rss
                welcomed += join(running, audience, CONNECTIONS)
                bytes_each = (running.process.memory_info().rss - before) / CONNECTIONS
            finally:
                audience.close()
        print(f"idle: {peer.name}: {bytes_each / 1024:.1f} KiB resident for each of {welcomed:,} idle connections")


def join(running: peers.Running, audience: Audience, count: int) -> int:
    """Returns when the server has answered the greeting of each."""
    answered: set[int] = set()
    for number in range(count):
        client = running.join()
        client.said = lambda _, number=number: answered.add(number)
        audience.join(client)
    audience.until(lambda: len(answered) == count)
    return count
