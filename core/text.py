"""Which text is accepted: what a person can read, and nothing that hides or reorders it."""

import unicodedata

from django.core.exceptions import ValidationError

# Marks and overrides that change the direction of what follows: they make "‮gpj.exe" read as a picture's name.
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refuse_odd_characters(text: str, *, line_breaks: bool) -> None:
    """Raises ValidationError with code `odd_character` for control characters, lone surrogates and direction marks."""
    allowed = "\n\r\t" if line_breaks else ""
    for character in text:
        if character in allowed:
            continue
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in DIRECTION_MARKS:
            raise ValidationError(
                f"The character U+{ord(character):04X} can't be used here.",
                code="odd_character",
            )


def single_line(text: str) -> None:
    """A validator for names, titles and addresses."""
    refuse_odd_characters(text, line_breaks=False)


def paragraphs(text: str) -> None:
    """A validator for notes and posts."""
    refuse_odd_characters(text, line_breaks=True)


def fold_heading(text: str) -> str:
    """Without case and in the compatible form: full-width letters and ligatures are the plain ones."""
    return unicodedata.normalize("NFKC", text).casefold()


# By which a spreadsheet takes a text for a formula or a command, full width included.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def without_formula(text: str) -> str:
    return f"'{text}" if text.lstrip(" '\"\u00a0\u3000").startswith(FORMULAS) or text.startswith("'") else text


def with_formula(text: str) -> str:
    """What `without_formula` was given."""
    return text[1:] if text.startswith("'") and without_formula(text[1:]) == text else text
