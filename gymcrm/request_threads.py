"""Threads for requests, each of which keeps its connection to the database from one request to the next.

Django serves a request of ASGI in a thread that ends with it, so that each request would connect anew: a third of what a booking
costs, most of it in PostgreSQL, whose new process has read no catalogue yet. A kept connection is looked at once in each request
and replaced when the server has gone away. There are never more at work in a process than there are threads, however
many people come at once; who finds none free waits in the order of coming.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.http import FileResponse
from django.urls import get_resolver

KEPT_SECONDS = 600

_turn: ContextVar[contextlib.AsyncExitStack] = ContextVar("turn")


class Threads:
    """Gives one to each who asks, the one that was used last first."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._free: deque[ThreadPoolExecutor] = deque()
        # Made when they are first wanted: by then the process has been forked, if it is, and has its event loop.
        self._places: asyncio.Semaphore | None = None

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[ThreadPoolExecutor]:
        if self._places is None:
            self._places = asyncio.Semaphore(self._number)
        async with self._places:
            thread = self._free.pop() if self._free else ThreadPoolExecutor(1, "request", initializer=_keep_connection)
            try:
                yield thread
            finally:
                self._free.append(thread)


class Handler(ASGIHandler):
    """Django's, on these threads. A request has one from when its body has come, so that a slow sender holds up nobody."""

    def __init__(self) -> None:
        # Every view and middleware is a plain function: they are called in one go, in the request's thread, and not one by one
        # from the event loop, which would have to be waited for between them.
        self.load_middleware(is_async=False)
        self._threads = Threads(settings.REQUEST_THREADS)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"This serves HTTP, not {scope['type']}.")
        async with contextlib.AsyncExitStack() as turn:
            _turn.set(turn)
            await self.handle(scope, receive, send)

    async def read_body(self, receive: Any) -> Any:
        body = await super().read_body(receive)
        turn = _turn.get()
        thread = await turn.enter_async_context(self._threads.one())
        await turn.enter_async_context(ThreadSensitiveContext(executor=thread))
        return body

    async def run_get_response(self, request: Any) -> Any:
        response: Any = await sync_to_async(self.get_response)(request)
        response._handler_class = type(self)
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        return response


def application() -> Handler:
    """Reads the routes, and with them every view, before the first request comes."""
    django.setup(set_prefix=False)
    handler = Handler()
    _ = get_resolver().url_patterns
    return handler


def _keep_connection() -> None:
    """In this thread alone: others close theirs as the settings say."""
    connection.settings_dict = connection.settings_dict | {"CONN_MAX_AGE": KEPT_SECONDS, "CONN_HEALTH_CHECKS": True}
