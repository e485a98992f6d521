"""Who doesn't want to see whom."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, When
from django.utils import timezone


class BlockQuerySet(models.QuerySet["Block"]):
    def between(self, user: int | OuterRef, other: int | OuterRef | F) -> "BlockQuerySet":
        """Whichever of the two wanted it."""
        return self.filter(Q(user=user, other=other) | Q(user=other, other=user))

    def others_of(self, user: int | OuterRef) -> QuerySet["Block", int]:
        """Ids of whom this person doesn't see and isn't seen by."""
        both = self.filter(Q(user=user) | Q(other=user))
        return both.values_list(Case(When(user=user, then=F("other_id")), default=F("user_id")), flat=True)


class Block(models.Model):
    """`user` blocked `other`: from then on neither is shown what the other writes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "other"], name="block_once"),
            models.CheckConstraint(condition=~Q(user=F("other")), name="block_is_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} blocked {self.other_id}"
