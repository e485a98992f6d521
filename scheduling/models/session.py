"""A class on a day."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.models.overlap import same
from core.text import single_line
from scheduling.centre_time import local
from scheduling.models.overlap import at_once
from scheduling.models.room import MOST, Room
from scheduling.models.service import Service
from scheduling.models.timetable import Timetable


class Session(models.Model):
    """One class at one time with one trainer; a seat in it is an `Appointment`.

    `occurrence` is the day, at the centre, on which the rule of its `timetable` puts it: it stays when the session is moved.
    What was changed by hand is `touched` and never derived again. `stands_in_for` is the trainer who would have given it.
    `version` grows by one with each change of the session itself; who is booked isn't one.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CANCELLED = "cancelled", "Cancelled"

    # The composite indexes below begin with these columns, so they carry no index of their own.
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sessions", db_index=False)
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sessions", db_index=False)
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    # Kept by a trigger on the appointments (fifth migration): never written here. A seat that is offered is taken.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waiting = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True, default="", validators=[single_line])
    timetable = models.ForeignKey(
        Timetable, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions", db_index=False
    )
    occurrence = models.DateField(null=True, blank=True)
    touched = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="session_by_start"),
            models.Index(fields=["service", "starts_at"], name="session_by_service"),
            models.Index(fields=["trainer", "starts_at"], name="session_by_trainer"),
            models.Index(fields=["room", "starts_at"], name="session_by_room"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="session_holds_somebody"),
            # Of the last seat and of a capacity below what is booked: whatever runs at the same moment.
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="session_holds_its_seats"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="session_cancelled_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(timetable__isnull=True, occurrence__isnull=True)
                | Q(timetable__isnull=False, occurrence__isnull=False),
                name="session_of_a_timetable_has_its_day",
            ),
            models.UniqueConstraint(fields=["timetable", "occurrence"], name="session_once"),
            ExclusionConstraint(
                name="session_trainer_free",
                expressions=[same("trainer_id"), at_once()],
                condition=Q(state="planned"),
                violation_error_code="conflict",
                violation_error_message="The trainer has another class at this time.",
            ),
            # That a class and a one-to-one don't meet in a room either, the trigger `room_in_one_place` sees to.
            ExclusionConstraint(
                name="session_room_free",
                expressions=[same("room_id"), at_once()],
                condition=Q(state="planned", room__isnull=False),
                violation_error_code="conflict",
                violation_error_message="The room is taken at this time.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {local(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """What events call it."""
        return f"session/{self.pk}"
