"""The local AWS endpoint, with its state on disk half a second after a change.

ministack writes its state when it is stopped in good order. A SIGKILL would lose every topic, queue and function, so
this writes it while it runs too. What the last half second held can come back as it was before: a message is then
delivered again, as AWS may do as well. And it keeps mails that hold files.
"""

import asyncio
import base64
import json
import logging
from collections import OrderedDict
from typing import Any
from urllib.parse import unquote

from ministack import app as ministack  # type: ignore[import-untyped]

SETTLE_SECONDS = 0.5
KEPT_MAILS = 500


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


class Mails:
    """Around it as well: keeps what SES was given as a whole message, files and all, and shows it at `/mails/<message id>`.
    ministack itself remembers subject and texts alone.
    """

    SEND, SHOW = "/v2/email/outbound-emails", "/mails/"

    def __init__(self, app: Any) -> None:
        self._app = app
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self.SHOW):
            await self._show(scope["path"].removeprefix(self.SHOW), send)
        elif scope["type"] == "http" and scope["path"] == self.SEND:
            await self._send(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _send(self, scope: Any, receive: Any, send: Any) -> None:
        asked, answered = bytearray(), bytearray()

        async def heard() -> Any:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def said(message: Any) -> None:
            answered.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, heard, said)
        raw = json.loads(asked or b"{}").get("Content", {}).get("Raw")
        name = json.loads(answered or b"{}").get("MessageId")
        if raw and name:
            self._kept[name] = base64.b64decode(raw["Data"])
            while len(self._kept) > KEPT_MAILS:
                self._kept.popitem(last=False)

    async def _show(self, name: str, send: Any) -> None:
        mail = self._kept.get(unquote(name))
        headers = [(b"content-type", b"message/rfc822" if mail else b"text/plain")]
        await send({"type": "http.response.start", "status": 200 if mail else 404, "headers": headers})
        await send({"type": "http.response.body", "body": mail or b"No such mail.\n"})


if __name__ == "__main__":
    logging.getLogger("persistence").setLevel(logging.WARNING)
    ministack.app = Mails(Snapshots(ministack.app))
    ministack.main()
