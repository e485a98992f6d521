"""Questions to the list of members that staff come back to."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.models.user import User
from core.text import single_line


class CustomerViewQuerySet(models.QuerySet["CustomerView"]):
    def visible_to(self, user: User) -> Self:
        """Of staff who may view members, their own and what is shared; nobody else any."""
        if user.is_staff and user.has_perm("core.view_customer"):
            return self.filter(Q(owner=user) | Q(shared=True))
        return self.none()


class CustomerView(models.Model):
    """A name for a question (`core.api.member_list.QuestionSerializer`): its owner's alone, or `shared` with the staff."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60, validators=[single_line])
    question = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CustomerViewQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "id"]
        indexes = [models.Index(Lower("name"), "id", condition=Q(shared=True), name="customer_view_shared_by_name")]
        constraints = [
            models.UniqueConstraint(
                "owner",
                Lower("name"),
                name="customer_view_name_unique",
                violation_error_code="unique",
                violation_error_message="You have a view of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
