"""Questions that the staff come back to."""

from collections.abc import Mapping
from typing import Any

from core import customer_views
from core.models import User

# Whose, name, question, shared with the others.
VIEWS: list[tuple[str, str, dict[str, Any], bool]] = [
    ("manager@gym.example", "Ending within two weeks", {"ending_within": 14, "ordering": "ends"}, True),
    ("manager@gym.example", "Expired, to win back", {"status": "expired", "ordering": "-ends"}, True),
    (
        "desk@gym.example",
        "Not here for three weeks",
        {"status": "active", "absent_days": 21, "ordering": "last_visit"},
        True,
    ),
    ("desk@gym.example", "Newest leads", {"status": "lead", "ordering": "-joined"}, False),
    ("trainer@gym.example", "On a break", {"status": "frozen"}, False),
]


def keep(staff: Mapping[str, User]) -> None:
    for email, name, question, shared in VIEWS:
        customer_views.create(name=name, question=question, shared=shared, by=staff[email])
