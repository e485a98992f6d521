"""Roles: Django groups with permissions. A role of the staff also opens the staff screens and `/admin/`."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import InitialGrant, User
from core.people_events import UserAccessChanged

OWNER, MANAGER, TRAINER, FRONT_DESK, MEMBER = "owner", "manager", "trainer", "front_desk", "member"
STAFF_ROLES = frozenset({OWNER, MANAGER, TRAINER, FRONT_DESK})


def _all(*models: str) -> set[str]:
    return {f"{action}_{model}" for model in models for action in ("view", "add", "change", "delete")}


_READ = {
    "view_customer", "view_staff_notes", "view_tag", "view_plan", "view_membership", "view_service", "view_session",
    "view_appointment", "view_reminder", "view_task", "view_post", "view_comment",
}  # fmt: skip
_BOOK = {"add_appointment", "change_appointment"}
_TASKS = {"add_task", "change_task"}
_TRANSFER = _all("import")

# What each role may do when the centre is set up. The owner can change it afterwards; a migration never overwrites that.
INITIAL: dict[str, set[str]] = {
    OWNER: _READ
    | _BOOK
    | _TASKS
    | _all("customer", "tag", "plan", "membership", "service", "session", "appointment", "task", "post", "comment", "user")
    | _TRANSFER
    | {"view_group", "change_group", "view_event"},
    MANAGER: _READ
    | _BOOK
    | _TASKS
    | _all("customer", "tag", "plan", "membership", "service", "session", "appointment", "task", "post", "comment")
    | _TRANSFER
    | {"view_user", "view_event"},
    FRONT_DESK: _READ | _BOOK | _TASKS | {"add_customer", "change_customer", "add_tag", "add_membership", "change_membership"},
    TRAINER: _READ | _BOOK | _TASKS,
    MEMBER: set(),
}


@transaction.atomic
def ensure_roles(**_: Any) -> None:
    """After migrations: each role gets what it initially may do, each permission once; what the owner changed since is left."""
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)  # Django makes them app by app, and the roles name those of every app
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label__in=("auth", "core", "scheduling", "social"))
    }
    granted = set(InitialGrant.objects.values_list("role", "permission"))
    for role, codenames in INITIAL.items():
        group, _created = Group.objects.get_or_create(name=role)
        new = [codename for codename in sorted(codenames) if codename in known and (role, codename) not in granted]
        group.permissions.add(*(known[codename] for codename in new))
        InitialGrant.objects.bulk_create([InitialGrant(role=role, permission=codename) for codename in new])


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User | None) -> None:
    """Gives the user exactly these roles. Open sockets of the user obey within seconds."""
    user.groups.set(Group.objects.filter(name__in=roles))
    user.is_staff = bool(STAFF_ROLES & set(roles)) or user.is_superuser
    user.save(update_fields=["is_staff"])
    record(
        UserAccessChanged(id=user.pk),
        subject=f"user/{user.pk}",
        audience=audience.NOBODY,
        actor=by.pk if by else None,
    )
