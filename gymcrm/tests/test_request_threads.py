"""Requests share a few threads, and each of these keeps its connection."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from gymcrm.request_threads import Handler

THREADS = 3
together = threading.Barrier(THREADS)


def meet(request: HttpRequest) -> JsonResponse:
    """Answers when THREADS requests are at work, by which connection."""
    together.wait(timeout=10)
    return backend(request)


def backend(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return JsonResponse({"backend": cursor.fetchone()[0]})


urlpatterns = [path("meet/", meet), path("backend/", backend)]


@pytest.fixture
def handler(settings: Any, db: None) -> Iterator[Handler]:
    settings.ROOT_URLCONF, settings.REQUEST_THREADS = __name__, THREADS
    made = Handler()
    yield made
    for thread in made._threads._free:
        thread.submit(lambda: connection.close()).result()  # of that thread
        thread.shutdown()


async def ask(handler: Handler, times: int, at: str) -> set[int]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=handler), base_url="http://localhost") as client:
        answers = await asyncio.gather(*(client.get(at) for _ in range(times)))
    return {answer.json()["backend"] for answer in answers}


def test_many_at_once_go_by_a_few_connections_that_are_kept(handler: Handler) -> None:
    first = asyncio.run(ask(handler, 4 * THREADS, "/meet/"))
    assert len(first) == THREADS
    assert asyncio.run(ask(handler, 2, "/backend/")) <= first


def test_a_connection_that_was_lost_is_made_anew(handler: Handler) -> None:
    [lost] = asyncio.run(ask(handler, 1, "/backend/"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
    assert asyncio.run(ask(handler, 1, "/backend/")) != {lost}


def test_who_sends_slowly_holds_up_nobody(handler: Handler, settings: Any) -> None:
    async def run() -> None:
        rest: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/backend/", "headers": [(b"host", b"localhost")], "query_string": b""}
        slow = [asyncio.create_task(handler(scope, rest.get, send)) for _ in range(THREADS)]
        assert len(await asyncio.wait_for(ask(handler, 1, "/backend/"), 10)) == 1
        assert not sent
        for _ in slow:
            await rest.put({"type": "http.request", "body": b"", "more_body": False})
        await asyncio.gather(*slow)
        assert len([one for one in sent if one["type"] == "http.response.start"]) == THREADS

    asyncio.run(run())
