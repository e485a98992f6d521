"""Finding members by what somebody types: names, member number, email, phone, in any case, with or without accents.

Each member has a few search terms (`SearchTerm`), kept by the database. A term begins at a word and goes on from there, around to
the words before it: Mia Sofie Ott has “mia sofie ott”, “sofie ott mia” and “ott mia sofie”, 王小明 has “王小明”, “小明” and “明”.
So what is typed is mostly the beginning of a term, and the answer a stretch of one index in the order in which it is shown: names
before phones and addresses, whole words before longer ones. It costs the same for one letter as for a whole name, and for the
tenth page as for the first. What isn't the beginning of one term (“jo web” for Jonas Weber) is found by a third kind of term, a
first letter and another word (“j weber”). Last come those with a term for each word, if some are of a phone, number or address.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Self

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.keyset import Beyond
from core.models import Customer, SearchTerm

# What `core_fold` and `core_search_form` do in the database is done to what is typed here; a test holds them together.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+"
)
_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"})
_UNSAID = str.maketrans("", "", "'`\u2018\u2019\u02bc\u02bb")
_BETWEEN = re.compile(
    "[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\u30fb\uff00-\uff0f]+"
)
_EASTERN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003134f"
_BETWEEN_EASTERN = re.compile(f"(?<=[{_EASTERN}]) (?=[{_EASTERN}])")
_PIECES = re.compile(f"[{_EASTERN}]|[^ {_EASTERN}]+")
_PHONE = re.compile(r"[+\d\s()./-]*\d[+\d\s()./-]*", re.ASCII)
_LAST = "\U0010ffff"
NAME, CONTACT, INITIAL = 0, 1, 2
MAX_WORDS = 6
LAST_DIGITS = 4
# The parts that the beginning alone decides.
WRITTEN_ONCE = (0, 1)
ORDER = ("term", "customer_id")


class Place(NamedTuple):
    """Where a member stands in the answer: the part of it, the term by which they were found, and their id."""

    part: int
    term: str
    customer: int


def fold(text: str) -> str:
    """Without case, accents and other marks: Müller, MULLER and muller are one."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


def form(text: str) -> str:
    """Folded, and words separated by one space each whatever stood between them."""
    return _BETWEEN.sub(" ", fold(text).translate(_UNSAID)).strip(" ")


@dataclass(frozen=True)
class Question:
    """What somebody typed: the beginning of a term, and the words that else all must be, the longest first.

    `beyond_names` says that some words may be of a phone, a number or an address: there is a digit among them, or an @.
    """

    beginning: str
    words: Sequence[str]
    beyond_names: bool

    @classmethod
    def of(cls, typed: str) -> Self:
        if _PHONE.fullmatch(typed):
            digits = re.sub(r"\D", "", typed, flags=re.ASCII)
            if len(digits) > LAST_DIGITS:  # shorter it may be the end of a number
                digits = digits.removeprefix("00")
            return cls(digits, [digits] if digits else [], False)
        beginning = _BETWEEN_EASTERN.sub("", form(typed))
        pieces = sorted(dict.fromkeys(_PIECES.findall(beginning)), key=len, reverse=True)[:MAX_WORDS]
        words = [piece for at, piece in enumerate(pieces) if not any(longer.startswith(piece) for longer in pieces[:at])]
        return cls(beginning, words, "@" in typed or any(character.isdigit() for character in beginning))

    @property
    def parts(self) -> Sequence[QuerySet[SearchTerm]]:
        """The answer, part after part; nobody is in two of them. Without a word there is none."""
        if not self.words:
            return []
        parts = [_best(NAME, self.beginning), _best(CONTACT, self.beginning).exclude(_has(self.beginning, NAME))]
        if len(self.words) == 1:
            return parts
        longest, next_, *_ = self.words
        rest = [_has(word, NAME) for word in self.words[1:]]
        parts.append(_best(INITIAL, f"{next_[0]} {longest}").filter(*rest).exclude(_has(self.beginning)))
        if self.beyond_names:
            each = [_has(word) for word in self.words[1:]]
            known = _has(self.beginning) | Exists(_of_member(INITIAL, f"{next_[0]} {longest}")) & Q(*rest)
            parts.append(_best(NAME, longest).filter(*each).exclude(known))
            parts.append(_best(CONTACT, longest).filter(*each).exclude(known | _has(longest, NAME)))
        return parts

    @property
    def condition(self) -> Q:
        """The same members as a condition on customers, in no order: for counting, and for choosing all that match."""
        if not self.words:
            return Q(pk__in=[])
        found = Q(_is_found(self.beginning, (NAME, CONTACT)))
        if len(self.words) == 1:
            return found
        ranks = (NAME, CONTACT) if self.beyond_names else (NAME,)
        return found | Q(*(_is_found(word, ranks) for word in self.words))


