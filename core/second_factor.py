"""Who needs more than a password, and how the secret of it is kept. Enrolling and asking for it is django-allauth's."""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.encoding import force_bytes

from core.models import User
from core.roles import MANAGER, OWNER

# They can change what everybody else may do, so a password that leaked must not be enough to be one of them.
REQUIRED_OF = frozenset({OWNER, MANAGER})
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_debt(users: QuerySet[User]) -> QuerySet[User]:
    """Adds `owes_second_factor`: required of the person, and not enrolled. Costs no query of its own."""
    enrolled = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS))
    role = Exists(User.groups.through.objects.filter(user=OuterRef("pk"), group__name__in=REQUIRED_OF))
    return users.annotate(
        owes_second_factor=Case(
            When(enrolled, then=Value(False)),
            When(Q(is_superuser=True) | role, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def owed_by(user: Any) -> bool:
    """Whether the person must enrol before anything else. False for nobody in particular."""
    if not user.is_authenticated:
        return False
    known = getattr(user, "owes_second_factor", None)
    if known is None:
        found = with_debt(User.objects.filter(pk=user.pk)).first()
        known = getattr(found, "owes_second_factor", False)
    return bool(known)


def required_of(roles: Iterable[str]) -> bool:
    return not REQUIRED_OF.isdisjoint(roles)


class Backend(AuthenticationBackend):
    """allauth's, which reads with each person whether a second factor is still owed."""

    def get_user(self, user_id: Any) -> User | None:
        user = with_debt(User.objects.filter(pk=user_id)).first()
        return user if user and self.user_can_authenticate(user) else None


class Adapter(DefaultMFAAdapter):
    """Names the centre in people's apps, and keeps their secrets encrypted: a stolen copy of the database signs nobody in."""

    def get_totp_issuer(self) -> str:
        return settings.CENTRE_NAME

    def _get_site_name(self) -> str:
        return settings.CENTRE_NAME

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"totp:" + force_bytes(key)).digest())) for key in keys])
