"""What happens to a person's start page. It goes to that person alone."""

from core.events.registry import EventData, event


@event("today.arranged")
class TodayArranged(EventData):
    """As `/api/today/arrangement/` answers."""

    order: list[str]
    hidden: list[str]
    version: int
