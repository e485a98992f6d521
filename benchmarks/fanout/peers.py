"""The systems that are measured: how each is started, joined and told to say something to everybody."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgpack
import psutil
import redis
from channels_redis.core import RedisChannelLayer
from channels_redis.pubsub import RedisPubSubChannelLayer

from benchmarks.fanout.audience import HOST, Client
from gymcrm.stack import client as node
from gymcrm.stack.ports import is_free
from gymcrm.stack.process import ROOT

SERVERS = Path(__file__).parent / "servers"
SERVER_CORE, OTHER_CORE = 0, 1
# What publishes through a channel layer does it here.
LOOP = asyncio.new_event_loop()
PAYLOAD_BYTES = 300


def payload(number: int = 0) -> str:
    """What a client is told: PAYLOAD_BYTES characters."""
    return f"{number:020d}".ljust(PAYLOAD_BYTES, "x")


@dataclass
class Running:
    """A peer's server process and how to reach it."""

    port: int
    process: psutil.Process
    join: Callable[[], Client]
    publish: Callable[[int], None]
    stdin: Any = None


@dataclass(frozen=True)
class Peer:
    name: str
    argv: Sequence[str]
    path: str
    publisher: Callable[[str], Callable[[int], None]]
    environ: Mapping[str, str] = field(default_factory=dict)
    headers: Sequence[str] = ()
    greeting: str | None = None
    port: int | None = None  # for a server that doesn't say which it took

    @contextlib.contextmanager
    def running(self, environ: Mapping[str, str]) -> Iterator[Running]:
        """On its own core, with an empty broker: what a killed server left in a group would be sent to ever after."""
        redis.Redis.from_url(environ["REDIS_URL"]).flushall()
        child = subprocess.Popen(
            self.argv,
            cwd=ROOT,
            env=node.node_environment({**os.environ, **environ, **self.environ}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=lambda: os.sched_setaffinity(0, {SERVER_CORE}),
        )
        assert child.stdout
        try:
            port = self.port or int(child.stdout.readline())
            process = psutil.Process(child.pid)
            while self.port and is_free(port):
                if child.poll() is not None:
                    raise ChildProcessError(f"{self.name} ended with {child.returncode}")
                process.cpu_times()

            def join() -> Client:
                client = Client(port, self.path, self.headers).upgraded()
                if self.greeting:
                    client.say(self.greeting)
                return client

            yield Running(port, process, join, self.publisher(environ["REDIS_URL"]), child.stdin)
        finally:
            child.send_signal(signal.SIGKILL)
            child.wait()


def ours(session_key: str, epoch: str, *, server: str = "uvicorn") -> Peer:
    """The hub as it is served, an event encoded as the relay does; `session_key` is signed in as staff."""

    def publisher(redis_url: str) -> Callable[[int], None]:
        layer = RedisPubSubChannelLayer(hosts=[redis_url], prefix="gymcrm")
        seq = 0

        def publish(number: int) -> None:
            nonlocal seq
            seq += 1
            frame = json.dumps({"type": "event", "seq": seq, "event": payload(number)})
            event = {"seq": seq, "type": "customer.updated", "subject": "customer/1", "audience": ["staff"], "frame": frame}
            message = {"type": "line.placed", "epoch": epoch, "events": [event]}
            LOOP.run_until_complete(layer.group_send("hubs", message))

        return publish

    return Peer(
        f"Gym CRM's hub, {server}",
        [sys.executable, "-m", "realtime.tests.serve", server, json.dumps({"silence": 3600, "deaf_after": 3600})],
        "/ws/",
        publisher,
        headers=[f"Cookie: sessionid={session_key}"],
        greeting=json.dumps({"type": "hello", "cursor": None, "topics": []}),
    )


def stock_channels(layer: str, port: int) -> Peer:
    def publisher(redis_url: str) -> Callable[[int], None]:
        kind: Any = {"core": RedisChannelLayer, "pubsub": RedisPubSubChannelLayer}[layer]
        sender = kind(hosts=[redis_url])
        return lambda number: LOOP.run_until_complete(
            sender.group_send("fanout", {"type": "fanout.event", "text": payload(number)})
        )

    return Peer(
        f"Channels, {layer}, daphne",
        [
            sys.executable,
            "-m",
            "daphne",
            "-v0",
            "-b",
            HOST,
            "-p",
            str(port),
            f"{__package__}.servers.stock_channels:application",
        ],
        "/",
        publisher,
        environ={"FANOUT_LAYER": layer},
        port=port,
    )


def socket_io(kind: str = "adapter") -> Peer:
    def publisher(redis_url: str) -> Callable[[int], None]:
        client = redis.Redis.from_url(redis_url)

        def publish(number: int) -> None:
            packet = {"type": 2, "data": ["event", payload(number)], "nsp": "/"}
            everybody: dict[str, Any] = {"rooms": [], "except": [], "flags": {}}
            client.publish("socket.io#/#", msgpack.packb(["another server", packet, everybody]))

        return publish

    return Peer(
        "Socket.IO, Redis adapter",
        [node.npm()[0], str(SERVERS / "socketio.mjs"), kind, payload()],
        "/socket.io/?EIO=4&transport=websocket",
        publisher,
        greeting="40",
    )


def websockets_broadcast() -> Peer:
    def publisher(redis_url: str) -> Callable[[int], None]:
        client = redis.Redis.from_url(redis_url)

        def publish(number: int) -> None:
            client.publish("fanout", payload(number))

        return publish

    return Peer("websockets.broadcast", [sys.executable, "-m", "benchmarks.fanout.servers.broadcast"], "/", publisher)


def install() -> None:
    """Socket.IO from npm, as pinned."""
    if not (SERVERS / "node_modules").exists():
        subprocess.run(node.npm("ci"), cwd=SERVERS, env=node.node_environment(), check=True, stdout=subprocess.DEVNULL)
