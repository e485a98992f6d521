"""What the staff have to do, and what they say to each other about it."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import DateTimeField, F, Func, IntegerField, Q
from django.utils import timezone

from core.models import Customer, User
from core.text import paragraphs, single_line
from scheduling.models.appointment import Appointment

# What tasks are ordered by where a column alone won't do: an index and every question use the same expression.
# What has no time to be done by comes after all that has.
DUE = Func(F("due_at"), template="COALESCE(%(expressions)s, 'infinity'::timestamptz)", output_field=DateTimeField())
# The most urgent first, and among equals the soonest: rows are compared in one direction.
URGENCY = Func(F("priority"), template="(- %(expressions)s)", output_field=IntegerField())


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """Of staff who may view tasks, those that are theirs, their roles' or given by them; managers' all; nobody else any.

        `scheduling.task_readers` says the same of given tasks.
        """
        if not (user.is_staff and user.has_perm("scheduling.view_task")):
            return self.none()
        if user.has_perm("scheduling.view_every_task"):
            return self
        return self.filter(Q(assignee=user) | Q(created_by=user) | Q(role__in=user.groups.values("name")))

    def to_do(self) -> Self:
        """What is neither done nor cancelled."""
        return self.filter(state__in=Task.TO_DO)

    def with_names(self) -> Self:
        """With what the outer shape names."""
        return self.select_related("assignee", "customer", "created_by", "done_by", "appointment__service")


class Task(models.Model):
    """Something to do, for one person (`assignee`) or for whoever holds a `role`; about a member or an appointment, perhaps.

    One of a role that somebody has taken (`taken_at`) has both: it is theirs, and the role's people see who has it. One whose
    assignee's login is gone is nobody's, and managers see it. `checklist` holds `{"id", "text", "done"}`, ids being unique in it.
    `version` grows by one with each change.

    One with a `rule` comes again (`scheduling.task_repeating`): an RRULE without an end, whose DTSTART is `rule_from` and
    `rule_at` on the centre's wall (domain rule 1). `next_on` is the day of the next one, which `follows` it, until that is made.
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

    TO_DO = (State.OPEN, State.IN_PROGRESS)

    title = models.CharField(max_length=120, validators=[single_line])
    description = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", db_index=False
    )
    role = models.CharField(max_length=10, choices=Role, blank=True, default="")
    taken_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=11, choices=State, default=State.OPEN)
    checklist = models.JSONField(default=list, blank=True)
    customer = models.ForeignKey(Customer, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", db_index=False)
    appointment = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks", db_index=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    rule = models.CharField(max_length=200, blank=True, default="", validators=[single_line])
    rule_from = models.DateField(null=True, editable=False)
    rule_at = models.TimeField(null=True, editable=False)
    next_on = models.DateField(null=True, editable=False)
    # That it is unique is what makes the next one only once.
    follows = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="followed_by"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        permissions = [("view_every_task", "Can see the tasks of all")]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignee__isnull=True) | Q(role="") | Q(taken_at__isnull=False),
                name="task_is_for_one_or_for_a_role",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at__isnull=True)),
                name="task_done_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(rule="", rule_from__isnull=True, rule_at__isnull=True, next_on__isnull=True)
                | (~Q(rule="") & Q(rule_from__isnull=False, rule_at__isnull=False)),
                name="task_rule_is_whole",
            ),
        ]
        ordering = ["due_at", "-priority", "id"]
        indexes = [
            models.Index(DUE, "id", name="task_by_due"),
            models.Index(DUE, "id", condition=Q(state__in=["open", "in_progress"]), name="task_to_do_by_due"),
            models.Index(URGENCY, DUE, "id", name="task_by_urgency"),
            models.Index(URGENCY, DUE, "id", condition=Q(state__in=["open", "in_progress"]), name="task_to_do_by_urgency"),
            models.Index("state", DUE, "id", name="task_by_state"),
            models.Index("assignee", "state", DUE, "id", name="task_by_assignee"),
            models.Index("role", "state", DUE, "id", name="task_by_role"),
            models.Index("customer", DUE, "id", name="task_by_customer"),
            models.Index("appointment", DUE, "id", name="task_by_appointment"),
            models.Index("next_on", "id", condition=Q(next_on__isnull=False), name="task_next_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        return f"task/{self.pk}"

    @property
    def checks(self) -> int:
        """How much there is to tick."""
        return len(self.checklist)

    @property
    def checked(self) -> int:
        return sum(item["done"] for item in self.checklist)


class TaskComment(models.Model):
    """What one of the staff said about a task. It stays as it was said."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(validators=[paragraphs, MaxLengthValidator(2000)])
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["task", "id"], name="task_comment_of_task")]

    def __str__(self) -> str:
        return f"comment on {self.task_id}"
