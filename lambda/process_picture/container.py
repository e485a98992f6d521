"""What a file is by its content, and that nothing else hangs on to it.

A file can be two things at once: a picture for who looks at its head, an archive or a page for who looks at its tail. What is
served is encoded anew and so is neither; a file that carries something behind its picture is refused all the same, for no camera
and no browser's crop makes one of use to a gym.
"""

from collections.abc import Callable

from process_picture.refusal import Refusal

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# Markers of JPEG that stand alone: TEM and the restarts.
_ALONE = {0x01, *range(0xD0, 0xD8)}
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA


def format_of(content: bytes) -> str:
    """JPEG, PNG or WEBP. Raises Refusal `not_a_picture`, `broken` or `something_behind`."""
    for name, is_it, end in FORMATS:
        if is_it(content):
            try:
                rest = content[end(content) :]
            except IndexError:
                raise Refusal("broken") from None
            if rest.strip(b"\0"):  # some pad with zeros
                raise Refusal("something_behind")
            return name
    raise Refusal("not_a_picture")


def _number(content: bytes, at: int, size: int, order: str) -> int:
    if at + size > len(content):
        raise IndexError
    return int.from_bytes(content[at : at + size], "big" if order == ">" else "little")


def _end_of_png(content: bytes) -> int:
    at = len(PNG_HEAD)
    while True:
        length, name = _number(content, at, 4, ">"), content[at + 4 : at + 8]
        at += 12 + length
        if at > len(content):
            raise IndexError
        if name == b"IEND":
            return at


def _end_of_webp(content: bytes) -> int:
    size = _number(content, 4, 4, "<")
    end = 8 + size + size % 2
    if end > len(content) + 1:  # the padding of an odd size may be missing
        raise IndexError
    return end


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while True:
        marker = _marker(content, at)
        at += 2
        if marker == _END:
            return at
        if marker in _ALONE or marker == _START:
            continue
        at += _number(content, at, 2, ">")
        if marker == _SCAN:
            at = _end_of_scan(content, at)


def _marker(content: bytes, at: int) -> int:
    if content[at] != 0xFF:
        raise IndexError
    return content[at + 1]


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker is that isn't part of the compressed data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise IndexError
        if content[at + 1] == 0xFF:
            at += 1
        elif content[at + 1] == 0 or content[at + 1] in _ALONE:
            at += 2
        else:
            return at


FORMATS: list[tuple[str, Callable[[bytes], bool], Callable[[bytes], int]]] = [
    ("JPEG", lambda content: content.startswith(b"\xff\xd8\xff"), _end_of_jpeg),
    ("PNG", lambda content: content.startswith(PNG_HEAD), _end_of_png),
    ("WEBP", lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP", _end_of_webp),
]
