"""What was answered to a request that may come again."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AnsweredRequest(models.Model):
    """The answer to a POST that carried an `Idempotency-Key`, kept so that its repeat gets the same (`core.api.idempotency`)."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    path = models.CharField(max_length=500)
    # SHA-256 of the body: what was asked, without keeping what was in it.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="answered_request_once")]
        indexes = [models.Index(fields=["created_at"], name="answered_request_by_time")]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.key} {self.path}"
