"""What happens to people in bulk: imports, merges, erasures."""

from core.events.registry import EventData, event


@event("import.moved")
class ImportMoved(EventData):
    """How far an import is. Counts only: what stands in the file is fetched by who may see it."""

    id: int
    version: int
    state: str
    failure: str
    total: int
    done: int
    accepted: int
    refused: int
    created: int


@event("customers.imported")
class CustomersImported(EventData):
    """`count` members came at once, by import `id`: one event, for fifty thousand would hold up whatever happens after them."""

    id: int
    count: int


@event("customer.merged")
class CustomerMerged(EventData):
    """Record `merged` is record `id` from now on."""

    id: int
    version: int
    merged: int


@event("customer.erased")
class CustomerErased(EventData):
    """The person is gone from here, and from what the line remembers of them."""

    id: int
