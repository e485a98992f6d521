"""Commits events as a web process does, one in a transaction: `python -m benchmarks.fanout.commits 1000 200`.

The arguments are how many, and how many a second. Each event carries, after MARK, when its transaction began.
"""

import sys
import time

import django

MARK = b"committed at "
BYTES = 200


def main(count: int, per_second: float) -> None:
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    from core.events.record import record  # noqa: PLC0415
    from core.people_events import CustomerUpdated  # noqa: PLC0415

    begun = time.monotonic()
    for number in range(count):
        time.sleep(max(0.0, begun + number / per_second - time.monotonic()))
        with transaction.atomic():
            text = (MARK + b"%d" % time.time_ns()).decode().ljust(BYTES, "x")
            data = CustomerUpdated(id=1, version=1, first_name="Mia", last_name=text)
            record(data, subject="customer/1", audience={"staff"}, actor=None)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), float(sys.argv[2]))
