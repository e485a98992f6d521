"""The last seats of a class, wanted by all at once: end to end over HTTP, and the same work in bare psycopg2.

`BOOKING_CLIENTS` (200) members book one class of `BOOKING_SEATS` (20) at the same moment; who is told that it is full queues.
Four web processes serve them. The bare way does the same rows with as many connections as the web has at work: it holds the
session, counts, inserts the seat or the place in the queue, and nothing else: no entitlement, visit, event or reminder.
See benchmarks/README.md for how to read the table.
"""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import django
import httpx
import psycopg2

from gymcrm.stack.stack import Stack

CLIENTS = int(os.environ.get("BOOKING_CLIENTS", "200"))
SEATS = int(os.environ.get("BOOKING_SEATS", "20"))
ROUNDS = int(os.environ.get("BOOKING_ROUNDS", "3"))
PROCESSES, CONNECTIONS = 4, 16


def main() -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "gymcrm.settings", "GYM_DEBUG": "0",
        "GYM_SECRET_KEY": "for-one-benchmark-and-nothing-else-" * 2,
    }  # fmt: skip
    with Stack.ephemeral(("postgres", "redis")) as stack:
        os.environ |= stack.env
        django.setup()
        logging.getLogger("httpx").setLevel(logging.WARNING)
        stack.manage("migrate", "--no-input")
        listen = ["--host", "127.0.0.1", "--port", str(stack.ports.web)]
        serve = [sys.executable, "-m", "uvicorn", "gymcrm.asgi:application", *listen]
        web = subprocess.Popen([*serve, "--workers", str(PROCESSES), "--no-access-log", "--log-level", "warning"])
        try:
            _answers(f"{stack.env['GYM_PUBLIC_URL']}/api/schema/")
            measure(stack.env["GYM_PUBLIC_URL"])
        finally:
            web.terminate()
            web.wait()


def _answers(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(url, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web processes don't answer.")


def measure(origin: str) -> None:
    from scheduling.models import Session  # noqa: PLC0415 - Django must be set up first

    members = _members()
    print(f"{CLIENTS} clients at once, a class of {SEATS} seats, {PROCESSES} web processes; {ROUNDS} rounds")
    print(f"{'':10}{'seconds':>9}{'bookings/s':>12}{'seats':>7}{'queue':>7}  order kept")
    for number in range(ROUNDS):
        ours = _class(number)
        taken = _at_once([_over_http(origin, ours.pk, *one) for one in members])
        _line("ours", taken, Session.objects.get(pk=ours.pk))
        bare = _class(number + ROUNDS)
        _line("bare", _bare(bare.pk, [customer for customer, _ in members]), Session.objects.get(pk=bare.pk))


def _line(name: str, seconds: float, session: Any) -> None:
    waiting = session.appointments.waiting().order_by("pk").values_list("place", flat=True)
    kept = "yes" if list(waiting) == list(range(1, len(waiting) + 1)) else "NO"
    print(f"{name:10}{seconds:9.2f}{CLIENTS / seconds:12.0f}{session.taken:7}{session.waiting:7}  {kept}", flush=True)


def _members() -> list[tuple[int, str]]:
    """Each with a membership and a session cookie."""
    from django.test import Client  # noqa: PLC0415

    from core import memberships  # noqa: PLC0415
    from core.calendar import today  # noqa: PLC0415
    from core.models import Customer, Plan, User  # noqa: PLC0415

    plan = Plan.objects.create(name="Yearly", price=0, currency="EUR", months=12, colour="#228877")
    found = []
    for number in range(CLIENTS):
        user = User.objects.create_user(f"member{number}@gym.example", display_name=f"Member {number}")
        user.confirm_address()
        customer = Customer.objects.create(first_name="Mia", last_name=f"Ott {number}", email=user.email, user=user)
        memberships.sell(customer=customer, plan=plan, starts_on=today(), by=None)
        visitor = Client()
        visitor.force_login(user)
        found.append((customer.pk, visitor.cookies["sessionid"].value))
    return found


def _class(number: int) -> Any:
    from django.utils import timezone  # noqa: PLC0415

    from core.models import User  # noqa: PLC0415
    from scheduling.models import Service, Session  # noqa: PLC0415

    trainer, _ = User.objects.get_or_create(email="trainer@gym.example", defaults={"display_name": "Jo", "is_staff": True})
    service, _ = Service.objects.get_or_create(
        name="Yoga", defaults={"kind": "class", "minutes": 60, "capacity": SEATS, "colour": "#228877"}
    )
    starts_at = timezone.now() + timedelta(days=3, hours=2 * number)
    return Session.objects.create(
        service=service, trainer=trainer, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), capacity=SEATS
    )


def _at_once(calls: Sequence[Callable[[threading.Barrier], None]]) -> float:
    """Each waits at the barrier when it is ready."""
    start = threading.Barrier(len(calls) + 1)
    with ThreadPoolExecutor(len(calls)) as pool:
        done = [pool.submit(call, start) for call in calls]
        start.wait()
        begun = time.perf_counter()
        for one in done:
            one.result()
        return time.perf_counter() - begun


def _over_http(origin: str, session: int, customer: int, cookie: str) -> Callable[[threading.Barrier], None]:
    http = httpx.Client(base_url=origin, cookies={"sessionid": cookie, "csrftoken": "x" * 32}, timeout=120)
    headers = {"X-CSRFToken": "x" * 32, "Origin": origin}

    def book(start: threading.Barrier) -> None:
        # They have the class before them when they book it: the connection is there, and the process has answered before.
        http.get(f"/api/sessions/{session}/").raise_for_status()
        start.wait()
        body: dict[str, Any] = {"customer": customer, "session": session}
        answer = http.post("/api/appointments/", json=body, headers=headers)
        if answer.status_code == 409:
            answer = http.post("/api/appointments/", json=body | {"waitlist": True}, headers=headers)
        assert answer.status_code == 201, answer.text

    return book


BARE = {
    "hold": "SELECT service_id, trainer_id, starts_at, ends_at, capacity, taken, waiting FROM scheduling_session WHERE id = %s"
    " FOR NO KEY UPDATE",
    "insert": "INSERT INTO scheduling_appointment (customer_id, service_id, session_id, trainer_id, starts_at, ends_at, state,"
    " place, notes, took_visit, anyway, anyway_reason, cancellation_hours, late_cancellation, no_show, open_roster,"
    " open_roster_minutes, passed_over, version, created_at, cancelled_by, late) VALUES"
    " (%s, %s, %s, %s, %s, %s, %s, %s, '', false, '', '', 12, 'kept', 'kept', 'left_open', 60, '', 1, now(), '', false)",
}


def _bare(session: int, members: Sequence[int]) -> float:
    connections = [psycopg2.connect(os.environ["DATABASE_URL"]) for _ in range(CONNECTIONS)]
    free = list(connections)

    def book(customer: int) -> None:
        connection = free.pop()
        with connection, connection.cursor() as cursor:
            cursor.execute(BARE["hold"], [session])
            found: Any = cursor.fetchone()
            service, trainer, starts_at, ends_at, capacity, taken, waiting = found
            state, place = ("booked", None) if taken < capacity else ("waitlisted", waiting + 1)
            cursor.execute(BARE["insert"], [customer, service, session, trainer, starts_at, ends_at, state, place])
        free.append(connection)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        begun = time.perf_counter()
        list(pool.map(book, members))
        taken = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    return taken
