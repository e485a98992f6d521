"""Roles: Django groups with permissions. A role of the staff also opens the staff screens and `/admin/`."""

from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.models import InitialGrant, User
from core.people_events import RoleChanged, UserAccessChanged
from core.refusals import Conflict, Forbidden

OWNER, MANAGER, TRAINER, FRONT_DESK, MEMBER = "owner", "manager", "trainer", "front_desk", "member"
APPS = ("auth", "core", "scheduling", "social")
STAFF_ROLES = frozenset({OWNER, MANAGER, TRAINER, FRONT_DESK})
EDITABLE = STAFF_ROLES - {OWNER}


def _all(*models: str) -> set[str]:
    return {f"{action}_{model}" for model in models for action in ("view", "add", "change", "delete")}


_READ = {
    "view_customer", "view_staff_notes", "view_tag", "view_plan", "view_membership", "view_checkin", "view_service",
    "view_room", "view_timetable", "view_closure", "view_session", "view_workinghours", "view_timeoff", "view_appointment",
    "view_reminder", "view_task", "view_post", "view_comment",
}  # fmt: skip
_BOOK = {"add_appointment", "change_appointment"}
_TASKS = {"add_task", "change_task"}
_EVERY_TASK = {"view_every_task"}
_INVITE = {"invite_member"}
_CHECK_IN = {"add_checkin", "change_checkin"}
_MONEY = {"view_payment", "add_payment"}
_CLASSES = {"add_session", "change_session"}
_TIMES = _all("service", "room", "timetable", "closure", "session", "workinghours", "timeoff")
_VIEWS = {"change_customerview", "delete_customerview", "change_taskview", "delete_taskview"}
_TRANSFER = _all("import") | {"merge_customer", "erase_customer", "export_customer"}

# What each role may do when the centre is set up. The owner can change it afterwards; a migration never overwrites that.
INITIAL: dict[str, set[str]] = {
    OWNER: _READ
    | _BOOK
    | _TASKS
    | _CHECK_IN
    | _MONEY
    | _TIMES
    | _all("customer", "tag", "plan", "membership", "appointment", "task", "post", "comment", "user")
    | _TRANSFER
    | _VIEWS
    | _EVERY_TASK
    | _INVITE
    | {"view_group", "change_group", "view_event", "invite_staff"},
    MANAGER: _READ
    | _BOOK
    | _TASKS
    | _CHECK_IN
    | _MONEY
    | _TIMES
    | _all("customer", "tag", "plan", "membership", "appointment", "task", "post", "comment")
    | _TRANSFER
    | _VIEWS
    | _EVERY_TASK
    | _INVITE
    | {"view_user", "view_event", "invite_staff"},
    FRONT_DESK: _READ
    | _BOOK
    | _TASKS
    | _CHECK_IN
    | _MONEY
    | _INVITE
    | _CLASSES
    | {"add_customer", "change_customer", "add_tag", "add_membership", "change_membership"},
    TRAINER: _READ | _BOOK | _TASKS | _CHECK_IN,
    MEMBER: set(),
}


@transaction.atomic
def ensure_roles(**_: Any) -> None:
    """After migrations: each role gets what it initially may do, each permission once; what the owner changed since is left."""
    for app in apps.get_app_configs():
        create_permissions(app, verbosity=0)  # Django makes them app by app, and the roles name those of every app
    known = {permission.codename: permission for permission in Permission.objects.filter(content_type__app_label__in=APPS)}
    granted = set(InitialGrant.objects.values_list("role", "permission"))
    for role, codenames in INITIAL.items():
        group, _created = Group.objects.get_or_create(name=role)
        new = [codename for codename in sorted(codenames) if codename in known and (role, codename) not in granted]
        group.permissions.add(*(known[codename] for codename in new))
        InitialGrant.objects.bulk_create([InitialGrant(role=role, permission=codename) for codename in new])


@transaction.atomic
def set_roles(*, user: User, roles: Collection[str], by: User | None) -> None:
    """Gives the user exactly these roles. Open sockets of the user obey within seconds. Raises Refused `last_owner`.

    Whether `by` may give them is asked where people ask for it (`core.staff`, `core.invitations`).
    """
    keep_an_owner(without=user, unless=OWNER in roles)
    user.groups.set(Group.objects.filter(name__in=roles))
    worked_here, user.is_staff = user.is_staff, bool(STAFF_ROLES & set(roles)) or user.is_superuser
    if user.is_staff:
        user.left_staff_at = None
    elif worked_here:
        user.left_staff_at = timezone.now()
    user.version += 1
    user.save(update_fields=["is_staff", "left_staff_at", "version"])
    record(
        UserAccessChanged(id=user.pk),
        subject=f"user/{user.pk}",
        # Who was away when a role was taken hears of it when they are back: what their screen still shows isn't theirs any more.
        audience=[audience.user(user.pk)],
        actor=by.pk if by else None,
    )


def take_turns() -> Group:
    """Changes of roles and activity wait for each other here, until their transactions end: two owners can't take the role from
    one another at the same time. Returns the owners' role.
    """
    return Group.objects.select_for_update(no_key=True).get(name=OWNER)


def keep_an_owner(*, without: User, unless: bool) -> None:
    """Raises Refused `last_owner` when the centre would be left with nobody who may set it up."""
    role = take_turns()
    owners = set(role.user_set.filter(is_active=True).values_list("pk", flat=True))
    if not unless and owners == {without.pk}:
        raise Conflict("Nobody else is an owner. Make somebody else one first.", code="last_owner")


def may_give(by: User, role: str) -> bool:
    """Nobody gives or takes a role that may more than they may themselves; an owner is made by an owner."""
    if by.is_superuser or role == MEMBER:
        return True
    if role == OWNER:
        return OWNER in by.groups.values_list("name", flat=True)
    return allowed_to(Permission.objects.filter(group__name=role).select_related("content_type")) <= by.get_all_permissions()


def allowed_to(permissions: Iterable[Permission]) -> set[str]:
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def given_out() -> QuerySet[Permission]:
    """Every permission that a role can have: those that some role is set up with."""
    codenames = set().union(*INITIAL.values())
    found = Permission.objects.filter(codename__in=codenames, content_type__app_label__in=APPS)
    return found.select_related("content_type").order_by("content_type__app_label", "content_type__model", "id")


@transaction.atomic
def change_permissions(*, role: Group, grant: Collection[Permission], revoke: Collection[Permission], by: User) -> Group:
    """Adds and takes away permissions of a staff role, from now on and on open screens too.

    Raises Conflict `role_fixed` for the owner's, which always may everything, and the members'; Forbidden `above_own_role` for
    what the person may not do themselves.
    """
    if role.name not in EDITABLE:
        raise Conflict("What this role may do is fixed.", code="role_fixed")
    own = by.get_all_permissions()
    if not allowed_to((*grant, *revoke)) <= own:
        raise Forbidden("You may only give and take what you may do yourself.", code="above_own_role")
    role = Group.objects.select_for_update(no_key=True).get(pk=role.pk)
    role.permissions.add(*grant)
    role.permissions.remove(*revoke)
    record(RoleChanged(id=role.pk, name=role.name), subject=f"role/{role.pk}", audience=[audience.STAFF], actor=by.pk)
    return role
