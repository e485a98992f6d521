"""From a file that somebody sent to the sizes that are shown: decoded within bounds, encoded anew, nothing else carried over."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from process_picture.container import format_of
from process_picture.refusal import Refusal

# Sides of the boxes that the sizes fit in. Django links to them by number (`core/picture_store.py`).
SIZES = (96, 320, 960)
# A camera of today, and 160 MB when decoded. Looked at before a pixel is.
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
MIN_SIDE = 64

# What can be scaled as it is; others, such as a palette, would be picked from instead of mixed.
SMOOTH = {"L", "RGB", "RGBA", "CMYK", "YCbCr"}

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


def render(content: bytes) -> dict[int, bytes]:
    """WebP by size; a picture that is smaller stays as small. Raises Refusal."""
    kind = format_of(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _render(content, kind)
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal("too_many_pixels") from None
    except MemoryError:
        raise
    except Exception as error:  # a decoder answers malice with whatever comes to it; all of it says the same
        raise Refusal("broken") from error


def _render(content: bytes, kind: str) -> dict[int, bytes]:
    with Image.open(BytesIO(content), formats=[kind]) as opened:
        picture: Image.Image = opened
        width, height = picture.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise Refusal("too_many_pixels")
        if min(width, height) < MIN_SIDE:
            raise Refusal("too_small")
        # Scaled while it is decoded, where the format can (JPEG): the first frame, if there are more.
        if picture.mode not in SMOOTH:
            picture = picture.convert("RGBA")
        picture.thumbnail((SIZES[-1], SIZES[-1]), Image.Resampling.LANCZOS, reducing_gap=3.0)
        picture = _plain(ImageOps.exif_transpose(picture))
    return {size: _encode(picture, size) for size in SIZES}


def _plain(picture: Image.Image) -> Image.Image:
    """Pixels only, on white where it was transparent: a new image has no metadata to lose."""
    pixels = picture.convert("RGBA")
    ground = Image.new("RGB", pixels.size, "white")
    ground.paste(pixels, mask=pixels.getchannel("A"))
    return ground


def _encode(picture: Image.Image, size: int) -> bytes:
    scaled = picture.copy()
    scaled.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)
    target = BytesIO()
    scaled.save(target, "WEBP", quality=82, method=4)
    return target.getvalue()
