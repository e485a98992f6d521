"""How a person's name is written."""

import unicodedata

# The family's name comes first and no space follows it. A name with a middle dot, 阿依古丽·买买提, is of other customs.
FAMILY_FIRST = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC ITERATION MARK",
    "HIRAGANA",
    "KATAKANA LETTER",
    "HALFWIDTH KATAKANA LETTER",
    "KATAKANA-HIRAGANA PROLONGED SOUND MARK",
    "HANGUL",
)


def full_name(first_name: str, last_name: str) -> str:
    """王伟, 佐藤さくら and 김민준, but Mia Winter. Screens write it the same way (`frontend/src/i18n/fullName.ts`)."""
    together = last_name + first_name
    if together and all(unicodedata.name(character, "").startswith(FAMILY_FIRST) for character in together):
        return together
    return f"{first_name} {last_name}".strip()
