"""Questions to a list that staff come back to."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.models.user import User
from core.text import single_line

View = TypeVar("View", bound=models.Model, covariant=True)


class SavedViewQuerySet(models.QuerySet[View]):
    def visible_to(self, user: User) -> Self:
        """Of staff who may see the list, their own and what is shared; nobody else any."""
        if user.is_staff and user.has_perm(self.model.SEES_THE_LIST):  # type: ignore[attr-defined]  # of each saved view
            return self.filter(Q(owner=user) | Q(shared=True))
        return self.none()


class SavedView(models.Model):
    """A name for a question to a list: its owner's alone, or `shared` with the staff who may see the list.

    A model of each list derives from this, with `SEES_THE_LIST`, a permission, and `Meta` of its own (`once`, `by_name`).
    """

    SEES_THE_LIST: str

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60, validators=[single_line])
    question = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


def once(name: str) -> models.UniqueConstraint:
    """A name is one's own once."""
    return models.UniqueConstraint(
        "owner",
        Lower("name"),
        name=name,
        violation_error_code="unique",
        violation_error_message="You have a view of this name already.",
    )


def by_name(name: str) -> models.Index:
    """What is shared, as it is listed."""
    return models.Index(Lower("name"), "id", condition=Q(shared=True), name=name)


ORDER: list[Any] = [Lower("name"), "id"]
