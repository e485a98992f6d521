"""How long the start page of the staff takes at 20,000 members, over HTTP, beside the very statements of it with no framework
around them (`benchmarks/_peer.py: bare`). See benchmarks/README.md.
"""

import json
import logging
import os
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import httpx

from gymcrm.stack.stack import Stack

MEMBERS, ROUNDS = 20_000, 41
VISITS_A_DAY, BOOKINGS_A_DAY, DAYS = 1_500, 900, 57


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BENCHMARK_STATEMENTS": f"{folder}/statements.json", "DJANGO_SETTINGS_MODULE": "benchmarks._peer_settings",
            "GYM_DEBUG": "0", "GYM_SECRET_KEY": "for-one-benchmark-and-nothing-else-" * 2,
        }  # fmt: skip
        with Stack.ephemeral(("postgres", "redis", "web")) as stack:
            os.environ |= stack.env
            django.setup()
            logging.getLogger("httpx").setLevel(logging.WARNING)
            stack.manage("migrate", "--no-input")
            stack.start("web")
            measure(stack.env["GYM_PUBLIC_URL"])


def measure(origin: str) -> None:
    from django.db import connection  # noqa: PLC0415 - Django must be set up first
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from benchmarks import _people  # noqa: PLC0415
    from core.models import User  # noqa: PLC0415
    from core.roles import set_roles  # noqa: PLC0415

    members = int(os.environ.get("TODAY_MEMBERS", MEMBERS))
    staff = User.objects.create_user("desk@gym.example", display_name="Desk")
    set_roles(user=staff, roles=["front_desk"], by=None)
    _people.grow(members)
    _fill()
    visitor = Client()
    visitor.force_login(staff)
    with CaptureQueriesContext(connection) as asked:
        answer = visitor.get("/api/today/", headers={"host": "localhost"})
    assert answer.status_code == 200, answer.content
    statements = [query["sql"] for query in asked.captured_queries]
    Path(os.environ["BENCHMARK_STATEMENTS"]).write_text(json.dumps({"today": statements}))
    http = httpx.Client(base_url=origin, cookies={"sessionid": visitor.cookies["sessionid"].value}, timeout=120)
    ways = {"ours": "/api/today/", "bare": "/bench/bare/today/"}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, path in ways.items():
            begun = time.perf_counter()
            assert http.get(path).status_code == 200
            taken[name].append((time.perf_counter() - begun) * 1e3)
    median = {name: statistics.median(times) for name, times in taken.items()}
    worst = sorted(taken["ours"])[int(ROUNDS * 0.95)]
    cards = {name: card["count"] for name, card in answer.json()["cards"].items() if "count" in card}
    print(f"today: {members:,} members, {len(statements)} statements, {len(answer.content) / 1024:.0f} KiB; {cards}")
    ratio = median["ours"] / median["bare"]
    print(f"  ours {median['ours']:.1f} ms (p95 {worst:.1f})   bare {median['bare']:.1f} ms   ×{ratio:.2f}")


def _fill() -> None:
    """Eight weeks at the door and in the book, classes all day, and what ends and is due this week."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from core.calendar import span_of, today  # noqa: PLC0415
    from core.models import User  # noqa: PLC0415
    from scheduling.models import Reminder, Service, Session, Task  # noqa: PLC0415

    start, _ = span_of(today(), today())
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        numbers: dict[str, Any] = {
            "start": start,
            "visits": VISITS_A_DAY,
            "bookings": BOOKINGS_A_DAY,
            "days": DAYS,
            "today": today(),
        }
        service = Service.objects.create(name="Training", kind="one_to_one", minutes=30, colour="#228877", needs_membership=False)
        cursor.execute(Path(__file__).with_name("_today.sql").read_text(), numbers | {"service": service.pk})
    kind = Service.objects.create(name="Class", kind="class", minutes=45, capacity=20, colour="#228877")
    hours = timedelta(hours=1)
    Session.objects.bulk_create(
        Session(
            service=kind, trainer=User.objects.create_user(f"t{n}@gym.example"), starts_at=start + n % 14 * hours,
            ends_at=start + n % 14 * hours + timedelta(minutes=45), capacity=20,
        )
        for n in range(60)
    )  # fmt: skip
    Task.objects.bulk_create(
        Task(title="Call", role="front_desk", due_at=start + n * hours, created_by=None) for n in range(-200, 20)
    )
    Reminder.objects.bulk_create(
        Reminder(
            kind="appointment_starts", subject=f"appointment/{n}", subject_version=1, customer_id=_first() + n,
            due_at=start + n * timedelta(seconds=40), state="planned" if n % 2 else "sent", outcome_at=timezone.now(),
        )
        for n in range(2000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("core_membership", "core_checkin", "scheduling_appointment", "scheduling_reminder", "scheduling_task"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _first() -> int:
    from core.models import Customer  # noqa: PLC0415

    return Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
