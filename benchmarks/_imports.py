"""The measuring of `benchmarks.imports`, which sets Django up first."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import Workbook

from core.imports import runs
from core.imports.work import Importer
from core.models import Customer, Event, Import, User

LINES = 50_000
BAR_SECONDS = 60
HEADINGS = [
    "Client ID",
    "First Name",
    "Last Name",
    "Email",
    "Mobile Phone",
    "Birthday",
    "Address",
    "Postal code",
    "City",
    "Country",
]


def members() -> Iterator[list[Any]]:
    for n in range(LINES):
        yield [
            100_000 + n, f"First{n % 977}", f"Last{n % 4999}", f"person{n}@import.example", f"0171 39{n % 100_000:05d}",
            f"{n % 28 + 1:02d}.{n % 12 + 1:02d}.{1950 + n % 55}",
            f"Street {n % 300}", f"{10_000 + n % 80_000}", "Berlin", "Germany",
        ]  # fmt: skip


def as_csv() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *members()])
    return text.getvalue().encode()


def as_workbook() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in [HEADINGS, *members()]:
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@contextmanager
def timed(what: str, seconds: dict[str, float]) -> Iterator[None]:
    begun, worked = time.perf_counter(), time.process_time()
    yield
    seconds[what] = time.perf_counter() - begun
    seconds[f"{what} (own processor)"] = time.process_time() - worked


def measure(name: str, content: bytes, by: User) -> None:
    seconds: dict[str, float] = {}
    with timed("upload", seconds):
        run = runs.upload(name=name, content=content, by=by)
    runs.check(run=run, by=by)
    with timed("dry run", seconds):
        Importer().step()
    runs.start(run=Import.objects.get(pk=run.pk), by=by)
    with timed("import", seconds):
        Importer().step()
    run.refresh_from_db()
    assert (run.state, run.created, Customer.objects.count()) == ("done", LINES, LINES), (run.state, run.failure, run.created)
    told = Event.objects.filter(type="import.moved", subject=f"import/{run.pk}").count()
    spent = "  ".join(f"{what} {taken:5.1f} s" for what, taken in seconds.items())
    bar = "kept" if seconds["import"] < BAR_SECONDS else "MISSED"
    print(f"{name:<12} {len(content) / 1e6:4.1f} MB  {spent}  {told} times told  (bar: import under {BAR_SECONDS} s, {bar})")
    Customer.objects.all().delete()


def main() -> None:
    by = User.objects.create(email="owner@bench.example")
    files: list[tuple[str, Callable[[], bytes]]] = [("members.csv", as_csv), ("members.xlsx", as_workbook)]
    for name, content in files:
        measure(name, content(), by)
