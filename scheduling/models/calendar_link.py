"""Secret addresses under which calendar programs read what somebody has ahead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarLink(models.Model):
    """Whoever has the address reads, so it is long, told once, kept as its digest, and can be revoked."""

    class Kind(models.TextChoices):
        MEMBER = "member", "What a member has booked"
        TRAINER = "trainer", "What a trainer gives"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["user", "kind"], name="calendar_link_by_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(revoked_at__isnull=True), name="calendar_link_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.kind}"
