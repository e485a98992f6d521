"""Lists in an order that leaves nothing open: rows that are equal in it would else move between pages."""

from typing import Any

from rest_framework.filters import OrderingFilter


class Ordering(OrderingFilter):
    def get_ordering(self, *arguments: Any) -> Any:
        """What was asked for, then by id."""
        ordering = super().get_ordering(*arguments)
        return [*ordering, "pk"] if ordering else ordering
