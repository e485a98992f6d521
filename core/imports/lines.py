"""A line of the table as a member to be, or as a list of what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Lower

from core.imports import values
from core.imports.files import Cell, Line
from core.models import Customer, ImportProblem

CONSENTS = ("email_marketing", "sms_marketing")
NOT_COLUMNS = {"full_name", "other_phone", "address_2", "tags", *CONSENTS}
REQUIRED = ("first_name", "last_name", "email")
SHOWN = 100
Read = Callable[[Cell], Any]


def readers(order: str) -> dict[str, Read]:
    """How each field is read."""
    return {
        "member_number": values.number,
        "first_name": values.text(80),
        "last_name": values.text(80),
        "full_name": values.text(161),
        "preferred_name": values.text(80),
        "email": values.email,
        "phone_number": values.phone,
        "other_phone": values.phone,
        "birth_date": lambda cell: values.birthday(cell, order),
        "joined_on": lambda cell: values.joining(cell, order),
        "address": values.text(200, line_breaks=True),
        "address_2": values.text(100),
        "postal_code": values.text(20),
        "city": values.text(80),
        "country": values.country,
        "emergency_contact_name": values.text(80),
        "emergency_contact_phone": values.phone,
        "language": values.language,
        "tags": values.tags,
        "notes": values.text(5000, line_breaks=True),
        "email_marketing": values.yes,
        "sms_marketing": values.yes,
    }


@dataclass
class Draft:
    """`customer` is unsaved. `problems` are unsaved too, and none when the line can be taken."""

    line: int
    customer: Customer
    tags: list[str] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)

    def refuse(self, name: str, code: str, value: object = "", other: int | None = None) -> None:
        shown = "".join(character if character.isprintable() else "�" for character in str(value)[:SHOWN])
        self.problems.append(ImportProblem(line=self.line, field=name, code=code, value=shown, other=other))


class Reader:
    """Reads lines by a mapping. Remembers the emails and numbers it has seen: no two lines may have the same."""

    def __init__(self, mapping: Sequence[str | None], date_order: str) -> None:
        known = readers(date_order)
        self.columns = [(index, name, known[name]) for index, name in enumerate(mapping) if name]
        self.width = len(mapping)
        self.seen: dict[tuple[str, object], int] = {}

    def read(self, lines: Iterable[Line]) -> Iterator[Draft]:
        for number, cells in lines:
            yield self._draft(number, cells)

    def _draft(self, number: int, cells: Sequence[Cell]) -> Draft:
        draft = Draft(number, Customer())
        found: dict[str, Any] = {}
        if any(cell != "" for cell in cells[self.width :]):
            draft.refuse("", "more_cells_than_headings", cells[self.width])
        for index, name, read in self.columns:
            cell = cells[index] if index < len(cells) else ""
            try:
                found[name] = read(cell)
            except values.Bad as bad:
                draft.refuse(name, bad.code, cell)
        self._compose(draft, found)
        return draft

    def _compose(self, draft: Draft, found: dict[str, Any]) -> None:
        if whole := found.get("full_name"):
            first, last = split_name(whole)
            found["first_name"], found["last_name"] = found.get("first_name") or first, found.get("last_name") or last
        if not found.get("last_name") and " " in (found.get("first_name") or ""):
            found["first_name"], found["last_name"] = split_name(found["first_name"])
        if not found.get("phone_number"):
            found["phone_number"] = found.get("other_phone", "")
        if second := found.get("address_2"):
            found["address"] = "\n".join(part for part in (found.get("address"), second) if part)
        refused = {problem.field for problem in draft.problems}
        for name in REQUIRED:
            if not found.get(name) and name not in refused and not (name != "email" and "full_name" in refused):
                draft.refuse(name, "required")
        for name, value in found.items():
            if name not in NOT_COLUMNS and value is not None:
                setattr(draft.customer, name, value)
        draft.tags = found.get("tags", [])
        draft.consents = [kind for kind in CONSENTS if found.get(kind)]
        self._refuse_repeated(draft, "email", found.get("email", "").lower() or None)
        self._refuse_repeated(draft, "member_number", found.get("member_number"))

    def _refuse_repeated(self, draft: Draft, name: str, value: object) -> None:
        if value is None:
            return
        first = self.seen.setdefault((name, value), draft.line)
        if first != draft.line:
            draft.refuse(name, "repeated", value, other=first)


def split_name(whole: str) -> tuple[str, str]:
    """“Ott, Mia” and “Mia Sofie Ott”; 王小明, written without a space, begins with the family's."""
    last, comma, first = whole.partition(",")
    if comma:
        return first.strip(), last.strip()
    if " " in whole:
        first, _, last = whole.rpartition(" ")
        return first, last
    is_han = len(whole) in (2, 3, 4) and all("\u3400" <= character <= "\u9fff" for character in whole)
    return (whole[1:], whole[0]) if is_han else (whole, "")


def refuse_taken(drafts: Sequence[Draft]) -> None:
    """Adds the problems of those whose email or number a member has already. Two queries."""
    emails = {draft.customer.email.lower() for draft in drafts if draft.customer.email}
    taken = dict(Customer.objects.annotate(folded=Lower("email")).filter(folded__in=emails).values_list("folded", "pk"))
    numbers = {number for draft in drafts if (number := _number(draft))}
    given = dict(Customer.objects.filter(member_number__in=numbers).values_list("member_number", "pk")) if numbers else {}
    for draft in drafts:
        if other := taken.get(draft.customer.email.lower()):
            draft.refuse("email", "taken", draft.customer.email, other=other)
        number = _number(draft)
        if number in given:
            draft.refuse("member_number", "taken", number, other=given[number])


def _number(draft: Draft) -> int | None:
    """Unsaved, the field holds the database's default unless it was set."""
    value = draft.customer.__dict__.get("member_number")
    return value if isinstance(value, int) else None
