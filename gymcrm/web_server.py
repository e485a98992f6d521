"""`python -m gymcrm.web_server`: serves the system by the server that GYM_WEB_SERVER names, as `make run` and the image do.

uvicorn is the one that measures best (`benchmarks/fanout`); daphne passes the same tests. Neither compresses: that would cost
each connection its memory and each frame its time.
"""

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from daphne.server import Server

from gymcrm.asgi import application
from realtime.flow.daphne import MAX_MESSAGE_BYTES

UVICORN: dict[str, Any] = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "ws_max_size": MAX_MESSAGE_BYTES}
# By itself it cuts every connection that is a day old.
DAPHNE: dict[str, Any] = {"websocket_timeout": -1}


def daphne_endpoint(host: str, port: int) -> str:
    """In Twisted's words. Its own backlog of 50 makes many who come back at once wait for seconds; uvicorn's is 2048."""
    interface = host.replace(":", r"\:")
    return f"tcp:{port}:interface={interface}:backlog=2048"


def by_uvicorn(host: str, port: int) -> None:
    uvicorn.run(application, host=host, port=port, access_log=False, timeout_graceful_shutdown=3, **UVICORN)


def by_daphne(host: str, port: int) -> None:
    make: Any = Server
    server: Any = make(application, endpoints=[daphne_endpoint(host, port)], **DAPHNE)
    server.run()
    if server.abort_start:
        sys.exit(f"daphne can't listen at {host}, port {port}.")


SERVERS: dict[str, Callable[[str, int], None]] = {"uvicorn": by_uvicorn, "daphne": by_daphne}


def chosen() -> str:
    """Exits when it is none that there is."""
    name = os.environ.get("GYM_WEB_SERVER", "uvicorn")
    if name not in SERVERS:
        sys.exit(f"GYM_WEB_SERVER is {name!r}: set it to {' or '.join(SERVERS)}, or leave it away.")
    return name


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m gymcrm.web_server", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args()
    SERVERS[chosen()](given.host, given.port)


if __name__ == "__main__":
    main()
