"""What a server's `send` leaves out, for each server that we are served by: see `with_flow`."""

from functools import partial

from daphne.ws_protocol import WebSocketProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from realtime.flow.daphne import DaphneFlow
from realtime.flow.message import Message, Send, text_message
from realtime.flow.uvicorn import UvicornFlow

__all__ = ["Message", "Send", "text_message", "with_flow"]


def with_flow(send: Send) -> Send:
    """The connection's `send`: it waits for a client that doesn't read, and writes what `text_message` has encoded as it is."""
    uvicorn = getattr(send, "__self__", None)
    if isinstance(uvicorn, WebSocketsSansIOProtocol):
        return UvicornFlow(uvicorn).send
    daphne = send.args[0] if isinstance(send, partial) else None
    if isinstance(daphne, WebSocketProtocol):
        return DaphneFlow(daphne, send).send
    return send
