"""Which texts are taken: any arrives as it was written or is refused, and nothing that isn't seen makes one like another."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from core.events.models import Event
from core.tests.factories import UserFactory
from social import posts
from social.models import Post
from social.wording import caption, readable

NEEDED = {
    "a joiner of Persian": "می‌خواهم",
    "a joiner of Malayalam at the end of a word": "ന്‍ ",
    "a flag of a part of a country": "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "a family": "👨‍👩‍👧‍👦",
    "a profession with a skin": "👩🏽‍🚀",
    "a heart on fire": "❤️‍🔥",
    "a keycap": "1️⃣",
    "a sign with a variant": "‼️ ©️",
    "a variant of a Han character": "葛󠄀",
    "an emoji that is newer than Python": "\U0001fae8 🩷",
    "accents that stand apart": "Tiế̂ng",
}
HIDING = {
    "a joiner between letters": "pay\u200dpal",
    "a joiner between Han characters": "中\u200d国",
    "a joiner after an accent": "e\u0301\u200dx",
    "two joiners": "👩\u200d\u200d🚀",
    "a variation selector on a letter": "pa\ufe0fypal",
    "a variation selector on a digit": "1\ufe0f0",
    "a message in tags": "hello\U000e0068\U000e0069",
    "tags behind a flag's end": "🏴󠁧󠁢󠁥󠁮󠁧󠁿\U000e0061",
    "no width": "pay\u200bpal",
    "another direction": "\u202egpj.exe",
    "an isolate": "\u2066x",
    "a filler": "a\u3164b",
    "an annotation": "a\ufff9b\ufffb",
    "a heap of marks": "a" + "\u0301" * 9,
    "what isn't assigned": "\u0378",
    "no character": "\ufdd0",
    "a control": "a\x9b1m",
}


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_a_writing_needs_is_taken(text: str) -> None:
    readable(text)
    caption(text)


@pytest.mark.parametrize("text", HIDING.values(), ids=HIDING)
def test_what_hides_is_refused(text: str) -> None:
    for rule in (readable, caption):
        with pytest.raises(ValidationError) as refused:
            rule(text)
        assert refused.value.code == "odd_character"


@pytest.mark.parametrize("text", ["", " \n", "\u200a\u3000", "\u2800"])
def test_what_shows_nothing_is_no_post(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        readable(text)
    assert refused.value.code == "blank"
    caption(text.replace("\n", ""))


@pytest.mark.django_db
def test_every_character_of_every_plane_arrives_or_is_refused() -> None:
    """Of those for private use and of those that aren't assigned every 97th."""
    taken: list[str] = []
    for number in range(0x110000):
        character = chr(number)
        if unicodedata.category(character) in ("Cn", "Co") and number % 97:
            continue
        try:
            readable(f"☺{character}")
        except ValidationError:
            continue
        taken.append(f"☺{character}")
    assert len(taken) > 140_000
    assert not {"☺\u0000", "☺\ud800", "☺\u200b", "☺\u202e", "☺\U000e0041"} & set(taken)
    author, at_once = UserFactory.create(), 7000
    texts = ["".join(taken[at : at + at_once]) for at in range(0, len(taken), at_once)]
    for text in texts:
        posts.create(text=text, by=author)
    assert list(Post.objects.order_by("pk").values_list("text", flat=True)) == texts
    assert [event.data["text"] for event in Event.objects.order_by("position")] == texts
