"""What the staff have on their list."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta

from core.calendar import today
from core.models import Customer, User
from gymcrm.demo.seed import chance
from scheduling.centre_time import at
from scheduling.models import Task

LOW, NORMAL, HIGH = Task.Priority.LOW, Task.Priority.NORMAL, Task.Priority.HIGH
OPEN, IN_PROGRESS, DONE, CANCELLED = Task.State.OPEN, Task.State.IN_PROGRESS, Task.State.DONE, Task.State.CANCELLED
# Title, who or which role, days from today, hour, priority, state, whether it is about a member.
TASKS: list[tuple[str, str, int, int, int, str, bool]] = [
    ("Call back about the frozen membership", "desk@gym.example", 0, 11, HIGH, OPEN, True),
    ("Order new boxing gloves, sizes 10 and 12", "manager@gym.example", 2, 17, NORMAL, OPEN, False),
    ("Rowing machine 3: chain squeaks", "trainer", 0, 15, HIGH, IN_PROGRESS, False),
    ("Welcome call after the first week", "trainer@gym.example", 1, 10, NORMAL, OPEN, True),
    ("Write the training plan after the body check", "trainer@gym.example", 1, 18, NORMAL, IN_PROGRESS, True),
    ("Offer a renewal: membership ends soon", "desk@gym.example", 0, 16, NORMAL, OPEN, True),
    ("Offer a renewal: membership ends soon", "desk@gym.example", 3, 16, NORMAL, OPEN, True),
    ("Print the timetable for the holidays", "front_desk", 6, 12, LOW, OPEN, False),
    ("Check the first-aid box", "front_desk", -1, 9, HIGH, OPEN, False),
    ("Count the towels", "front_desk", -2, 20, LOW, DONE, False),
    ("Interview for the second desk position", "owner@gym.example", 4, 14, NORMAL, OPEN, False),
    ("Sign the cleaning contract", "owner@gym.example", -3, 12, HIGH, DONE, False),
    ("Playlist for Saturday's cycling", "tomasz@gym.example", 2, 20, LOW, OPEN, False),
    ("Book the physio for the open day", "amara@gym.example", -5, 12, NORMAL, CANCELLED, False),
    ("翻译瑜伽课的通知", "mei@gym.example", 1, 12, NORMAL, OPEN, False),
    ("Replace the bulb in changing room 2", "manager", -1, 18, NORMAL, DONE, False),
]


def give(staff: Mapping[str, User], members: Sequence[Customer]) -> None:
    random = chance("tasks")
    Task.objects.bulk_create(
        Task(
            title=title,
            assignee=staff.get(who),
            role="" if who in staff else who,
            due_at=at(today() + timedelta(days=days), time(hour)),
            priority=priority,
            state=state,
            done_at=at(today() + timedelta(days=days), time(hour)) if state == DONE else None,
            done_by=staff["manager@gym.example"] if state == DONE else None,
            customer=random.choice(members) if about_member else None,
            created_by=staff["manager@gym.example"],
        )
        for title, who, days, hour, priority, state, about_member in TASKS
    )
