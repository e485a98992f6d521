"""Sends events to the hubs through the channel layer: one message per batch and process, encoded once for everybody."""

import asyncio
from collections.abc import Sequence
from typing import Any

from channels.layers import get_channel_layer

from core.events.cursor import Cursor
from core.events.live import HUBS, LineHead, LinePlaced, placed
from core.events.models import Event


class LiveSink:
    name = "live"
    batch = 200
    # A hub that comes up reads what it lacks from the table; old news need not be sent again.
    starts_at_head = True

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.layer: Any = get_channel_layer()

    def deliver(self, events: Sequence[Event], head: Cursor) -> None:
        self._send({"type": "line.placed", "epoch": head.epoch, "events": [placed(event) for event in events]})

    def idle(self, head: Cursor) -> None:
        """A heartbeat: a hub that hears nothing looks at the table itself."""
        self._send({"type": "line.head", "epoch": head.epoch, "head": head.seq})

    def _send(self, message: LinePlaced | LineHead) -> None:
        self.loop.run_until_complete(self.layer.group_send(HUBS, message))
