"""What the staff have to do."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import Customer, User
from core.text import paragraphs, single_line


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """Of staff who may view tasks, those that are theirs, their roles' or given by them; managers' all; nobody else any.

        `scheduling.tasks.readers` says the same of one task.
        """
        if not (user.is_staff and user.has_perm("scheduling.view_task")):
            return self.none()
        if user.has_perm("scheduling.view_every_task"):
            return self
        return self.filter(Q(assignee=user) | Q(created_by=user) | Q(role__in=user.groups.values("name")))

    def with_names(self) -> Self:
        """With what the outer shape names."""
        return self.select_related("assignee", "customer", "created_by")


class Task(models.Model):
    """Something to do, for one person (`assignee`) or for whoever holds a `role`; about a member, perhaps.

    One whose assignee's login is gone is nobody's, and managers see it. `version` grows by one with each change.
    """

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
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        permissions = [("view_every_task", "Can see the tasks of all")]
        constraints = [
            models.CheckConstraint(condition=Q(assignee__isnull=True) | Q(role=""), name="task_is_for_one_or_for_a_role"),
        ]
        ordering = ["due_at", "-priority", "id"]
        indexes = [
            models.Index(fields=["due_at", "-priority", "id"], name="task_by_due"),
            models.Index(fields=["state", "due_at"], name="task_by_state"),
            models.Index(fields=["assignee", "state", "due_at"], name="task_by_assignee"),
            models.Index(fields=["role", "state", "due_at"], name="task_by_role"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"task/{self.pk}"
