"""What the staff say to each other about a task."""

from django.db import transaction

from core.events.record import record
from core.models import User
from scheduling import task_changes
from scheduling import task_notifications as telling
from scheduling.models import Task, TaskComment
from scheduling.task_events import TaskCommented
from scheduling.task_readers import Readers, topics


@transaction.atomic
def comment(*, task: Task, text: str, by: User) -> TaskComment:
    """Adds one, at any time. Who has the task and who gave it are told. Raises Gone."""
    [task] = task_changes.hold([task.pk])
    said = TaskComment.objects.create(task=task, author=by, text=text)
    record(
        TaskCommented(task=task.pk, comment=said.pk, author=by.pk, author_name=by.name),
        subject=task.subject,
        audience=topics(Readers().of(task)),
        actor=by.pk,
    )
    concerned = sorted({task.assignee_id, task.created_by_id} - {None}, key=str)
    telling.send([telling.commented(login, task, by=by) for login in concerned if login], by=by)
    return said
