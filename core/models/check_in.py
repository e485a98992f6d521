"""Who came in, and when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.calendar import span_of
from core.models.customer import Customer
from core.models.membership import Membership
from core.models.user import User


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view check-ins see all; anyone else their own."""
        if user.is_staff and user.has_perm("core.view_checkin"):
            return self
        return self.filter(customer__user=user)

    def standing(self) -> Self:
        """Without those that were taken back."""
        return self.filter(undone_at__isnull=True)

    def on(self, day: date) -> Self:
        """Those of one day at the centre."""
        start, end = span_of(day, day)
        return self.filter(at__gte=start, at__lt=end)

    def with_names(self) -> Self:
        """With what the outer shape names."""
        return self.select_related("customer__user", "membership__plan")


class CheckIn(models.Model):
    """A member came in. `took_visit`: one of the membership's visits went with it, one a day at most.

    `anyway` is the reason for which the member couldn't have entered when the desk let them in nevertheless, `warnings` what the
    desk was told of who could (`core.entry.Warning`).
    """

    class Method(models.TextChoices):
        SEARCH = "search", "By search"
        NUMBER = "number", "By member number"
        PASS = "pass", "By the member's phone"

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="check_ins", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="check_ins")
    at = models.DateTimeField(default=timezone.now)
    method = models.CharField(max_length=6, choices=Method)
    took_visit = models.BooleanField(default=False)
    anyway = models.CharField(max_length=20, blank=True, default="")
    warnings = ArrayField(models.CharField(max_length=20), blank=True, default=list)
    pass_step = models.BigIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = "check-in"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="check_in_by_time"),
            models.Index(fields=["customer", "-at"], name="check_in_by_customer"),
        ]
        constraints = [
            # A code of a member's phone lets in once, whoever shows it.
            models.UniqueConstraint(
                fields=["customer", "pass_step"], condition=Q(pass_step__isnull=False), name="check_in_pass_used_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """What events call it."""
        return f"check_in/{self.pk}"
