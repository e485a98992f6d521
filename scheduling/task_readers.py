"""Who may see which task: what `TaskQuerySet.visible_to` says of one person, of everybody at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.events import audience
from core.models import User
from scheduling.models import Task


@dataclass(frozen=True)
class Reader:
    pk: int
    roles: Collection[str]
    sees_all: bool


class Readers:
    """The staff who may view tasks, as they are now: one query, whatever is asked afterwards."""

    def __init__(self) -> None:
        rows = (
            _allowed("view_task")
            .filter(is_staff=True)
            .annotate(
                roles=ArrayAgg("groups__name", filter=Q(groups__isnull=False), default=[]),
                sees_all=Exists(_allowed("view_every_task").filter(pk=OuterRef("pk")).values("pk")),
            )
        )
        self._staff = [Reader(*row) for row in rows.values_list("pk", "roles", "sees_all")]

    def of(self, task: Task) -> frozenset[int]:
        """The logins of those who may see it: a topic of all the staff would tell the others, too."""
        concerned = (task.assignee_id, task.created_by_id)
        return frozenset(
            one.pk for one in self._staff if one.sees_all or one.pk in concerned or (task.role and task.role in one.roles)
        )

    def managers(self) -> frozenset[int]:
        """Those who see every task."""
        return frozenset(one.pk for one in self._staff if one.sees_all)

    def holders(self, role: str) -> frozenset[int]:
        """Those of the role."""
        return frozenset(one.pk for one in self._staff if role in one.roles)


def topics(logins: Collection[int]) -> set[str]:
    return {audience.user(pk) for pk in logins}


def _allowed(codename: str) -> "QuerySet[User]":
    found: Any = ModelBackend().with_perm(f"scheduling.{codename}")
    return found  # type: ignore[no-any-return]
