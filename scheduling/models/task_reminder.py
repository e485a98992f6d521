"""What the staff are reminded of: tasks that are due, that are overdue, and that a manager is to know of."""

from django.db import models
from django.db.models import Q

from scheduling.models.task import Task


class TaskReminder(models.Model):
    """planned → told, or superseded when the task changed, or expired when it came too late to be of use.

    It is told in the inboxes of those concerned, whose notifications are its log: so there is no message, outcome or event.
    """

    class Kind(models.TextChoices):
        DUE = "due", "Due soon"
        OVERDUE = "overdue", "Overdue"
        ESCALATED = "escalated", "For the manager"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        TOLD = "told", "Told"
        EXPIRED = "expired", "Expired"
        SUPERSEDED = "superseded", "Superseded"

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="planned"), name="task_reminder_planned"),
            models.Index(fields=["task"], name="task_reminder_of_task"),
        ]
        constraints = [
            # Who it is (domain rule 18): planned twice it is one, and told once.
            models.UniqueConstraint(
                fields=["task", "kind", "due_at"], condition=~Q(state="superseded"), name="task_reminder_identity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.task_id}"
