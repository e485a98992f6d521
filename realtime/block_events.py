"""What screens and hubs are told of blocks."""

from core.events.registry import EventData, event


@event("user.blocks_changed")
class UserBlocksChanged(EventData):
    """To each of the two, and to neither who it was: what they see of others is to be fetched anew. `id` is the login's."""

    id: int
