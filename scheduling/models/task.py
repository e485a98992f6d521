"""What the staff have to do."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from core.models import Customer
from core.text import paragraphs, single_line


class Task(models.Model):
    """Something to do, for one person (`assignee`) or for whoever holds a `role`; about a member, perhaps."""

    class Priority(models.IntegerChoices):
        LOW = 1, "Low"
        NORMAL = 2, "Normal"
        HIGH = 3, "High"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    class Role(models.TextChoices):
        """The roles of the staff, as `core.roles` names them."""

        OWNER = "owner", "Owner"
        MANAGER = "manager", "Manager"
        TRAINER = "trainer", "Trainer"
        FRONT_DESK = "front_desk", "Front desk"

    title = models.CharField(max_length=120, validators=[single_line])
    description = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", db_index=False
    )
    role = models.CharField(max_length=10, choices=Role, blank=True, default="")
    due_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=11, choices=State, default=State.OPEN)
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")

    class Meta:
        ordering = ["due_at", "-priority", "id"]
        indexes = [
            models.Index(fields=["due_at", "-priority", "id"], name="task_by_due"),
            models.Index(fields=["state", "due_at"], name="task_by_state"),
            models.Index(fields=["assignee", "state", "due_at"], name="task_by_assignee"),
            models.Index(fields=["role", "state", "due_at"], name="task_by_role"),
        ]

    def __str__(self) -> str:
        return self.title
