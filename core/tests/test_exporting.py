"""Members as a file: nothing in it is ever a formula, and notes are for who may see them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core import merging
from core.imports import files
from core.models import Customer
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory
from core.text import with_formula, without_formula

Sign = Callable[[str], Person]
pytestmark = pytest.mark.django_db
URL = "/api/customers/export/"
EVIL = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "＝1+1", " =1", "'=1", "\t=1"]


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))


@pytest.mark.parametrize("name", [evil for evil in EVIL if "\t" not in evil])
def test_no_cell_is_a_formula(person: Sign, name: str) -> None:
    CustomerFactory.create(first_name=name, phone_number="+4930901820")
    client = person("manager").client
    head, row = table(client.get(URL, {"file": "csv"}))
    cell = row[head.index("First name")]
    assert cell.startswith("'")
    assert row[head.index("Phone number")] == "'+4930901820"
    book = load_workbook(io.BytesIO(content(client.get(URL, {"file": "xlsx"}))))
    shown = book.worksheets[0].cell(2, head.index("First name") + 1)
    assert (shown.data_type, shown.value, shown.number_format) == ("s", name, "@")


@pytest.mark.parametrize("text", [*EVIL, "Mia", "", "'quoted'", "O'Brien", "a=b", "'"])
def test_what_was_made_harmless_is_itself_again_on_import(text: str) -> None:
    assert with_formula(without_formula(text)) == text
    assert not without_formula(text).startswith(("=", "+", "-", "@", "\t", "＝"))


def test_an_export_is_understood_by_our_import(person: Sign) -> None:
    CustomerFactory.create(first_name="=Mia", phone_number="+4930901820").tags.add(TagFactory.create(name="VIP"))
    for kind in ("csv", "xlsx"):
        read = files.table(content(person("manager").client.get(URL, {"file": kind})))
        row = dict(zip(read.headings, next(iter(read.lines()))[1], strict=True))
        assert (row["First name"], row["Phone number"], row["Tags"]) == ("=Mia", "+4930901820", "VIP")


def test_who_is_in_it_follows_the_list_or_the_choice(person: Sign) -> None:
    manager = person("manager")
    a, b, c = (CustomerFactory.create(last_name=name) for name in ("Adler", "Bach", "Celan"))

    def names(**query: str) -> list[str]:
        head, *rows = table(manager.client.get(URL, {"file": "csv", **query}))
        return [row[head.index("Last name")] for row in rows]

    assert names() == ["Adler", "Bach", "Celan"]
    assert names(search="bach") == ["Bach"]
    assert names(ids=f"{a.pk},{c.pk}") == ["Adler", "Celan"]
    assert names(ids=f"{b.pk}", status="active") == []
    merging.merge(kept=a, merged=b, by=manager.user)
    assert names(ids=f"{b.pk},{c.pk}") == ["Adler", "Celan"], "an id whose record was merged means the one kept"
    for query in (
        {},
        {"file": "pdf"},
        {"file": "csv", "ids": "x"},
        {"file": "csv", "ids": "9" * 19},
        {"file": "csv", "nonsense": "1"},
    ):
        assert manager.client.get(URL, query).status_code == 400


def test_notes_are_in_it_for_those_who_may_see_them(person: Sign) -> None:
    CustomerFactory.create(notes="only for staff")
    manager = person("manager")
    assert b"only for staff" in content(manager.client.get(URL, {"file": "csv"}))
    manager.user.groups.get().permissions.remove(*manager.user.groups.get().permissions.filter(codename="view_staff_notes"))
    assert b"only for staff" not in content(manager.client.get(URL, {"file": "csv"}))


def test_any_number_takes_the_same_queries(person: Sign) -> None:
    manager = person("manager")
    counts = []
    for _ in range(2):
        Customer.objects.bulk_create(CustomerFactory.build() for _ in range(20))
        with CaptureQueriesContext(connection) as queries:
            content(manager.client.get(URL, {"file": "csv"}))
        counts.append(len(queries))
    assert counts[0] == counts[1]
