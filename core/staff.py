"""Who works here: changing somebody's roles, taking their access away and giving it back."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q, QuerySet

from core import roles as role_rules
from core import sessions
from core.events import audience
from core.events.record import record
from core.models import User
from core.people_events import StaffChanged
from core.refusals import Conflict, Forbidden


def visible_to(user: User) -> QuerySet[User]:
    """Whom one may choose as a trainer: everybody active. Who may view logins also sees those whose access was taken away, and
    those who hold no role of the staff any more: to give them one back takes no new invitation.
    """
    if user.has_perm("core.view_user"):
        return User.objects.filter(Q(is_staff=True) | Q(left_staff_at__isnull=False))
    return User.objects.filter(is_staff=True, is_active=True)


@transaction.atomic
def change(
    *, user: User, by: User, give: Collection[str] = (), take: Collection[str] = (), is_active: bool | None = None
) -> User:
    """Gives and takes roles and access.

    Raises Forbidden `above_own_role`, Conflict `last_owner` or `oneself` (nobody shuts themselves out).
    """
    role_rules.take_turns()
    user = User.objects.select_for_update().get(pk=user.pk)
    held = set(user.groups.values_list("name", flat=True))
    wanted = held - set(take) | set(give)
    touched = held ^ wanted | (held if is_active not in (None, user.is_active) else set())
    if not all(role_rules.may_give(by, role) for role in touched):
        raise Forbidden("This role may more than you may yourself.", code="above_own_role")
    if is_active is False and user == by:
        raise Conflict("You can't take your own access away.", code="oneself")
    role_rules.keep_an_owner(without=user, unless=role_rules.OWNER in wanted and is_active is not False)
    if wanted == held and is_active in (None, user.is_active):
        return user
    if is_active is not None and is_active != user.is_active:
        user.is_active = is_active
        user.save(update_fields=["is_active"])
        if not is_active:
            sessions.end_all(user=user, by=by)
    role_rules.set_roles(user=user, roles=wanted, by=by)
    tell(user, by=by)
    return user


def tell(user: User, *, by: User | None) -> None:
    """Shows the staff's screens what became of somebody who works here."""
    record(
        StaffChanged(
            id=user.pk,
            version=user.version,
            display_name=user.name,
            roles=sorted(user.groups.values_list("name", flat=True)),
            is_active=user.is_active,
        ),
        subject=f"user/{user.pk}",
        audience=[audience.STAFF],
        actor=by.pk if by else None,
    )


@transaction.atomic
def change_own(*, user: User, **fields: str) -> User:
    """What a person says of themselves: `display_name`, `language`. Staff see a colleague's new name at once."""
    changed = {name: value for name, value in fields.items() if getattr(user, name) != value}
    if not changed:
        return user
    for name, value in changed.items():
        setattr(user, name, value)
    user.version = F("version") + 1
    user.save(update_fields=[*changed, "version"])
    user.refresh_from_db(fields=["version"])
    if user.is_staff and "display_name" in changed:
        tell(user, by=user)
    return user
