"""Reading a table out of a file that somebody sends: CSV in any encoding, with any separator, and XLSX.

Nothing in it is believed: sizes are looked at before anything is unpacked, XML goes through defusedxml (openpyxl uses it),
formulas are taken as their last value and never worked out.
"""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.imports import headings
from core.refusals import Refused
from core.text import with_formula

FILE_BYTES = 20_000_000
MAX_LINES = 100_000
MAX_COLUMNS = 200
CELL_CHARACTERS = 10_000
# A workbook of 100,000 lines of 20 columns unpacks to less than a fifth of this.
UNPACKED_BYTES = 500_000_000
MOST_TIMES_PACKED = 200  # a sheet of repeated values packs to a fiftieth; zeros to a thousandth
MAX_PARTS = 2_000
LOOK_FOR_HEADINGS_IN = 10
SEPARATORS = ",;\t|"

Cell = str | int | float | date | datetime
Line = tuple[int, list[Cell]]


class Unreadable(Refused):
    """The file itself can't be taken."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message, code=code, field="file")


@dataclass(frozen=True)
class Table:
    """`begins` is the line of the headings; `lines` come after it."""

    headings: list[str]
    begins: int
    rows: Iterator[Line]

    def lines(self) -> Iterator[Line]:
        """Line numbers as a spreadsheet shows them, with what stands there. Empty lines and an export's total line are left out.

        Once: the file is read as they are taken. Raises Unreadable for a file that breaks off or is too long.
        """
        count = 0
        for number, cells in self.rows:
            if number <= self.begins or not any(cells) or _is_footer(cells):
                continue
            count += 1
            if count > MAX_LINES:
                raise Unreadable(f"A file of more than {MAX_LINES:,} lines has to be split.", code="too_many_lines")
            yield number, cells


def table(content: bytes) -> Table:
    """Finds the headings. Raises Unreadable with code `too_large`, `not_a_table`, `unreadable`, `unpacks_too_large`, …"""
    if len(content) > FILE_BYTES:
        raise Unreadable(f"A file may have {FILE_BYTES // 1_000_000} MB at most.", code="too_large")
    everything = rows(content)
    first = list(itertools.islice(everything, LOOK_FOR_HEADINGS_IN))
    candidates = [(number, [str(cell).strip() for cell in cells]) for number, cells in first if any(cells)]
    if not candidates:
        raise Unreadable("The file is empty.", code="empty")
    begins, names = max(candidates, key=lambda row: sum(headings.known(cell) is not None for cell in row[1]))
    if sum(headings.known(cell) is not None for cell in names) == 0:
        begins, names = candidates[0]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        raise Unreadable(f"A table may have {MAX_COLUMNS} columns at most.", code="too_many_columns")
    return Table(
        headings=[name[:200].replace("\0", "") for name in names], begins=begins, rows=itertools.chain(first, everything)
    )


def rows(content: bytes) -> Iterator[Line]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a workbook of before 2007. Save it as .xlsx or as CSV.", code="old_workbook")
    return _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)


def _is_footer(cells: Sequence[Cell]) -> bool:
    """Mindbody ends an export with “Total records: 812” in the first columns."""
    return all(str(cell).strip().lower().startswith("total records") for cell in cells if cell != "")


def decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark or recognisable, else the Windows-1252 that Excel writes."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strictly(content, encoding)
    head = content[:2000]
    if head.count(0) > len(head) // 4:
        return _strictly(content, "utf-16-le" if head[1:2] == b"\0" else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("The file is in no encoding that is known here. Save it as “CSV UTF-8”.", code="unreadable") from error


def separator(text: str) -> str:
    """The one that splits the first lines into columns most evenly, and of several such, into the most."""

    def score(candidate: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in itertools.islice(csv.reader(io.StringIO(text), delimiter=candidate), 20) if row]
        except csv.Error:
            return 0, 0
        widest = max(widths, default=0)
        return (sum(width == widest for width in widths), widest) if widest > 1 else (0, 0)

    return max(SEPARATORS, key=score)


def _csv(content: bytes) -> Iterator[Line]:
    text = decode(content)
    if "\0" in text:
        raise Unreadable("This is not a table of text.", code="not_a_table")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text[:200_000]))
    number = 1
    try:
        for cells in reader:
            yield number, [with_formula(cell.strip())[:CELL_CHARACTERS] for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"The file breaks off at line {number}: {error}.", code="unreadable") from error


def _xlsx(content: bytes) -> Iterator[Line]:
    _refuse_bomb(content)
    book = None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What a workbook says of its own size need not be true, and openpyxl would fill it up.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell(cell) for cell in cells[: MAX_COLUMNS + 1]]
    except (
        InvalidFileException, zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, ValueError, TypeError, IndexError,
        AttributeError, OSError, EOFError, OverflowError,
    ) as error:  # fmt: skip
        raise Unreadable("This workbook can't be read. Save it anew as .xlsx or as CSV.", code="unreadable") from error
    finally:
        if book is not None:
            book.close()


def _refuse_bomb(content: bytes) -> None:
    """By what the archive says of its parts: reading one, Python never goes beyond the size that is said."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("This workbook is damaged.", code="unreadable") from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > UNPACKED_BYTES:
        raise Unreadable("This workbook unpacks to more than a list of members does.", code="unpacks_too_large")
    if any(part.file_size > 1_000_000 and part.file_size > MOST_TIMES_PACKED * part.compress_size for part in parts):
        raise Unreadable("This workbook unpacks to more than a list of members does.", code="unpacks_too_large")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise Unreadable("This is an archive, and no workbook.", code="not_a_table")


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int | float | datetime | date):
        return value
    if isinstance(value, time):
        return value.isoformat()
    return str(value).strip()[:CELL_CHARACTERS]
