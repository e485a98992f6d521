"""Files that people send, and that people who mean harm send."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

HTML = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'
GPS = b"Home of Mia"


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", mode: str = "RGB", **saved: Any) -> bytes:
    """The left half is red, the right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    image.convert(mode).save(target, kind, **saved)
    return target.getvalue()


def with_gps(orientation: int = 6) -> bytes:
    """What a phone writes: where it was, whose it is, and that it was held upright."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = GPS.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: tuple(TiffImagePlugin.IFDRational(n) for n in (52, 31, 12))})
    return picture(exif=exif, comment=GPS + HTML)


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as content:
        content.writestr("index.html", HTML)
    return target.getvalue()


def bomb(side: int = 10_000) -> bytes:
    """A dozen kilobytes that want to be 100 million pixels."""
    rows = zlib.compress((b"\0" + bytes(side // 8)) * side, 9)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_text_bomb() -> bytes:
    """Text in a PNG that is eight megabytes when it is read."""
    plain = picture(kind="PNG")
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(8_000_000), 9))
    return plain[:33] + text + plain[33:]


def with_text() -> bytes:
    text = PngInfo()
    text.add_text("Comment", HTML.decode())
    return picture(kind="PNG", pnginfo=text)


# What is refused, and why.
REFUSED: dict[str, tuple[bytes, str]] = {
    "a bomb": (bomb(), "too_many_pixels"),
    "a long strip": (picture((12_001, 64), "PNG"), "too_many_pixels"),
    "an SVG with a script": (SVG, "not_a_picture"),
    "a page named .png": (HTML, "not_a_picture"),
    "a GIF": (picture(kind="GIF"), "not_a_picture"),
    "a page behind the head of a PNG": (b"\x89PNG\r\n\x1a\n" + HTML, "broken"),
    "a page behind the head of a JPEG": (b"\xff\xd8\xff\xe0" + HTML, "broken"),
    "a PNG that is an archive": (picture(kind="PNG") + archive(), "something_behind"),
    "a JPEG that is an archive": (picture() + archive(), "something_behind"),
    "a WebP that is an archive": (picture(kind="WEBP") + archive(), "something_behind"),
    "half a JPEG": (picture()[:2000], "broken"),
    "half a WebP": (picture(kind="WEBP")[:100], "broken"),
    "a PNG with its middle missing": (picture(kind="PNG").replace(b"IDAT", b"IDOT"), "broken"),
    "text that swells": (with_text_bomb(), "broken"),
    "a stamp": (picture((63, 63)), "too_small"),
}
# What is shown, and never as it came.
SHOWN: dict[str, bytes] = {
    "a JPEG with a place and a page in it": with_gps(),
    "a JPEG padded with zeros": picture() + bytes(64),
    "a JPEG for print": picture(mode="CMYK"),
    "a progressive JPEG": picture(progressive=True),
    "a PNG with a page in its text": with_text(),
    "a PNG with a palette": picture(kind="PNG", mode="P"),
    "a PNG in grey": picture(kind="PNG", mode="I;16"),
    "a WebP": picture(kind="WEBP"),
}
