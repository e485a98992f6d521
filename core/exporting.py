"""Members as a table to take along: CSV or XLSX, in which no cell is ever a formula.

A spreadsheet takes a CSV's cell for a formula by how it begins, so such a cell gets an apostrophe before it, as OWASP advises;
our own import takes it off again. A workbook says of each cell that it is text.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from core.calendar import today
from core.models import Customer
from core.standing import status
from core.text import without_formula

CHUNK = 2_000
IN_MEMORY = 5_000_000

# Headings that our own import knows, with what stands below. Notes are for those who may see them.
COLUMNS: dict[str, Callable[[Customer, date], Any]] = {
    "Member number": lambda member, _: member.member_number,
    "First name": lambda member, _: member.first_name,
    "Last name": lambda member, _: member.last_name,
    "Preferred name": lambda member, _: member.preferred_name,
    "Email": lambda member, _: member.email,
    "Phone number": lambda member, _: str(member.phone_number or ""),
    "Birth date": lambda member, _: member.birth_date,
    "Address": lambda member, _: member.address,
    "Postal code": lambda member, _: member.postal_code,
    "City": lambda member, _: member.city,
    "Country": lambda member, _: member.country,
    "Emergency contact name": lambda member, _: member.emergency_contact_name,
    "Emergency contact phone": lambda member, _: str(member.emergency_contact_phone or ""),
    "Language": lambda member, _: member.language,
    "Tags": lambda member, _: "; ".join(sorted(tag.name for tag in member.tags.all())),
    "Joined on": lambda member, _: member.joined_on,
    "Status": lambda member, now: status(member, now).value,
    "Plan": lambda member, _: member.plan.name if member.plan else "",
    "Access until": lambda member, _: member.access_until,
    "Last visit": lambda member, _: member.last_visit_at,
}
NOTES = "Notes"


def headings(*, with_notes: bool) -> list[str]:
    return [*COLUMNS, NOTES] if with_notes else list(COLUMNS)


def rows(members: QuerySet[Customer], *, with_notes: bool) -> Iterator[list[str]]:
    """Read CHUNK by CHUNK: any number of members takes the same memory."""
    now = today()
    found = members.select_related("plan").prefetch_related("tags").order_by("sort_name", "id")
    for member in found.iterator(chunk_size=CHUNK):
        values = [read(member, now) for read in COLUMNS.values()]
        yield [_text(value) for value in ([*values, member.notes] if with_notes else values)]


def as_csv(members: QuerySet[Customer], *, with_notes: bool) -> Iterator[bytes]:
    """With the mark by which Excel knows UTF-8."""
    yield "\ufeff".encode() + _line(headings(with_notes=with_notes))
    for row in rows(members, with_notes=with_notes):
        yield _line([without_formula(cell) for cell in row])


def as_workbook(members: QuerySet[Customer], *, with_notes: bool) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Members")
    sheet.append([_cell(sheet, heading) for heading in headings(with_notes=with_notes)])
    for row in rows(members, with_notes=with_notes):
        sheet.append([_cell(sheet, cell) for cell in row])
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        book.save(file)
        file.seek(0)
        while block := file.read(64 * 1024):
            yield block


def _cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"  # openpyxl takes what begins with an equals sign for a formula
    cell.number_format = "@"
    return cell


def _line(row: list[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(row)
    return written.getvalue().encode()


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    return "" if value is None else str(value)
