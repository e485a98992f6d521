"""What becomes of the files that people send: shown anew, or refused with a reason."""

import io

import pytest
from PIL import Image
from process_picture.refusal import Refusal
from process_picture.rendering import SIZES, render

from core.tests import uploads


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("name", uploads.REFUSED)
def test_refused(name: str) -> None:
    content, reason = uploads.REFUSED[name]
    with pytest.raises(Refusal) as refusal:
        render(content)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("name", uploads.SHOWN)
def test_shown_anew(name: str) -> None:
    made = render(uploads.SHOWN[name])
    assert set(made) == set(SIZES)
    for size, content in made.items():
        image = opened(content)
        assert (image.format, image.mode) == ("WEBP", "RGB")
        assert max(image.size) == min(size, 640)
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
        for foreign in (b"EXIF", uploads.GPS, b"script", b"PK\3\4"):
            assert foreign not in content


def test_stands_upright() -> None:
    """Orientation 6: what was on the left is on top."""
    image = opened(render(uploads.with_gps())[320]).convert("RGB")
    assert image.size == (240, 320)
    red, _, blue = image.split()
    assert red.getpixel((120, 40)) > 200 > red.getpixel((120, 280))  # type: ignore[operator]
    assert blue.getpixel((120, 280)) > 200 > blue.getpixel((120, 40))  # type: ignore[operator]


def test_what_was_hidden_under_transparency_is_gone() -> None:
    image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    target = io.BytesIO()
    image.save(target, "PNG")
    assert opened(render(target.getvalue())[96]).convert("RGB").getcolors() == [(96 * 96, (255, 255, 255))]


def test_the_bomb_is_seen_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(Refusal, match="too_many_pixels"):
        render(uploads.bomb())
