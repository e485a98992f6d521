"""What a person agreed to, when and how, and when they took it back."""

from django.db import models
from django.db.models import F, Q

from core.models.customer import Customer


class Consent(models.Model):
    """One time that a consent was given. It stands until `withdrawn_at`; given again it is another row: what was stays proven."""

    class Kind(models.TextChoices):
        EMAIL_MARKETING = "email_marketing", "News and offers by email"
        SMS_MARKETING = "sms_marketing", "News and offers by text message"
        PHOTO = "photo", "Pictures of them may be shown"
        HEALTH_DATA = "health_data", "Health details may be kept"

    class Source(models.TextChoices):
        MEMBER = "member", "The member, signed in"
        IN_PERSON = "in_person", "In person"
        PAPER = "paper", "On paper"
        PHONE = "phone", "By phone"
        EMAIL = "email", "By email"
        IMPORT = "import", "Brought along by an import"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    given_at = models.DateTimeField()
    given_source = models.CharField(max_length=10, choices=Source)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_source = models.CharField(max_length=10, choices=Source, blank=True, default="")

    class Meta:
        ordering = ["customer", "kind", "given_at", "id"]
        indexes = [models.Index(fields=["customer", "kind", "given_at"], name="consent_by_customer")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(withdrawn_at__isnull=True), name="consent_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_source="")
                | (Q(withdrawn_at__gte=F("given_at")) & ~Q(withdrawn_source="")),
                name="consent_withdrawn_after_given_with_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_at:%Y-%m-%d}–{f'{self.withdrawn_at:%Y-%m-%d}' if self.withdrawn_at else '…'}"
