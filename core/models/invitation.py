"""A link that lets somebody in: to work here, or to their own member's record."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from core.models.customer import Customer
from core.models.user import User
from core.text import single_line


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """Those of the kinds that one may send oneself."""
        kinds = [kind for kind in Invitation.Kind.values if user.is_staff and user.has_perm(f"core.invite_{kind}")]
        return self.filter(kind__in=kinds)

    def open(self) -> Self:
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Open until it is accepted or revoked, and good until `expires_at`. `digest` is of the secret in the link, which nobody
    keeps; sending it again makes a new one. `version` grows by one with each change.
    """

    class Kind(models.TextChoices):
        STAFF = "staff"
        MEMBER = "member"

    class State(models.TextChoices):
        OPEN = "open"
        EXPIRED = "expired"
        ACCEPTED = "accepted"
        REVOKED = "revoked"

    kind = models.CharField(max_length=10, choices=Kind)
    email = models.EmailField(max_length=254, validators=[single_line])
    language = models.CharField(max_length=10, blank=True, default="")
    roles = models.ManyToManyField(Group, blank=True, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("invite_staff", "Can invite people to work here"), ("invite_member", "Can invite members to an account")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "kind", condition=models.Q(accepted_at=None, revoked_at=None), name="invitation_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="staff") ^ models.Q(customer__isnull=False), name="invitation_member_has_a_record"
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None), name="invitation_ends_one_way"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-sent_at", "id"], name="invitation_by_sending")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def state(self) -> str:
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.OPEN if timezone.now() < self.expires_at else self.State.EXPIRED
