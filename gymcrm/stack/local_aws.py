"""The local AWS endpoint, with its state on disk half a second after a change.

ministack writes its state when it is stopped in good order. A SIGKILL would lose every topic, queue and function, so
this writes it while it runs too. What the last half second held can come back as it was before: a message is then
delivered again, as AWS may do as well.
"""

import asyncio
import logging
from typing import Any

from ministack import app as ministack  # type: ignore[import-untyped]

SETTLE_SECONDS = 0.5


class Snapshots:
    """Around ministack's ASGI application: a change plans a write, and those that follow share it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._planned: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)
        if scope["type"] == "http" and scope["method"] != "GET" and self._planned is None:
            self._planned = asyncio.create_task(self._write())

    async def _write(self) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        self._planned = None
        ministack.save_all(ministack._build_persistence_save_dict())


if __name__ == "__main__":
    logging.getLogger("persistence").setLevel(logging.WARNING)
    ministack.app = Snapshots(ministack.app)
    ministack.main()
