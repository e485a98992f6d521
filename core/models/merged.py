"""Where a record is that was found to be of the same person as another."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models.customer import Customer


class MergedCustomer(models.Model):
    """`id` and `member_number` were the record's that went; links and cards with them lead to the one that was `kept`.

    `snapshot` is what stood in it, also what wasn't taken over: a merge loses nothing.
    """

    id = models.BigIntegerField(primary_key=True)
    member_number = models.BigIntegerField(unique=True)
    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merged_from")
    snapshot = models.JSONField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    merged_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.id} → {self.kept_id}"
