"""Which files are taken for tables, and how a value in one is read."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from openpyxl import Workbook

from core.imports import files, headings, values
from core.refusals import Refused

TABLE = "First Name;Last Name;Email\nZoë;Müller;zoe@example.org\n李;雷;li@example.org\n"
WESTERN = "First Name;Last Name;Email\nZoë;Müller;zoe@example.org\n"


def workbook(*lines: list[Any]) -> bytes:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_its_mark_and_without(encoding: str) -> None:
    table = files.table(TABLE.encode(encoding))
    assert table.headings == ["First Name", "Last Name", "Email"]
    assert list(table.lines()) == [(2, ["Zoë", "Müller", "zoe@example.org"]), (3, ["李", "雷", "li@example.org"])]


def test_what_is_no_unicode_is_what_excel_writes() -> None:
    assert next(iter(files.table(WESTERN.encode("cp1252")).lines()))[1][:2] == ["Zoë", "Müller"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = f'Name{separator}Address{separator}Email\n"Ott, Mia"{separator}"Am Ring 1; Hof"{separator}mia@example.org\n'
    assert list(files.table(text.encode()).lines()) == [(2, ["Ott, Mia", "Am Ring 1; Hof", "mia@example.org"])]


def test_lines_are_numbered_as_they_stand_in_the_file() -> None:
    text = 'Name,Notes,Email\n\nMia Ott,"two\nlines",mia@example.org\nZoe,,zoe@example.org\n'
    assert [number for number, _ in files.table(text.encode()).lines()] == [3, 5]


def test_mindbodys_numbers_above_and_total_below_are_no_members() -> None:
    text = "0,1,2,3\nLast name,First name,ID,Mobile phone\nCho,Mina,165,2135550142\nTotal records: 1,Total records: 1,,\n"
    table = files.table(text.encode())
    assert (table.headings[0], headings.source(table.headings)) == ("Last name", "")
    assert list(table.lines()) == [(3, ["Cho", "Mina", "165", "2135550142"])]


def test_a_workbook_gives_its_values_with_their_types() -> None:
    content = workbook(["First name", "Birthday", "Mobile"], ["Mia", datetime(1990, 3, 4), 4917139200000], ["=1+1", None, 12.5])
    assert list(files.table(content).lines()) == [
        (2, ["Mia", datetime(1990, 3, 4), 4917139200000]),
        (3, ["", "", 12.5]),  # a formula is not worked out
    ]


def bomb() -> bytes:
    return archive(xl__workbook_xml=b"", **{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0\1" * 400, "old_workbook"),
        (b'Name,Email\n"never closed' + b"x" * 200_000, "unreadable"),
        (archive(**{"evil.txt": b"x"}), "not_a_table"),
        (workbook(["Name"])[:-300], "unreadable"),
        (archive(**{"xl/workbook.xml": b"<not"}), "unreadable"),
        (bomb(), "unpacks_too_large"),
        (b"x" * (files.FILE_BYTES + 1), "too_large"),
    ],
    ids=["nothing", "blank", "half", "png", "xls", "open quote", "zip", "torn", "broken", "bomb", "large"],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        list(files.table(content).lines())
    assert (refused.value.code, refused.value.field) == (code, "file")


def test_a_workbook_whose_entities_multiply_is_refused() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    book = io.BytesIO(workbook(["Name", "Email"], ["Mia", "x"]))
    written = io.BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode() + content
            target.writestr(part, content)
    with pytest.raises(Refused, match="can't be read"):
        list(files.table(written.getvalue()).lines())


def test_more_lines_than_can_be_meant_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_LINES", 3)
    with pytest.raises(Refused) as refused:
        list(files.table(b"Name\n" + b"x\n" * 4).lines())
    assert refused.value.code == "too_many_lines"


@pytest.mark.parametrize(
    ("source", "given", "fields"),
    [
        ("mindbody", "Client ID,First Name,Last Name,Email,Mobile Phone,Last Visit,Visits",
         ["member_number", "first_name", "last_name", "email", "phone_number", None, None]),
        ("mindbody", "Last name,First name,Nickname,ID,Address,City,State,Postal code,Country,Mobile phone,Home phone,Work phone,"
         "Email",
         ["last_name", "first_name", "preferred_name", "member_number", "address", "city", None, "postal_code", "country",
          "phone_number", "other_phone", None, "email"]),
        ("glofox", "First Name,Last Name,Email,Phone,Date of birth,Gender,Added,Membership Name,Membership Expiry Date",
         ["first_name", "last_name", "email", "phone_number", "birth_date", None, "joined_on", None, None]),
        ("gymmaster", "memberid,firstname,surname,dob,gender,email,phonecell,phonehome,addressstreet,addresscity,"
         "addressareacode",
         ["member_number", "first_name", "last_name", "birth_date", None, "email", "phone_number", "other_phone", "address",
          "city", "postal_code"]),
        ("pushpress", "First Name,Last Name,Email,Phone,Date of Birth,Member Since,Plan,Emergency Contact Name,"
         "Emergency Contact Phone",
         ["first_name", "last_name", "email", "phone_number", "birth_date", "joined_on", None, "emergency_contact_name",
          "emergency_contact_phone"]),
        ("", "Vorname,Nachname,E-Mail,Telefon,Geburtsdatum,PLZ",
         ["first_name", "last_name", "email", "phone_number", "birth_date", "postal_code"]),
    ],
)  # fmt: skip
def test_the_headings_of_other_systems_are_recognised(source: str, given: str, fields: list[str | None]) -> None:
    names = given.split(",")
    assert (headings.source(names), headings.suggest(names)) == (source, fields)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("04.03.1990", "dmy", date(1990, 3, 4)), ("03/04/1990", "mdy", date(1990, 3, 4)), ("1990-03-04", "mdy", date(1990, 3, 4)),
        ("90/03/04", "ymd", date(1990, 3, 4)), ("1990/3/4", "dmy", date(1990, 3, 4)), ("4 Mar 1990", "mdy", date(1990, 3, 4)),
        ("March 4th, 1990", "dmy", date(1990, 3, 4)), ("4-Mar-1990", "dmy", date(1990, 3, 4)),
        ("1990年3月4日", "dmy", date(1990, 3, 4)),
        ("04.03.90", "dmy", date(1990, 3, 4)), ("04.03.26", "dmy", date(2026, 3, 4)), ("04.03.27", "dmy", date(1927, 3, 4)),
        ("03/04/1990 10:15 PM", "mdy", date(1990, 3, 4)), ("1990-03-04T23:30:00Z", "dmy", date(1990, 3, 5)),
        (32936, "dmy", date(1990, 3, 4)), (datetime(1990, 3, 4), "mdy", date(1990, 3, 4)), ("", "dmy", None),
    ],
)  # fmt: skip
@time_machine.travel(datetime(2026, 11, 24, 12), tick=False)
def test_dates_are_read_in_every_order(cell: files.Cell, order: str, day: date | None) -> None:
    assert values.birthday(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [("31.02.1990", "invalid_date"), ("13/13/2000", "invalid_date"), ("yesterday", "invalid_date"), ("1", "invalid_date"),
     ("04.03.999", "invalid_date"), (99_999_999, "invalid_date"), ("0.0.0", "invalid_date"), ("01.01.1800", "out_of_range"),
     ("01.01.2999", "out_of_range"), ("9999-99-99T99:99", "invalid_date"), ("4 Foo 1990", "invalid_date")],
)  # fmt: skip
def test_what_is_no_date_is_said_to_be_none(cell: files.Cell, code: str) -> None:
    with pytest.raises(values.Bad) as bad:
        values.birthday(cell, "dmy")
    assert bad.value.code == code


def test_the_dates_themselves_tell_their_order() -> None:
    assert values.date_order(["03/04/2024", "25/03/2024 18:30", ""]) == "dmy"
    assert values.date_order(["03/04/2024", "03/25/2024"]) == "mdy"
    assert values.date_order(["98/04/13"]) == "ymd"
    assert values.date_order(["03/04/2024", "2024-12-31"]) is None
    assert values.date_order(["25/03/2024", "03/25/2024"]) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [("030 901820", "+4930901820"), ("0049 30 901820", "+4930901820"), ("+44 20 7946 0958", "+442079460958"),
     (4930901820, "+4930901820"), (30901820, "+4930901820"), ("(030) 90-18-20", "+4930901820"), ("", "")],
)  # fmt: skip
def test_phones_become_e164(cell: files.Cell, number: str) -> None:
    assert values.phone(cell) == number


def test_other_values() -> None:
    assert [values.country(cell) for cell in ("Deutschland", "uk", "us", "")] == ["DE", "GB", "US", ""]
    assert [values.yes(cell) for cell in ("TRUE", "no", 1, "")] == [True, False, True, False]
    assert values.tags("VIP; morning,vip") == ["vip", "morning"]
    for read, cell in (
        (values.phone, "12"),
        (values.country, "Atlantis"),
        (values.yes, "perhaps"),
        (values.email, "a@b"),
        (values.number, "A1"),
    ):
        with pytest.raises(values.Bad):
            read(cell)
