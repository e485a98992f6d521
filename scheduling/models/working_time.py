"""When a trainer can be booked for something one-to-one."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from core.models.overlap import same
from core.text import single_line
from scheduling.models.overlap import at_once


class WorkingHours(models.Model):
    """A trainer's week, on the wall clock of the centre.

    `weekly` is `[{"weekday": 0, "opens": "09:00", "closes": "12:30"}, …]`, Monday being 0; "24:00" closes at midnight. In
    order, and none meets another. `version` grows by one with each change.
    """

    trainer = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_hours")
    weekly = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.trainer}"


class WorkingDay(models.Model):
    """A day on which a trainer's hours are others than those of the week: `spans` is `[{"opens", "closes"}, …]`, or none."""

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_days", db_index=False)
    day = models.DateField()
    spans = models.JSONField(default=list)

    class Meta:
        ordering = ["day", "id"]
        constraints = [models.UniqueConstraint(fields=["trainer", "day"], name="working_day_once")]

    def __str__(self) -> str:
        return f"{self.trainer}, {self.day:%Y-%m-%d}"


class TimeOff(models.Model):
    """A time in which a trainer isn't there, whatever their hours say. `note` is the staff's."""

    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="times_off", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="", validators=[single_line])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="time_off_by_start"),
            models.Index(fields=["trainer", "starts_at"], name="time_off_by_trainer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="time_off_ends_after_it_starts"),
            ExclusionConstraint(
                name="time_off_once",
                expressions=[same("trainer_id"), at_once()],
                violation_error_code="conflict",
                violation_error_message="The trainer is off at this time already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer}, {self.starts_at:%Y-%m-%d}"
