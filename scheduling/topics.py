"""What the timetable tells: anybody signed in may see a class and how many seats are left.

Who has those seats is for staff: an event that names somebody goes to `staff` and that person's `user:{id}`, never here.
"""

from realtime import topics
from realtime.principal import Principal


def session(session_id: int) -> str:
    """One class on one day: its seats, changes and cancellation."""
    return f"session:{session_id}"


topics.declare(
    "session:{id}",
    topics.everyone_signed_in,
    about="One class on one day: seats, changes, cancellation, for everybody signed in who has it open. It names nobody.",
    presence=True,
)


def _who_sees_tasks(principal: Principal, key: str) -> bool:
    return principal.is_staff and principal.may("scheduling.view_task")


topics.declare(
    "task:{id}",
    _who_sees_tasks,
    about="Where staff who may see tasks are present over one. Nothing is told here: each who may see a task is told of it.",
    presence=True,
)
