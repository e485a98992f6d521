"""A class on a day."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.models.overlap import same
from scheduling.centre_time import local
from scheduling.models.overlap import at_once
from scheduling.models.service import Service


class Session(models.Model):
    """One class at one time with one trainer; a seat in it is an `Appointment`."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sessions")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at", "id"], name="session_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            ExclusionConstraint(
                name="session_trainer_free",
                expressions=[same("trainer_id"), at_once()],
                violation_error_code="conflict",
                violation_error_message="The trainer has another class at this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {local(self.starts_at):%Y-%m-%d %H:%M}"
