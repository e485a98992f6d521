"""Who is at the other end of a connection, and what they may see: read for many connections at once.

A person who still owes the second factor that their role asks for is nobody here, as under `/api/`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Permission
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from core.models import User
from core.second_factor import owed_by, with_debt
from realtime.models import Block


@dataclass(frozen=True, slots=True)
class Principal:
    user_id: int
    # What others see of them.
    name: str
    is_staff: bool
    is_superuser: bool
    permissions: frozenset[str]
    session_key: str = field(repr=False)
    # What the session holds to prove that it was opened with the password of today.
    auth_hash: str = field(repr=False)
    # Logins whose words they don't see, as those don't see theirs.
    unseen: frozenset[int] = frozenset()

    def may(self, permission: str) -> bool:
        """`permission` is `app.codename`."""
        return self.is_superuser or permission in self.permissions


def admit(session_keys: Collection[str]) -> dict[str, Principal]:
    """The sessions among these that are signed in, with whom. Two queries, however many there are."""
    sessions = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    proofs: dict[str, tuple[int, str]] = {}
    for session in sessions:
        data = session.get_decoded()
        if data.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
            proofs[session.session_key] = (int(data[SESSION_KEY]), str(data.get(HASH_SESSION_KEY, "")))
    return _standing(proofs)


def refresh(principals: Collection[Principal]) -> dict[str, Principal]:
    """By session, those who still stand, as they stand now. Two queries, however many there are."""
    alive = Session.objects.filter(
        session_key__in={principal.session_key for principal in principals}, expire_date__gt=timezone.now()
    )
    keys = set(alive.values_list("session_key", flat=True))
    return _standing({p.session_key: (p.user_id, p.auth_hash) for p in principals if p.session_key in keys})


_COLUMNS = ("password", "email", "display_name", "is_staff", "is_superuser")


def _standing(proofs: Mapping[str, tuple[int, str]]) -> dict[str, Principal]:
    ids = {user_id for user_id, _ in proofs.values()}
    users = with_debt(User.objects.filter(pk__in=ids, is_active=True)).only(*_COLUMNS)
    known = {
        user.pk: (
            user,
            {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()},
            _shared(frozenset(user.by_role) | frozenset(user.by_name)),
            # Staff answer for what is said, and see all of it.
            frozenset() if user.is_staff else frozenset(user.unseen),
        )
        for user in users.annotate(
            by_role=_permissions("group__user"),
            by_name=_permissions("user"),
            unseen=ArraySubquery(Block.objects.others_of(OuterRef("pk")).order_by()),
        )
        if not owed_by(user)
    }
    standing: dict[str, Principal] = {}
    for session_key, (user_id, proof) in proofs.items():
        if user_id not in known:
            continue
        user, hashes, permissions, unseen = known[user_id]
        if any(constant_time_compare(proof, current) for current in hashes):
            standing[session_key] = Principal(
                user_id=user_id,
                name=user.name,
                is_staff=user.is_staff,
                is_superuser=user.is_superuser,
                permissions=permissions,
                unseen=unseen,
                session_key=session_key,
                auth_hash=proof,
            )
    return standing


def _permissions(of: str) -> ArraySubquery:
    """`app.codename` of each."""
    theirs = Permission.objects.filter(**{of: OuterRef("pk")}).order_by()
    return ArraySubquery(theirs.values_list(Concat("content_type__app_label", Value("."), "codename"), flat=True))


@lru_cache(maxsize=256)
def _shared(permissions: frozenset[str]) -> frozenset[str]:
    """The same object for all who have the same: thousands of connections have a handful of roles."""
    return permissions
