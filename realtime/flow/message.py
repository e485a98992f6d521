"""A message for many sockets, encoded once."""

from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any

from websockets.frames import Frame, Opcode

Message = dict[str, Any]
Send = Callable[[Message], Coroutine[Any, Any, None]]


# As many as go by together: an event to many readers, a stretch that many missed. Larger ones are rare and not kept.
KEPT, KEPT_CHARACTERS = 128, 4_096


def text_message(text: str) -> Message:
    """ASGI's `websocket.send`, and beside its text the frame as it goes over the wire (RFC 6455, 5.2).

    A server's own `send` encodes the text anew for each socket. The frame isn't compressed; that a connection may compress is no
    duty to.
    """
    return _kept(text) if len(text) <= KEPT_CHARACTERS else _encoded(text)


def _encoded(text: str) -> Message:
    return {"type": "websocket.send", "text": text, "wire": Frame(Opcode.TEXT, text.encode()).serialize(mask=False)}


_kept = lru_cache(maxsize=KEPT)(_encoded)
