"""`python -m realtime.tests.serve uvicorn|daphne '{"ping_every": 1}'`: serves the project, with a hub as the test wants it.

Prints its port when it listens.
"""

import json
import socket
import sys
from typing import Any

import uvicorn
from channels.routing import ProtocolTypeRouter
from daphne.server import Server

from gymcrm.asgi import http
from realtime.hub import Hub
from realtime.socket import LiveSocket

HOST = "127.0.0.1"


def say(port: int) -> None:
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def main(server: str, options: str) -> None:
    live = LiveSocket(lambda: Hub(**json.loads(options)))
    application = ProtocolTypeRouter({"http": http, "websocket": live})
    if server == "uvicorn":
        listening = socket.create_server((HOST, 0))
        say(listening.getsockname()[1])
        config = uvicorn.Config(
            application, ws="websockets-sansio", ws_per_message_deflate=False, log_level="warning", access_log=False
        )
        uvicorn.Server(config).run(sockets=[listening])
    else:
        make: Any = Server
        daphne: Any = make(
            application, endpoints=[f"tcp:0:interface={HOST}"], ready_callable=lambda: say(daphne.listening_addresses[0][1])
        )
        daphne.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
