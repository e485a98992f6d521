"""Inviting people by a link in a mail, and accepting. The link works once, for a week; sending it again makes a new one."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import account_mail, registration, staff
from core import roles as role_rules
from core.events import audience
from core.events.record import record
from core.models import Customer, Invitation, User
from core.people_events import InvitationAccepted, InvitationRevoked, InvitationSent
from core.refusals import Conflict, Forbidden, Refused, refusing

GOOD_FOR = timedelta(days=7)
# What a role is called in a mail; on screens the client says it.
ROLE_NAMES = {
    "en": {"owner": "owner", "manager": "manager", "trainer": "trainer", "front_desk": "front desk"},
    "zh-hans": {"owner": "所有者", "manager": "经理", "trainer": "教练", "front_desk": "前台"},
}


def _not_found() -> Refused:
    return Conflict("This invitation was used, withdrawn or is too old. Ask for a new one.", code="invitation_over")


@transaction.atomic
def invite_staff(*, email: str, roles: Collection[Group], by: User, language: str = "") -> Invitation:
    """Raises Forbidden `above_own_role`, Refused `required` without a role, Conflict `already_invited` or `works_here`."""
    names = {role.name for role in roles}
    if not names or not names <= role_rules.STAFF_ROLES:
        raise Refused("Choose at least one role of the staff.", code="required", field="roles")
    if not all(role_rules.may_give(by, name) for name in names):
        raise Forbidden("This role may more than you may yourself.", code="above_own_role", field="roles")
    if User.objects.filter(email__iexact=email, is_staff=True).exists():
        raise Conflict("Somebody with this email works here already.", code="works_here", field="email")
    invitation = _open(Invitation(kind=Invitation.Kind.STAFF, email=email, language=language, invited_by=by))
    invitation.roles.set(roles)
    _send(invitation, by=by)
    return invitation


@transaction.atomic
def invite_member(*, customer: Customer, email: str, by: User, language: str = "") -> Invitation:
    """Raises Conflict `has_login` for a record that has one, or `already_invited`."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if customer.user_id:
        raise Conflict("This member has an account already.", code="has_login", field="customer")
    invitation = _open(Invitation(kind=Invitation.Kind.MEMBER, email=email, language=language, customer=customer, invited_by=by))
    _send(invitation, by=by)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> Invitation:
    """With a new link; the earlier one stops working. Raises Conflict `invitation_over`."""
    invitation = _hold(invitation)
    _refuse_above(invitation, by)
    invitation.version += 1
    invitation.sent_at = timezone.now()
    _send(invitation, by=by)
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, by: User) -> Invitation:
    """Raises Conflict `invitation_over`."""
    invitation = _hold(invitation)
    _refuse_above(invitation, by)
    invitation.version += 1
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at", "version"])
    record(InvitationRevoked(**_data(invitation)), subject=_subject(invitation), audience=[audience.STAFF], actor=by.pk)
    return invitation


def find(token: str) -> Invitation:
    """The open invitation of this link. Raises Conflict `invitation_over`, also for a link that never was."""
    found = Invitation.objects.open().filter(digest=_digest(token), expires_at__gt=timezone.now()).first()
    if found is None:
        raise _not_found()
    return found


def account_of(invitation: Invitation) -> User | None:
    return User.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept(*, token: str, by: User | None, display_name: str = "", password: str = "") -> User:
    """Makes a login with this name and password, whose address the link has verified; or, for who has one, adds to it.

    Raises Conflict `invitation_over`, `sign_in_first` (the address has a login, and this isn't it), `has_login` (the record was
    taken meanwhile, or the login has another), and Refused for a missing name or a weak password.
    """
    role_rules.take_turns()
    invitation = _hold(find(token))
    user = account_of(invitation)
    if user is None:
        if by is not None:
            raise Conflict("You are signed in with another address. Sign out first.", code="sign_in_first")
        user = _make_login(invitation, display_name, password)
    elif by is None or by.pk != user.pk:
        raise Conflict("There is an account with this address. Sign in with it first.", code="sign_in_first")
    if invitation.kind == Invitation.Kind.STAFF:
        held = set(user.groups.values_list("name", flat=True))
        role_rules.set_roles(user=user, roles=held | set(invitation.roles.values_list("name", flat=True)), by=user)
        staff.tell(user, by=user)
    else:
        assert invitation.customer_id
        customer = Customer.objects.select_for_update(of=("self",)).get(pk=invitation.customer_id)
        if customer.user_id or Customer.objects.filter(user=user).exists():
            raise Conflict("This member has an account already.", code="has_login")
        registration.join(customer=customer, user=user)
    invitation.version += 1
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by", "version"])
    record(InvitationAccepted(**_data(invitation)), subject=_subject(invitation), audience=[audience.STAFF], actor=user.pk)
    return user


def _make_login(invitation: Invitation, display_name: str, password: str) -> User:
    display_name = display_name.strip()
    if not display_name:
        raise Refused("Say what others shall call you.", code="required", field="display_name")
    user = User(email=invitation.email, display_name=display_name, language=invitation.language)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code=str(error.error_list[0].code), field="password") from error
    user.set_password(password)
    user.save(force_insert=True)
    user.confirm_address()
    role_rules.set_roles(user=user, roles=[role_rules.MEMBER] if invitation.kind == Invitation.Kind.MEMBER else [], by=user)
    return user


def _open(invitation: Invitation) -> Invitation:
    """Saves it, in the place of one to the same address that is too old."""
    same = Invitation.objects.open().filter(kind=invitation.kind, email__iexact=invitation.email)
    same.filter(expires_at__lte=timezone.now()).update(revoked_at=timezone.now())
    invitation.digest, invitation.expires_at = secrets.token_hex(32), timezone.now() + GOOD_FOR
    already = Conflict("An invitation to this address is open. Send that one again.", code="already_invited", field="email")
    with refusing({"invitation_open_once": already}):
        invitation.save(force_insert=True)
    return invitation


def _hold(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if held.accepted_at or held.revoked_at:
        raise _not_found()
    return held


def _refuse_above(invitation: Invitation, by: User) -> None:
    if not all(role_rules.may_give(by, role) for role in invitation.roles.values_list("name", flat=True)):
        raise Forbidden("This role may more than you may yourself.", code="above_own_role")


def _send(invitation: Invitation, *, by: User) -> None:
    token = secrets.token_urlsafe(32)
    invitation.digest, invitation.expires_at = _digest(token), timezone.now() + GOOD_FOR
    invitation.save(update_fields=["digest", "sent_at", "expires_at", "version"])
    language = invitation.language or settings.LANGUAGE_CODE
    roles = sorted(invitation.roles.values_list("name", flat=True))
    account_mail.send(
        mail=f"{invitation.kind}_invitation",
        to=invitation.email,
        language=language,
        url=f"{settings.PUBLIC_URL}/invitation/{token}",
        values={
            "name": invitation.customer.first_name if invitation.customer else "",
            "by": by.name,
            "roles": ", ".join(ROLE_NAMES[language].get(role, role) for role in roles),
            "expires": account_mail.moment(language, invitation.expires_at),
        },
    )
    record(InvitationSent(**_data(invitation)), subject=_subject(invitation), audience=[audience.STAFF], actor=by.pk)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _data(invitation: Invitation) -> dict[str, Any]:
    return {"id": invitation.pk, "version": invitation.version, "kind": invitation.kind, "customer": invitation.customer_id}


def _subject(invitation: Invitation) -> str:
    return f"invitation/{invitation.pk}"