def find(
    question: Question, among: "QuerySet[Customer] | None", *, limit: int, after: Place | None = None, backwards: bool = False
) -> list[Place]:
    """At most `limit` members of those `among` (None: all), best match first, after a place or, `backwards`, before it.

    Backwards, the nearest comes first. Takes a statement for each part of the answer that the page touches.
    """
    numbered = list(enumerate(question.parts))
    found: list[Place] = []
    for part, terms in reversed(numbered) if backwards else numbered:
        if after and (part > after.part if backwards else part < after.part):
            continue
        begins = (after.term, after.customer) if after and after.part == part else None
        if among is None and part in WRITTEN_ONCE:
            rows = _by_beginning(part, question.beginning, begins, backwards=backwards, limit=limit - len(found))
        else:
            among_them = terms if among is None else terms.filter(customer__in=among)
            rows = list(_ordered(among_them, begins, backwards=backwards)[: limit - len(found)])
        found += [Place(part, *row) for row in rows]
        if len(found) == limit:
            break
    return found


Row = tuple[str, int]


def _ordered(terms: QuerySet[SearchTerm], after: Row | None, *, backwards: bool) -> "QuerySet[SearchTerm, Row]":
    if after:
        terms = terms.filter(Beyond(ORDER, after, backwards=backwards))
    return terms.order_by(*(f"-{name}" if backwards else name for name in ORDER)).values_list(*ORDER)


def _by_beginning(part: int, beginning: str, after: Row | None, *, backwards: bool, limit: int) -> list[Row]:
    sql, parameters = _statement(part, after is not None, backwards)
    given: dict[Any, Any] = {_BEGINNING: beginning, _BEGINNING + _LAST: beginning + _LAST}
    if after:
        given |= {_AFTER[0]: after[0], _AFTER[1]: after[1]}
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(given.get(one, one) for one in parameters), limit])
        return [(term, customer) for term, customer in cursor.fetchall()]


# What stands in a statement for what somebody typed: nothing that is typed is folded to this.
_BEGINNING, _AFTER = "\x01beginning", ("\x01after", -1)


@cache
def _statement(part: int, onwards: bool, backwards: bool) -> tuple[str, tuple[Any, ...]]:
    """A statement and its parameters. Django takes ten times as long to write it as PostgreSQL to answer it."""
    terms = Question(_BEGINNING, [_BEGINNING], False).parts[part]
    written = _ordered(terms, _AFTER if onwards else None, backwards=backwards)[:1]
    sql, parameters = written.query.sql_with_params()
    return sql.removesuffix("LIMIT 1") + "LIMIT %s", tuple(parameters)


def count(question: Question, *, limit: int) -> int:
    """How many members it finds, or `limit` when there are more. Costs what finding so many does, not what there are."""
    found = 0
    for terms in question.parts:
        found += terms.values("pk")[: limit - found].count()
        if found == limit:
            break
    return found


def _begins(beginning: str) -> Q:
    return Q(term__gte=beginning, term__lt=beginning + _LAST)


def _of_member(rank: int, beginning: str) -> QuerySet[SearchTerm]:
    return SearchTerm.objects.filter(_begins(beginning), rank=rank, customer_id=OuterRef("customer_id"))


def _best(rank: int, beginning: str) -> QuerySet[SearchTerm]:
    """Of each member, the first of the terms that begin so: nobody is shown twice."""
    earlier = _of_member(rank, beginning).filter(term__lt=OuterRef("term"))
    return SearchTerm.objects.filter(_begins(beginning), ~Exists(earlier), rank=rank)


def _has(beginning: str, *ranks: int) -> Exists:
    return Exists(
        SearchTerm.objects.filter(_begins(beginning), rank__in=ranks or (NAME, CONTACT), customer_id=OuterRef("customer_id"))
    )


def _is_found(beginning: str, ranks: Sequence[int]) -> Exists:
    return Exists(SearchTerm.objects.filter(_begins(beginning), rank__in=ranks, customer_id=OuterRef("pk")))
