"""What the event line costs a change, and how fast the sequencer is.

Each round changes one customer `CHANGES` times, each in a transaction of its own, in three ways that take turns: the bare
SQL of the change by psycopg2, the same and the event's row by psycopg2 (what recording must cost at least), and our use case.
"""

import json
import os
import statistics
import time
from collections.abc import Callable

import django

from gymcrm.stack.stack import Stack

CHANGES, ROUNDS = 500, 5


def main() -> None:
    with Stack.ephemeral(("postgres",)) as stack:
        stack.manage("migrate", "--no-input")
        os.environ |= stack.env | {"DJANGO_SETTINGS_MODULE": "gymcrm.settings"}
        django.setup()
        measure()


def measure() -> None:
    import uuid6  # noqa: PLC0415 - Django must be set up first
    from django.db import connection, transaction  # noqa: PLC0415

    from core import customers  # noqa: PLC0415
    from core.events import sequencer  # noqa: PLC0415
    from core.events.models import Event  # noqa: PLC0415
    from core.models import Customer, User  # noqa: PLC0415

    staff = User.objects.create_superuser("staff@example.org", "x")
    customer = Customer.objects.create(first_name="Mia", last_name="Ott", email="mia@example.org")

    def bare(number: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM core_customer WHERE id = %s FOR UPDATE", [customer.pk])
            cursor.execute(
                "UPDATE core_customer SET first_name = %s, version = version + 1 WHERE id = %s", [str(number), customer.pk]
            )

    def bare_with_event(number: int) -> None:
        data = {"id": customer.pk, "version": number, "first_name": str(number), "last_name": "Ott"}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM core_customer WHERE id = %s FOR UPDATE", [customer.pk])
            cursor.execute(
                "UPDATE core_customer SET first_name = %s, version = version + 1 WHERE id = %s", [str(number), customer.pk]
            )
            cursor.execute(
                "INSERT INTO core_event (id, type, subject, time, dataversion, actor, audience, data)"
                " VALUES (%s, 'customer.updated', %s, now(), 1, %s, '{staff}', %s)",
                [uuid6.uuid7(), f"customer/{customer.pk}", staff.pk, json.dumps(data)],
            )

    def use_case(number: int) -> None:
        customers.change(customer=customer, by=staff, first_name=str(number))

    ways: dict[str, Callable[[int], None]] = {
        "bare SQL, no event": bare,
        "bare SQL and the event's row": bare_with_event,
        "core.customers.change": use_case,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            for number in range(CHANGES):
                way(round_ * CHANGES + number + 1)
            seconds[name].append(time.perf_counter() - begun)

    waiting = Event.objects.filter(seq__isnull=True).count()
    begun = time.perf_counter()
    while sequencer.place():
        pass
    placing = time.perf_counter() - begun

    floor = statistics.median(seconds["bare SQL and the event's row"])
    print(f"events: median of {ROUNDS} rounds of {CHANGES} changes, taking turns")
    for name, taken in seconds.items():
        median = statistics.median(taken)
        print(f"  {name:<30} {median / CHANGES * 1e3:6.2f} ms a change   {median / floor:5.2f} × bare SQL with event")
    ratio = waiting / placing / (CHANGES / floor)
    print(
        f"  {'sequencer':<30} {waiting / placing:6.0f} events/s     {ratio:5.1f} × what one writer makes by bare SQL with event"
    )
