"""The visits that were taken from memberships which hold a number of them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.membership import Membership


class VisitQuerySet(models.QuerySet["Visit"]):
    def standing(self) -> Self:
        """Without those that were given back."""
        return self.filter(given_back_at__isnull=True)

    def on(self, day: date) -> Self:
        """Those by which a member may come in on that day."""
        return self.standing().filter(day=day).exclude(kind=Visit.Kind.CARRIED_OVER)


class Visit(models.Model):
    """A visit taken from a membership, by what `subject` names, for a day at the centre; what was carried over to another
    membership is taken, too.

    What was sold less what stands here is what is left: `core.visits.unbalanced` looks for where it isn't so.
    """

    class Kind(models.TextChoices):
        CHECK_IN = "check_in", "By coming in"
        BOOKING = "booking", "By booking"
        CARRIED_OVER = "carried_over", "Carried over to another membership"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="visits_taken", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.CharField(max_length=40)
    day = models.DateField()
    count = models.PositiveSmallIntegerField(default=1)
    taken_at = models.DateTimeField(default=timezone.now)
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]
        indexes = [models.Index(fields=["membership", "day"], name="visit_by_membership")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0), name="visit_is_of_something"),
            # One thing takes one visit, so it gives back one at most (domain rule 15).
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(given_back_at__isnull=True) & ~Q(kind="carried_over"),
                name="visit_taken_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} for {self.subject}, {self.day}"
