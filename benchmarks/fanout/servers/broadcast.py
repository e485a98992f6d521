"""`websockets.broadcast`: the fastest that the library has for many, fed by Redis. Prints its port."""

import os
import sys

import uvloop
from redis import asyncio as redis
from websockets.asyncio.server import ServerConnection, broadcast, serve


async def main() -> None:
    connections: set[ServerConnection] = set()

    async def screen(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            await connection.wait_closed()
        finally:
            connections.discard(connection)

    async with (
        serve(screen, "127.0.0.1", 0, compression=None, backlog=4096) as server,
        redis.Redis.from_url(os.environ["REDIS_URL"]).pubsub(ignore_subscribe_messages=True) as news,
    ):
        await news.subscribe("fanout")
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        async for message in news.listen():
            broadcast(connections, message["data"].decode())


if __name__ == "__main__":
    uvloop.run(main())
