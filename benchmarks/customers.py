"""How long finding members takes, with ten thousand, a hundred thousand and a million of them.

Each question is asked over HTTP, one at a time, in three ways that take turns on the same server and database: our list; the bare
way (the very statements of our list, by psycopg2 and json.dumps, and nothing else: no session, no permissions); the plain way
(DRF's ListAPIView, `icontains`, count and offset). `BENCHMARK_SIZES="10000 100000"` measures with fewer.
See benchmarks/README.md for how to read the table.
"""

import json
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
import httpx

from gymcrm.stack.stack import Stack

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, PLAIN_ROUNDS = 21, 3


@dataclass(frozen=True)
class Case:
    """`ask` is the query of our list, `plain` that of the plain one: None where it has no such question."""

    name: str
    ask: dict[str, Any]
    plain: dict[str, Any] | None = field(default_factory=dict)
    slow: bool = False  # where the bar asks to be twenty times as fast as the plain way


def main() -> None:
    sizes = [int(size) for size in os.environ.get("BENCHMARK_SIZES", "").split()] or list(SIZES)
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
            measure(stack.env["GYM_PUBLIC_URL"], sizes)


def measure(origin: str, sizes: list[int]) -> None:
    from django.test import Client  # noqa: PLC0415 - Django must be set up first

    from benchmarks import _people  # noqa: PLC0415
    from core.models import User  # noqa: PLC0415
    from core.roles import set_roles  # noqa: PLC0415

    staff = User.objects.create_user("desk@gym.example", display_name="Desk")
    set_roles(user=staff, roles=["front_desk"], by=None)
    visitor = Client()
    visitor.force_login(staff)
    http = httpx.Client(base_url=origin, cookies={"sessionid": visitor.cookies["sessionid"].value}, timeout=120)
    first: dict[str, float] = {}
    for size in sizes:
        begun = time.perf_counter()
        _people.grow(size)
        print(f"\n{size:,} members (made in {time.perf_counter() - begun:.0f} s); milliseconds, median")
        print(f"{'':34}{'ours':>8}{'bare':>8}{'plain':>10}{'ours/bare':>11}{'plain/ours':>12}{'growth':>9}  statements")
        for case in cases(staff, size):
            one = ask(http, case, staff)
            first.setdefault(case.name, one["ours"])
            growth = one["ours"] / first[case.name]
            plain = f"{one['plain']:10.1f}" if "plain" in one else f"{'':>10}"
            faster = f"{one['plain'] / one['ours']:11.1f}{'*' if case.slow else ' '}" if "plain" in one else f"{'':>12}"
            ratio = one["ours"] / one["bare"]
            line = f"{case.name:<34}{one['ours']:8.1f}{one['bare']:8.1f}{plain}{ratio:11.2f}{faster}{growth:9.2f}"
            print(f"{line}  {one['statements']:.0f}", flush=True)


