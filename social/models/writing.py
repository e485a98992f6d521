"""What posts and comments have in common: somebody wrote them, may change them, and may take them back."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import User
from realtime.models import Block

W = TypeVar("W", bound="Writing", covariant=True)


def unseen_by(user: User, column: str) -> Exists:
    """That one of the two has blocked the other: `column` is who wrote it."""
    return Exists(Block.objects.between(user.pk, OuterRef(column)))


class WritingQuerySet(models.QuerySet[W]):
    def shown(self) -> Self:
        return self.filter(deleted_at__isnull=True, hidden_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """What is shown; to who moderates also what is hidden. What is deleted is gone for everybody.

        Neither of two who are blocked is shown the other's; staff see everybody's.
        """
        moderates = user.is_staff and user.has_perm(f"{self.model._meta.app_label}.change_{self.model._meta.model_name}")
        there = self.filter(deleted_at__isnull=True) if moderates else self.shown()
        return there if user.is_staff else there.exclude(unseen_by(user, "author"))

    def with_author(self) -> Self:
        return self.select_related("author")


class Writing(models.Model):
    """`version` grows by one when it is edited, deleted, hidden or shown again.

    What its author deleted is kept for as long as they may take that back. `client_id` is the one that the writer's screen chose,
    which knows by it that what the line tells is what it shows already.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss", db_index=False)
    created_at = models.DateTimeField(default=timezone.now)
    client_id = models.UUIDField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["author", "client_id"], condition=Q(client_id__isnull=False), name="%(class)s_sent_once"
            )
        ]
        indexes = [models.Index(fields=["author", "-id"], name="%(class)s_by_author")]

    @property
    def subject(self) -> str:
        return f"{self._meta.model_name}/{self.pk}"
