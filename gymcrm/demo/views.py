"""Questions to the lists of members and of tasks that the staff come back to."""

from collections.abc import Mapping
from typing import Any

from core import saved_views
from core.models import CustomerView, User
from scheduling.models import TaskView

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
TASK_VIEWS: list[tuple[str, str, dict[str, Any], bool]] = [
    ("manager@gym.example", "Late, whoever has it", {"due": "overdue"}, True),
    ("manager@gym.example", "The desk's board", {"whose": "front_desk", "shape": "board"}, True),
    ("desk@gym.example", "Mine this week", {"whose": "mine", "due": "week"}, False),
]


def keep(staff: Mapping[str, User]) -> None:
    for email, name, question, shared in VIEWS:
        saved_views.create(CustomerView, name=name, question=question, shared=shared, by=staff[email])
    for email, name, question, shared in TASK_VIEWS:
        saved_views.create(TaskView, name=name, question=question, shared=shared, by=staff[email])
