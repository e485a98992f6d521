"""What recurs, and the days on which it doesn't."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.text import single_line
from scheduling.models.room import MOST, Room
from scheduling.models.service import Service


class Timetable(models.Model):
    """A class that comes again: local wall time, in the centre's zone, and an iCalendar rule (domain rule 1).

    `rule` is an RRULE without an end (`scheduling.recurrence`), `starts_on` and `at` its DTSTART, `exceptions` its EXDATEs;
    `ends_on` is the last day, inclusive. Sessions are made from it some weeks ahead. One that was changed from a day on ends
    before it, and the next one `follows` it. `version` grows by one with each change.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="timetables")
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="timetables")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="timetables")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    at = models.TimeField()
    rule = models.CharField(max_length=200, validators=[single_line])
    exceptions = ArrayField(models.DateField(), blank=True, default=list)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(1440)])
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on", "at", "id"]
        indexes = [
            models.Index(fields=["ends_on", "id"], name="timetable_by_end"),
            models.Index(fields=["starts_on", "at", "id"], name="timetable_by_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="timetable_takes_time"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="timetable_holds_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.at:%H:%M}, {self.rule}"

    @property
    def subject(self) -> str:
        return f"timetable/{self.pk}"


class TimetableConflict(models.Model):
    """A session that a timetable asks for and that couldn't be made or moved: its trainer or its room is taken then.

    It is tried again whenever sessions are made, and the row goes when it succeeds or the rule no longer asks for it.
    """

    class Field(models.TextChoices):
        TRAINER = "trainer", "The trainer is taken"
        ROOM = "room", "The room is taken"
        SEATS = "seats", "Somebody who is booked can't come"

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="conflicts", db_index=False)
    occurrence = models.DateField()
    starts_at = models.DateTimeField()
    field = models.CharField(max_length=7, choices=Field)
    message = models.CharField(max_length=300)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["timetable", "occurrence"], name="timetable_conflict_once")]

    def __str__(self) -> str:
        return self.message


class Closure(models.Model):
    """Days, named, on which the centre is closed: a holiday, a week of painting. The last day is inside.

    No session is made on them, and those that stand are cancelled when the closure is entered.
    """

    name = models.CharField(max_length=80, validators=[single_line])
    starts_on = models.DateField()
    ends_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [models.Index(fields=["starts_on", "id"], name="closure_by_start")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_it_starts"),
            models.UniqueConstraint(fields=["starts_on", "name"], name="closure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on:%Y-%m-%d}"
