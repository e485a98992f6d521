"""Payments of people who were erased: what the books need, and nothing of who it was."""

import uuid

from django.db import models

from core.models.plan import Plan


class KeptPayment(models.Model):
    """`person` says only which payments were one person's; it leads nowhere."""

    person = models.UUIDField(default=uuid.uuid4)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    covers_from = models.DateField()
    covers_until = models.DateField(null=True)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=12)
    paid_on = models.DateField()

    class Meta:
        ordering = ["-paid_on", "-id"]
        indexes = [models.Index(fields=["-paid_on", "-id"], name="kept_payment_by_day")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
