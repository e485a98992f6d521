"""The line of events and the cursors on it."""

import uuid

import uuid6
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Event(models.Model):
    """One state change. `position` is the order of insertion, `seq` the place on the line, given after commit.

    `data` has the shape of the event type's class in the registry; `audience` names the topics whose readers may see it.
    """

    position = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField(null=True, unique=True, editable=False)
    id = models.UUIDField(default=uuid6.uuid7, unique=True, editable=False)
    type = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    time = models.DateTimeField(default=timezone.now)
    dataversion = models.PositiveSmallIntegerField()
    # A number and not a foreign key: the line outlives the account.
    actor = models.BigIntegerField(null=True)
    audience = ArrayField(models.CharField(max_length=80), default=list)
    data = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["position"], condition=Q(seq__isnull=True), name="event_unplaced"),
            models.Index(fields=["subject", "position"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq or '?'} {self.type} {self.subject}"


class Line(models.Model):
    """The one row that says how long the line is. `epoch` changes when a backup is restored: cursors of another are void."""

    only = models.BooleanField(primary_key=True, default=True)
    epoch = models.UUIDField(default=uuid.uuid4)
    head = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="line_is_one_row")]

    def __str__(self) -> str:
        return f"{self.epoch}.{self.head}"


class SinkCursor(models.Model):
    """How far a sink has come: everything up to `seq` was accepted by its far side."""

    sink = models.CharField(primary_key=True, max_length=40)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sink} {self.seq}"
