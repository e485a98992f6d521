"""Who comes to what, and when."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import Customer, User
from core.models.overlap import same
from core.text import paragraphs
from scheduling.centre_time import local
from scheduling.models.overlap import at_once
from scheduling.models.room import Room
from scheduling.models.service import Service
from scheduling.models.session import Session


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view appointments see all; anyone else their own."""
        if user.is_staff and user.has_perm("scheduling.view_appointment"):
            return self
        return self.filter(customer__user=user)

    def with_names(self) -> Self:
        """With what the outer shape names (`scheduling.events.AppointmentState`)."""
        return self.select_related("customer__user", "service", "trainer", "room")


class Appointment(models.Model):
    """A member's time: one-to-one, or a seat in a class session, whose times and trainer it then carries.

    `version` grows by one with each change. `notes` are the staff's.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        CANCELLED = "cancelled", "Cancelled"
        ATTENDED = "attended", "Attended"
        NO_SHOW = "no_show", "No-show"

    # The composite indexes below begin with these columns, so they carry no index of their own.
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments", db_index=False
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        db_index=False,
    )
    # Of a one-to-one only: seats of a class are where the class is.
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    notes = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="appointment_by_start"),
            models.Index(fields=["customer", "starts_at"], name="appointment_by_customer"),
            models.Index(fields=["trainer", "starts_at"], name="appointment_by_trainer"),
            models.Index(fields=["state", "starts_at"], name="appointment_by_state"),
            models.Index(fields=["session", "state"], name="appointment_by_session"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="appointment_cancelled_has_its_time",
            ),
            ExclusionConstraint(
                name="appointment_customer_free",
                expressions=[same("customer_id"), at_once()],
                condition=Q(state="booked"),
                violation_error_code="conflict",
                violation_error_message="The member has another appointment at this time.",
            ),
            # Seats of one class share its trainer. That two classes don't, `session_trainer_free` sees to; that a class
            # and a one-to-one don't, the trigger `trainer_in_one_place` (second migration).
            ExclusionConstraint(
                name="appointment_trainer_free",
                expressions=[same("trainer_id"), at_once()],
                condition=Q(state="booked", session__isnull=True, trainer__isnull=False),
                violation_error_code="conflict",
                violation_error_message="The trainer has another appointment at this time.",
            ),
            ExclusionConstraint(
                name="appointment_room_free",
                expressions=[same("room_id"), at_once()],
                condition=Q(state="booked", session__isnull=True, room__isnull=False),
                violation_error_code="conflict",
                violation_error_message="The room is taken at this time.",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=True) | Q(room__isnull=True), name="appointment_seat_is_in_the_classs_room"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer}, {self.service}, {local(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """What events and reminders call it."""
        return f"appointment/{self.pk}"
