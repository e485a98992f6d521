"""Which mails somebody doesn't want."""

from django.db import models

from core.models import Customer
from scheduling.models.reminder import Reminder


class MailChoice(models.Model):
    """Whether who gets the mails wants those of a kind: a guardian chooses for what comes to them. Without a row they are wanted.

    `version` grows by one with each change.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="mail_choices", db_index=False)
    kind = models.CharField(max_length=40, choices=Reminder.Kind)
    wanted = models.BooleanField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {'wanted' if self.wanted else 'not wanted'}"
