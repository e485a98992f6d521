"""Waiting for PostgreSQL to say that there is something to do, on a connection of one's own."""

import select
from types import TracebackType
from typing import Self

from django.db import connection

RECORDED = "line_recorded"
PLACED = "line_placed"


class Listener:
    """Listens on a channel through this thread's Django connection. Notices are hints: look at the table first, then wait.

    Raises django's OperationalError when the database is gone.
    """

    def __init__(self, channel: str) -> None:
        self.channel = channel

    def __enter__(self) -> Self:
        with connection.cursor() as cursor:
            cursor.execute(f'LISTEN "{self.channel}"')
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        connection.close()

    def wait(self, seconds: float) -> bool:
        """Returns as soon as a notice is there (True) or after `seconds` (False)."""
        raw = connection.connection
        raw.poll()
        if not raw.notifies and select.select([raw], [], [], seconds)[0]:
            raw.poll()
        woken = bool(raw.notifies)
        raw.notifies.clear()
        return woken
