"""A person of the centre: member, former member, or not a member yet."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Lower
from phonenumber_field.modelfields import PhoneNumberField

from core.calendar import today
from core.models.user import User
from core.text import paragraphs, single_line


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view customers see all; anyone else the one record that is theirs."""
        if user.is_staff and user.has_perm("core.view_customer"):
            return self
        return self.filter(user=user)


class Customer(models.Model):
    """The record the centre keeps of a person. `user` is the login that owns it, if any: one login owns at most one record.

    `version` grows by one with each change, so that a screen can tell which of two states is newer.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="customer"
    )
    first_name = models.CharField(max_length=80, validators=[single_line])
    last_name = models.CharField(max_length=80, validators=[single_line])
    email = models.EmailField(max_length=254, db_collation="pg_c_utf8", validators=[single_line])
    phone_number = PhoneNumberField(blank=True, default="")
    joined_on = models.DateField(default=today)
    notes = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    picture = models.ForeignKey("core.Picture", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1)

    # Follows from the memberships, freezes and check-ins; `core.standing` says how and keeps it.
    plan = models.ForeignKey("core.Plan", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    access_from = models.DateField(null=True, blank=True, editable=False)
    access_until = models.DateField(null=True, blank=True, editable=False)
    frozen_from = models.DateField(null=True, blank=True, editable=False)
    frozen_until = models.DateField(null=True, blank=True, editable=False)
    left_on = models.DateField(null=True, blank=True, editable=False)
    last_visit_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        permissions = [("view_staff_notes", "Can read and write the staff's notes on a customer")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="customer_email_unique",
                violation_error_code="unique",
                violation_error_message="A member with this email address exists already.",
            )
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name", "id"], name="customer_by_name"),
            models.Index(fields=["joined_on", "id"], name="customer_by_joining"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
