"""What a person was told, what they have read of it, and what they want to be told."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import Customer, User
from realtime.notification_kinds import staff_only


class Inbox(models.Model):
    """One row a person, held by whoever adds to their notifications or marks some as read.

    So each change has its place: `version` grows by one with it, and what is counted under the lock is exact at that version.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="inbox")
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"inbox of {self.user_id}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible(self) -> Self:
        """What each owner may still see: kinds for the staff go with the role."""
        return self.filter(Q(user__is_staff=True) | ~Q(kind__in=staff_only()))

    def visible_to(self, user: User) -> Self:
        """One's own, and of nobody else."""
        own = self.filter(user=user)
        return own if user.is_staff else own.exclude(kind__in=staff_only())

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """`kind` and `data` are what the client puts into words; the kind's class says what is in `data`.

    `subject` is what it is about (`appointment/5`), `customer` the person it names, if it names one.
    Ids grow in the order in which a person was told: they are given while the inbox is held.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    subject = models.CharField(max_length=80)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_newest"),
            models.Index(fields=["user", "id"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def content(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.data}


class NotificationChoice(models.Model):
    """By which channels a person wants to be told of a kind. Without a row, the kind's own apply."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    channels = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {', '.join(self.channels) or 'none'}"
