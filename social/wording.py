"""Which texts the feed takes: what is written arrives as it was written, or is refused.

Names, words and addresses that look like others are made with characters that aren't seen. So what is of no width stands only
where a writing or an emoji needs it: a joiner after a letter of Persian or Hindi or after an emoji, a variation selector after
what has variants.
"""

import unicodedata
from itertools import pairwise

from django.core.exceptions import ValidationError

from core.text import paragraphs, single_line

# Of DerivedCoreProperties' Default_Ignorable_Code_Point and the annotations: no writing of today needs them.
INVISIBLE = frozenset(
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u3164\ufeff\uffa0"
    + "".join(map(chr, [*range(0x2060, 0x2070), *range(0xFFF0, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)]))
)
JOINERS = "\u200c\u200d"
BLACK_FLAG, END_OF_FLAG = "\U0001f3f4", "\U000e007f"
KEYCAP = "\u20e3"
# More on one letter than any writing has would run over the lines above.
MOST_MARKS = 8
# What is assigned here after Python's tables were made is an emoji or a Han character; elsewhere nobody knows what it is.
YET_TO_COME = (range(0x1F000, 0x1FB00), range(0x20000, 0x3FFFE))
# Letters without case that nothing joins.
UNJOINED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI ")


def readable(text: str) -> None:
    """Of posts and comments. Raises ValidationError: `odd_character`, or `blank` where there is nothing to be seen."""
    paragraphs(text)
    refuse_hidden(text)
    if not any(_is_seen(character) for character in text):
        raise ValidationError("Write something first.", code="blank")


def caption(text: str) -> None:
    """Of what a picture shows, which may be left out. Raises ValidationError `odd_character`."""
    single_line(text)
    refuse_hidden(text)


def refuse_hidden(text: str) -> None:
    """Raises ValidationError `odd_character` for what isn't seen and needn't be there."""
    base, marks, is_flag = "", 0, False
    for character, following in pairwise([*text, ""]):
        category = _category(character)
        marks = marks + 1 if category[0] == "M" else 0
        is_tag = "\U000e0020" <= character <= END_OF_FLAG
        if is_tag:
            is_fine = is_flag
        elif character in JOINERS:
            is_fine = _category(base) in ("Lo", "So") and not unicodedata.name(base, "").startswith(UNJOINED)
        elif _selects(character):
            is_fine = following == KEYCAP if base.isascii() else _category(base)[0] in "SP" or _category(base) == "Lo"
        else:
            is_fine = category != "Cn" and character not in INVISIBLE and not "\U000e0000" <= character <= "\U000e0fff"
        if not is_fine or marks > MOST_MARKS:
            raise ValidationError(f"The character U+{ord(character):04X} can't be used here.", code="odd_character")
        is_flag = character == BLACK_FLAG or (is_tag and character != END_OF_FLAG)
        # A mark, or the colour of a skin, leaves what it stands on.
        if category[0] != "M" and category != "Sk":
            base = character


def _category(character: str) -> str:
    if not character:
        return "Zs"
    category = unicodedata.category(character)
    if category == "Cn" and any(ord(character) in block for block in YET_TO_COME):
        return "So" if ord(character) < 0x20000 else "Lo"
    return category


def _selects(character: str) -> bool:
    """Variation selectors, those of Mongolian too."""
    return (
        "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" or character in "\u180b\u180c\u180d\u180f"
    )


def _is_seen(character: str) -> bool:
    return _category(character)[0] not in "ZCM" and character != "\u2800"
