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
from django.db.backends.signals import connection_created

from gymcrm.asgi import http
from realtime.hub import Hub
from realtime.socket import LiveSocket

HOST = "127.0.0.1"
AS_DEPLOYED: Any = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "ws_max_size": 131_072}

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


def say(port: int) -> None:
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def main(server: str, options: str) -> None:
    live = LiveSocket(lambda: Hub(**json.loads(options)))
    connection_created.connect(count_queries)
    application = ProtocolTypeRouter({"http": with_count, "websocket": live})
    if server == "uvicorn":
        listening = socket.create_server((HOST, 0))
        say(listening.getsockname()[1])
        config = uvicorn.Config(application, **AS_DEPLOYED, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listening])
    else:
        make: Any = Server
        daphne: Any = make(
            application, endpoints=[f"tcp:0:interface={HOST}"], ready_callable=lambda: say(daphne.listening_addresses[0][1])
        )
        daphne.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