def cases(staff: Any, size: int) -> list[Case]:
    from core.calendar import today  # noqa: PLC0415
    from core.models import Plan, Tag  # noqa: PLC0415

    popular, rare = Tag.objects.get(name="popular").pk, Tag.objects.get(name="rare").pk
    plan = Plan.objects.order_by("pk").first()
    assert plan
    now = today()
    middle = {"cursor": _middle({}, size // 2, staff), "page": size // 50}
    found = [
        Case("list", {}),
        Case("deep page", {"cursor": middle["cursor"]}, {"page": middle["page"]}, slow=True),
        *[
            Case(f"order {order}", {"ordering": order}, {"ordering": column})
            for order, column in (("-joined", "-joined_on"), ("last_visit", "last_visit_at"), ("-ends", "-access_until"))
        ],
        *[
            Case(f"status {status}", {"status": status}, None)
            for status in ("lead", "active", "frozen", "ending", "expired", "left")
        ],
        Case("plan", {"plan": plan.pk}, {"plan": plan.pk}),
        Case("popular tag", {"tag": popular}, {"tags": popular}),
        Case("rare tag", {"tag": rare}, {"tags": rare}),
        Case("ending within 14 days", {"ending_within": 14}, {"access_until__gte": now, "access_until__lte": f"{now:%Y}-12-31"}),
        Case("last visit before", {"last_visit_before": "2026-06-01"}, {"last_visit_at__lt": "2026-06-01"}),
        Case("ending, soonest first", {"status": "ending", "ordering": "ends"}, None),
        Case("active, with a plan, joined last", {"status": "active", "plan": plan.pk, "ordering": "-joined"}, None),
    ]
    searches = {
        "one letter": "a", "another letter": "m", "two letters": "mu", "family name": "Müller", "first and last": "mia fischer",
        "last and first": "fischer mia", "parts of both": "jo web", "parts, nobody": "linh ozge", "phone": "0171 39",
        "last digits": "0815", "Chinese character": "明", "email domain": "gmail",
    }  # fmt: skip
    found += [Case(f"search, {name}", {"search": text}, {"search": text}) for name, text in searches.items()]
    letter = {"search": "a"}
    found += [
        Case("search, rare: an address", {"search": f"member{size // 2}@"}, {"search": f"member{size // 2}@"}, slow=True),
        Case("search, rare: nobody", {"search": "zzyzx"}, {"search": "zzyzx"}, slow=True),
        Case("search, one letter, page 200", letter | {"cursor": _middle(letter, 5000, staff)}, letter | {"page": 200}),
        Case("search with a filter", {"search": "a", "status": "ending"}, None),
        Case("profile", {"profile": True}, None),
        Case("count, all", {"count": True}, None),
        Case("count, one letter", {"count": True, "search": "a"}, None),
    ]
    return found


def _middle(question: dict[str, Any], rows: int, staff: Any) -> str:
    """The cursor of a place so many rows in, found by the order itself."""
    from core.api.member_list import encoded  # noqa: PLC0415
    from core.member_list import ORDERS, Cursor  # noqa: PLC0415
    from core.member_search import Question  # noqa: PLC0415
    from core.models import Customer  # noqa: PLC0415

    if "search" in question:
        part = Question.of(question["search"]).parts[0]
        term, pk = part.order_by("term", "customer_id").values_list("term", "customer_id")[min(rows, part.count() - 30)]
        return encoded(Cursor("", (0, term, pk)))
    customer = Customer.objects.order_by("sort_name", "id")[rows]
    return encoded(Cursor("name", (ORDERS["name"].key(customer), customer.pk)))


def ask(http: httpx.Client, case: Case, staff: Any) -> dict[str, float]:
    ours, statements = _ours(case, staff)
    Path(os.environ["BENCHMARK_STATEMENTS"]).write_text(json.dumps({"case": statements}))
    ways: dict[str, Callable[[], httpx.Response]] = {
        "ours": lambda: http.get(ours[0], params=ours[1]),
        "bare": lambda: http.get("/bench/bare/case/"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way().raise_for_status()
    for _ in range(ROUNDS):
        for name, way in ways.items():
            begun = time.perf_counter()
            way().raise_for_status()
            seconds[name].append(time.perf_counter() - begun)
    if case.plain is not None:
        seconds["plain"] = []
        for _ in range(PLAIN_ROUNDS):
            begun = time.perf_counter()
            http.get("/bench/plain/", params=case.plain).raise_for_status()
            seconds["plain"].append(time.perf_counter() - begun)
    return {name: statistics.median(taken) * 1000 for name, taken in seconds.items()} | {"statements": len(statements)}


def _ours(case: Case, staff: Any) -> tuple[tuple[str, dict[str, Any]], list[str]]:
    """Where our answer is, and the statements it takes beside those that find out who is asking."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: PLC0415

    from core.api.customers import Customers  # noqa: PLC0415
    from core.models import Customer  # noqa: PLC0415

    question = {name: value for name, value in case.ask.items() if name not in ("profile", "count")}
    staff.has_perm("core.view_customer")  # who may what is asked before
    request = APIRequestFactory().get("/", question, HTTP_HOST="localhost")
    force_authenticate(request, user=staff)
    pk = Customer.objects.order_by("-id").values_list("pk", flat=True)[0]
    method, address, arguments = "list", "/api/customers/", {}
    if "profile" in case.ask:
        method, address, arguments = "retrieve", f"/api/customers/{pk}/", {"pk": pk}
    elif "count" in case.ask:
        method, address = "count", "/api/customers/count/"
    with CaptureQueriesContext(connection) as queries:
        Customers.as_view({"get": method})(request, **arguments).render()
    return (address, question), [query["sql"] for query in queries]
