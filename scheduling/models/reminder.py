"""A message that goes out at its time, and what became of it."""

from datetime import UTC
from typing import Self

from django.db import models
from django.db.models import Q

from core.models import Customer, User


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view reminders see all; anyone else their own."""
        if user.is_staff and user.has_perm("scheduling.view_reminder"):
            return self
        return self.filter(customer__user=user)

    def with_names(self) -> Self:
        """With what the outer shape names (`scheduling.events.ReminderState`), and who is written to."""
        return self.select_related("customer__user", "customer__guardian__user")


class Reminder(models.Model):
    """`subject` is what it is about (`appointment/5`) and `subject_version` the state of it that it was planned for.

    planned → due (taken by the clock, on its way) → sent | failed | expired; planned → superseded | expired.
    `version` grows by one with each change of state.
    """

    class Kind(models.TextChoices):
        APPOINTMENT_STARTS = "appointment_starts", "Appointment starts"
        APPOINTMENT_BOOKED = "appointment_booked", "Appointment booked"
        APPOINTMENT_CHANGED = "appointment_changed", "Appointment changed"
        APPOINTMENT_CANCELLED = "appointment_cancelled", "Appointment cancelled"
        MEMBERSHIP_ENDS = "membership_ends", "Membership ends"
        CLASS_CANCELLED = "class_cancelled", "Class cancelled"
        WAITLIST_PROMOTED = "waitlist_promoted", "Seat from the waitlist"
        WAITLIST_OFFERED = "waitlist_offered", "Seat offered"

    class Channel(models.TextChoices):
        EMAIL = "email", "Email"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DUE = "due", "On its way"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Expired"
        SUPERSEDED = "superseded", "Superseded"

    kind = models.CharField(max_length=40, choices=Kind)
    subject = models.CharField(max_length=80)
    subject_version = models.PositiveIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    taken_at = models.DateTimeField(null=True, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, default="")
    detail = models.CharField(max_length=300, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-due_at", "-id"]
        indexes = [
            models.Index(fields=["due_at", "id"], name="reminder_planned", condition=Q(state="planned")),
            models.Index(fields=["-due_at", "-id"], name="reminder_by_due"),
            models.Index(fields=["state", "-due_at"], name="reminder_by_state"),
            models.Index(fields=["kind", "-due_at"], name="reminder_by_kind"),
            models.Index(fields=["customer", "-due_at"], name="reminder_by_customer"),
        ]
        constraints = [
            # Who it is (domain rule 18): planned twice it is one. The subject stands first, to find its reminders by it.
            models.UniqueConstraint(
                fields=["subject", "kind", "customer", "channel", "due_at", "subject_version"], name="reminder_identity"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The identity in one text: what functions are idempotent by."""
        due = self.due_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return f"{self.kind}:{self.subject}:{self.customer_id}:{self.channel}:{due}:{self.subject_version}"
