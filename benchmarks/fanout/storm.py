"""After a deploy everybody comes back at once, each with the same stretch missed."""

import re
import time
import urllib.request
from collections.abc import Callable

from benchmarks.fanout import peers
from benchmarks.fanout.audience import HOST, Audience, Client, masked
from gymcrm.stack.stack import Stack

BROWSERS, MISSED = 2_000, 50


def report(stack: Stack, signed_in: str, epoch: str) -> None:
    seconds, queries = hub(stack, signed_in, epoch)
    print(
        f"storm: the hub: {BROWSERS:,} connections with {MISSED} missed events each back in {seconds:.2f} s by {queries} queries"
    )
    theirs = socket_io(stack)
    print(f"storm: Socket.IO, Redis streams adapter, connection state recovery: {theirs:.2f} s; {theirs / seconds:.1f}× ours")


def hub(stack: Stack, signed_in: str, epoch: str) -> tuple[float, int]:
    from core.events import cursor  # noqa: PLC0415 - Django must be set up first
    from core.events.models import Event, Line  # noqa: PLC0415

    Event.objects.all().delete()
    Line.objects.update(head=0)
    peer = peers.ours(signed_in, cursor.head().epoch)
    with peer.running(stack.env) as running:
        first = running.join()  # the hub is there
        back = cursor.head()
        Event.objects.bulk_create(
            Event(
                seq=number + 1,
                type="customer.updated",
                subject="customer/1",
                dataversion=1,
                audience=["staff"],
                data={"id": 1, "text": peers.payload(number)},
            )
            for number in range(MISSED)
        )
        Line.objects.update(head=MISSED)
        hello = f'{{"type":"hello","cursor":"{back}","topics":[]}}'
        before = queries(running.port)
        seconds = come_back(running.port, peer.path, peer.headers, lambda number: hello)
        counted = queries(running.port) - before
        first.socket.close()
    return seconds, counted


def queries(port: int) -> int:
    """How many the server has put to the database."""
    with urllib.request.urlopen(f"http://{HOST}:{port}/queries") as answer:
        return int(answer.read())


def socket_io(stack: Stack) -> float:
    """Each learns its private id and the offset of the last event it saw, is cut off, and comes back with both."""
    peer = peers.socket_io("streams")
    with peer.running(stack.env) as running:
        audience = Audience()
        known: list[list[str]] = [["", ""] for _ in range(BROWSERS)]
        for number in range(BROWSERS):
            client = running.join()

            def said(frame: bytes, number: int = number) -> None:
                if found := re.search(rb'"pid":"([^"]+)"', frame):
                    known[number][0] = found[1].decode()

            def seen(frame: bytes, number: int = number) -> None:
                known[number][1] = frame.rsplit(b'"', 2)[1].decode()

            client.said, client.seen = said, seen
            audience.join(client)
        audience.until(lambda: all(pid for pid, _ in known))
        running.stdin.write(b"1\n")
        running.stdin.flush()
        audience.until(lambda: all(offset for _, offset in known))
        audience.close()
        running.stdin.write(b"%d\n" % MISSED)
        running.stdin.flush()
        time.sleep(3)  # the server takes notice, and keeps the sessions
        return come_back(
            running.port,
            peer.path,
            peer.headers,
            lambda number: f'40{{"pid":"{known[number][0]}","offset":"{known[number][1]}"}}',
        )


def come_back(port: int, path: str, headers: object, greeting: Callable[[int], str]) -> float:
    """Seconds until all have what they missed. All ask for the handshake before the first is answered."""
    audience = Audience()
    begun = time.monotonic()
    clients: list[Client] = [Client(port, path, headers) for _ in range(BROWSERS)]  # type: ignore[arg-type]
    try:
        for number, client in enumerate(clients):
            client.upgraded()
            client.socket.sendall(masked(greeting(number)))
            audience.join(client)
            if number % 20 == 0:
                audience.listen(0)
        audience.until(lambda: all(client.events >= MISSED for client in clients))
        return time.monotonic() - begun
    finally:
        audience.close()
