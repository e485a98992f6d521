"""After a test that commits, the database is as the migrations left it, without Django's flush.

That truncates every table and makes permissions and roles anew: a fifth of a second for each of hundreds of tests. Here only
what a test wrote to is cleared; the flush is for what changed in the tables that aren't empty to begin with.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from core.events.line import ensure_line
from core.events.models import Line

flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
# What the migrations left: by table its rows, as a number. The line is begun anew each time, in another epoch.
_filled: dict[str, str] = {}
_empty: list[str] = []


def begin() -> None:
    """On the database as it was made; from now on, tests leave it so."""
    tables = [name for name in connection.introspection.table_names() if name != Line._meta.db_table]
    _filled.clear()
    _filled.update((name, rows) for name, rows in _rows(tables).items() if rows != "0")
    _empty[:] = [name for name in tables if name not in _filled]
    TransactionTestCase._fixture_teardown = empty_again  # type: ignore[attr-defined]


def empty_again(case: Any) -> None:
    if _rows(_filled) != _filled:
        flush(case)
        begin()  # what was made anew has other ids
        return
    with transaction.atomic(), connection.cursor() as cursor:
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in _empty)  # noqa: S608
        cursor.execute(asked)
        # In any order: Django's foreign keys are looked at when the transaction ends.
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608
        Line.objects.all().delete()
        ensure_line()


def _rows(tables: Any) -> dict[str, str]:
    each = (
        f"SELECT '{name}', count(*) || coalesce('.' || sum(hashtext(t::text)), '') FROM \"{name}\" t"  # noqa: S608
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())
