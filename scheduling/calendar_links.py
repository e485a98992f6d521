"""Making, revoking and reading the secret addresses of calendars."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Forbidden
from scheduling.events import CalendarLinkMade, CalendarLinkRevoked
from scheduling.models import CalendarLink

Kind = CalendarLink.Kind
# That it is read is written down so often at most: programs ask every few minutes.
READ_EVERY = timedelta(hours=1)


def kinds_of(user: User) -> list[Kind]:
    """Which calendars the person has: what they booked as a member, what they give as one of the staff."""
    return [*([Kind.MEMBER] if hasattr(user, "customer") else []), *([Kind.TRAINER] if user.is_staff else [])]


@transaction.atomic
def make(*, user: User, kind: Kind) -> str:
    """Makes a new address and returns its secret, which is said now and never again; the one before is revoked.

    Raises Forbidden for a calendar that the person doesn't have.
    """
    if kind not in kinds_of(user):
        raise Forbidden("There is no such calendar of yours.", code="permission_denied")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _revoke(user, kind)
    secret = secrets.token_urlsafe(32)
    CalendarLink.objects.create(user=user, kind=kind, digest=_digest(secret))
    made = CalendarLinkMade.model_validate({"kind": kind.value})
    record(made, subject=f"user/{user.pk}", audience={audience.user(user.pk)}, actor=user.pk)
    return secret


@transaction.atomic
def revoke(*, user: User, kind: Kind) -> None:
    """From now on nobody reads under it. Twice is once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if _revoke(user, kind):
        revoked = CalendarLinkRevoked.model_validate({"kind": kind.value})
        record(revoked, subject=f"user/{user.pk}", audience={audience.user(user.pk)}, actor=user.pk)


def find(secret: str) -> CalendarLink | None:
    """Whose calendar it is, if it is one still: of somebody active who has such a calendar today."""
    held = CalendarLink.objects.filter(digest=_digest(secret), revoked_at__isnull=True, user__is_active=True)
    link = held.select_related("user__customer").first()
    if link is None or link.kind not in kinds_of(link.user):
        return None
    now = timezone.now()
    stale = Q(read_at__isnull=True) | Q(read_at__lt=now - READ_EVERY)
    CalendarLink.objects.filter(stale, pk=link.pk).update(read_at=now)
    return link


def _revoke(user: User, kind: Kind) -> bool:
    standing = CalendarLink.objects.filter(user=user, kind=kind, revoked_at__isnull=True)
    return bool(standing.update(revoked_at=timezone.now()))


def _digest(secret: str) -> str:
    """Of 256 random bits, so that no salt and no slow hash are needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
