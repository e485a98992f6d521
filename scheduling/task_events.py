"""What happens to tasks: event types. What screens get has the shape of a row of `/api/tasks/`.

Description, checklist and comments are in none of them: staff may write in these what is nobody else's business, so whoever may
see the task fetches it.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator

from core.events.registry import EventData, event
from scheduling.models import Task

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class TaskState(EventData):
    """`taken`: it is a role's and somebody of it has it. `checked` of `checks` are ticked. `rule` is empty for once."""

    id: int
    title: str
    assignee: int | None
    assignee_name: str | None
    role: Literal["", "owner", "manager", "trainer", "front_desk"]
    due_at: Instant | None
    priority: Literal[1, 2, 3]
    state: Literal["open", "in_progress", "done", "cancelled"]
    checks: int
    checked: int
    customer: int | None
    customer_name: str | None
    appointment: int | None
    appointment_name: str | None
    appointment_starts_at: Instant | None
    rule: str
    created_by: int | None
    created_by_name: str | None
    created_at: Instant
    done_at: Instant | None
    done_by: int | None
    done_by_name: str | None
    version: int

    @classmethod
    def of(cls, task: Task) -> Self:
        appointment = task.appointment
        return cls.model_validate(
            {
                "id": task.pk,
                "title": task.title,
                "assignee": task.assignee_id,
                "assignee_name": task.assignee.name if task.assignee else None,
                "role": str(task.role),
                "due_at": task.due_at,
                "priority": int(task.priority),
                "state": str(task.state),
                "checks": task.checks,
                "checked": task.checked,
                "customer": task.customer_id,
                "customer_name": task.customer.full_name if task.customer else None,
                "appointment": task.appointment_id,
                "appointment_name": appointment.service.name if appointment else None,
                "appointment_starts_at": appointment.starts_at if appointment else None,
                "rule": task.rule,
                "created_by": task.created_by_id,
                "created_by_name": task.created_by.name if task.created_by else None,
                "created_at": task.created_at,
                "done_at": task.done_at,
                "done_by": task.done_by_id,
                "done_by_name": task.done_by.name if task.done_by else None,
                "version": task.version,
            }
        )


@event("task.created")
class TaskCreated(TaskState):
    pass


@event("task.changed")
class TaskChanged(TaskState):
    """What it says, whose it is, when it is due, or what is ticked; `task.details_changed` stands beside it."""


@event("task.taken")
class TaskTaken(TaskState):
    """Somebody has begun, and of a role's it is theirs now."""


@event("task.released")
class TaskReleased(TaskState):
    """Nobody is at it any more; what was a role's is the role's again."""


@event("task.done")
class TaskDone(TaskState):
    pass


@event("task.reopened")
class TaskReopened(TaskState):
    pass


@event("task.cancelled")
class TaskCancelled(TaskState):
    pass


@event("task.withdrawn")
class TaskWithdrawn(EventData):
    """To those who could see it until now and can't any more."""

    id: int
    version: int


@event("task.commented")
class TaskCommented(EventData):
    """Without the text: whoever has the task open fetches it."""

    task: int
    comment: int
    author: int | None
    author_name: str | None


@event("task.escalated")
class TaskEscalated(EventData):
    """It stayed open for so long after it was due that the managers were told."""

    id: int


@event("task.details_changed")
class TaskDetailsChanged(EventData):
    """The history of a task, field by field; of the description only that it changed. A member and an appointment by id."""

    leaves_the_database: ClassVar[bool] = False

    id: int
    version: int
    changes: dict[str, tuple[Any, Any]]
