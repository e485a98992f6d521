"""Pictures of people and of what they post: from the asking for an upload to the sizes that are shown."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.user import User


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User) -> Self:
        """What became of an upload is for who uploaded it; the picture itself is shown where its owner is."""
        return self.filter(uploaded_by=user)


class Picture(models.Model):
    """One upload and what was made of it.

    The owner is named by kind and number, so that any app can have pictures (`core.pictures.OWNERS`); the owner's row points
    back at the one it shows. `digest` names the content: what the same form uploads later has another, and is never shown.
    `clear_at` is when its objects are next to be taken off the bucket, null while they are in use; of one that is ready but that
    nothing shows yet, when it is given up.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        REFUSED = "refused"
        REMOVED = "removed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_kind = models.CharField(max_length=20)
    owner_id = models.BigIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=40, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    clear_at = models.DateTimeField(null=True, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(digest=""), name="picture_ready_is_there"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="picture_refused_for_a_reason"),
            models.CheckConstraint(condition=Q(state="ready") | Q(clear_at__isnull=False), name="picture_is_cleared_some_day"),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="picture_by_owner"),
            models.Index(fields=["uploaded_by", "state"], name="picture_by_uploader"),
            models.Index(fields=["clear_at"], condition=Q(clear_at__isnull=False), name="picture_to_clear"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_kind}/{self.owner_id} {self.state}"
