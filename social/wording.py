"""Which texts the feed takes: what is written arrives as it was written, or is refused."""

import unicodedata

from django.core.exceptions import ValidationError

from core.text import paragraphs

# They are of no width and no writing needs them: names and words that look alike are made with them. The joiners U+200C and
# U+200D stay, which Persian, Hindi and emoji are written with.
INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0")


def readable(text: str) -> None:
    """Raises ValidationError: `odd_character` for what hides or reorders text, `blank` where there is nothing to be seen."""
    paragraphs(text)
    for character in text:
        if character in INVISIBLE or unicodedata.category(character) == "Cn":
            raise ValidationError(f"The character U+{ord(character):04X} can't be used here.", code="odd_character")
    if not any(unicodedata.category(character)[0] not in "ZCM" for character in text):
        raise ValidationError("Write something first.", code="blank")
