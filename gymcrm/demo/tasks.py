"""What the staff have on their list."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta

from django.utils import timezone

from core.calendar import today
from core.models import Customer, User
from gymcrm.demo.seed import chance
from scheduling import task_reminders
from scheduling.centre_time import at
from scheduling.models import Task, TaskComment
from scheduling.task_repeating import ruled

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
    ("Count the till and lock it", "front_desk", 0, 21, NORMAL, OPEN, False),
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


RULES = {
    "Count the till and lock it": "FREQ=DAILY",
    "Check the first-aid box": "FREQ=WEEKLY",
    "Playlist for Saturday's cycling": "FREQ=WEEKLY",
}
CHECKLISTS = {
    "Count the till and lock it": ("Coins", "Notes", "Card slips", "Safe is shut"),
    "Check the first-aid box": ("Plasters", "Cold packs", "Gloves", "Defibrillator shows green"),
    "Write the training plan after the body check": ("Goals", "Four weeks of sessions", "Sent to the member"),
}
# Who said what about which of them, the earliest first.
COMMENTS = [
    ("Rowing machine 3: chain squeaks", "desk@gym.example", "Two members have asked about it today."),
    ("Rowing machine 3: chain squeaks", "trainer@gym.example", "Oiled it, no better. The chain has to be replaced."),
    ("Order new boxing gloves, sizes 10 and 12", "trainer@gym.example", "Four pairs of 12, please."),
]


def give(staff: Mapping[str, User], members: Sequence[Customer]) -> None:
    random = chance("tasks")
    tasks = Task.objects.bulk_create(_task(*row, about=random.choice(members) if row[-1] else None, staff=staff) for row in TASKS)
    by_title = {task.title: task for task in tasks}
    TaskComment.objects.bulk_create(
        TaskComment(task=by_title[title], author=staff[who], text=text) for title, who, text in COMMENTS
    )
    task_reminders.keep(tasks)


def _task(
    title: str,
    who: str,
    days: int,
    hour: int,
    priority: int,
    state: str,
    _: bool,
    *,
    about: Customer | None,
    staff: Mapping[str, User],
) -> Task:
    """What is a role's and in progress, one of its people has taken."""
    due_at, manager = at(today() + timedelta(days=days), time(hour)), staff["manager@gym.example"]
    role = "" if who in staff else who
    is_taken = bool(role) and state == IN_PROGRESS
    return Task(
        title=title,
        assignee=staff[f"{role}@gym.example"] if is_taken else staff.get(who),
        role=role,
        taken_at=timezone.now() if is_taken else None,
        due_at=due_at,
        priority=priority,
        state=state,
        checklist=[
            {"id": number, "text": text, "done": number == 1} for number, text in enumerate(CHECKLISTS.get(title, ()), start=1)
        ],
        done_at=due_at if state == DONE else None,
        done_by=manager if state == DONE else None,
        customer=about,
        created_by=manager,
        **(ruled(RULES[title], due_at=due_at) if title in RULES else {}),
    )
