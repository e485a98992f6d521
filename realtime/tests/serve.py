"""`python -m realtime.tests.serve uvicorn|daphne '{"ping_every": 1}'`: serves the project, with a hub as the test wants it.

Prints its port when it listens. With no arguments it is a parent of such processes: it has loaded everything, which takes a
second and more, and forks one for each line that it reads, `["redis://…", {"ping_every": 1}]`; they print their process, too.
"""

import gc
import json
import os
import random
import signal
import socket
import sys
from typing import Any

import uvicorn
from channels.routing import ProtocolTypeRouter
from daphne.server import Server
from django.conf import settings
from django.db.backends.signals import connection_created

from gymcrm.asgi import http
from gymcrm.web_server import DAPHNE, UVICORN, daphne_endpoint
from realtime.hub import Hub
from realtime.socket import LiveSocket

HOST = "127.0.0.1"

asked = 0


def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    global asked
    asked += 1
    return execute(sql, params, many, context)


def count_queries(connection: Any, **_: Any) -> None:
    if count not in connection.execute_wrappers:  # it connects anew, again and again
        connection.execute_wrappers.append(count)


async def with_count(scope: Any, receive: Any, send: Any) -> None:
    """At `/queries`: how many questions were put to the database."""
    if scope["path"] != "/queries":
        return await http(scope, receive, send)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(asked).encode()})


def say(*numbers: int) -> None:
    sys.stdout.write(" ".join(map(str, numbers)) + "\n")
    sys.stdout.flush()


def application(options: dict[str, Any]) -> Any:
    connection_created.connect(count_queries)
    return ProtocolTypeRouter({"http": with_count, "websocket": LiveSocket(lambda: Hub(**options))})


def by_uvicorn(options: dict[str, Any], *more: int) -> None:
    """Says `more`, too."""
    listening = socket.create_server((HOST, 0))
    say(listening.getsockname()[1], *more)
    config = uvicorn.Config(application(options), **UVICORN, log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def by_daphne(options: dict[str, Any]) -> None:
    make: Any = Server
    daphne: Any = make(
        application(options),
        endpoints=[daphne_endpoint(HOST, 0)],
        ready_callable=lambda: say(daphne.listening_addresses[0][1]),
        **DAPHNE,
    )
    daphne.run()


def be_parent() -> None:
    """Of uvicorns alone: Twisted has opened its event loop, which processes can't share, by the time it is imported."""
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for order in sys.stdin:
        if os.fork():
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        random.seed()
        redis_url, options = json.loads(order)
        layers: Any = settings.CHANNEL_LAYERS
        layers["default"]["CONFIG"]["hosts"] = [redis_url]
        by_uvicorn(options, os.getpid())
        os._exit(0)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["uvicorn", options]:
            by_uvicorn(json.loads(options))
        case ["daphne", options]:
            by_daphne(json.loads(options))
        case []:
            be_parent()
