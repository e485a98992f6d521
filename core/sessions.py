"""Sessions a person can see and end: django-allauth's list, and what ending one means for open sockets."""

from collections.abc import Iterable

from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import User
from core.people_events import UserAccessChanged


class Adapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """Ends them, and has every hub look at its sockets anew."""
        with transaction.atomic():
            sessions = list(sessions)
            super().end_sessions(sessions)
            for user_id in {session.user_id for session in sessions}:
                tell(user_id, by=user_id)


@transaction.atomic
def end_all(*, user: User, by: User) -> None:
    """Signs the person out everywhere."""
    held = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=list(held.values_list("session_key", flat=True))).delete()
    held.delete()
    tell(user.pk, by=by.pk)


def tell(user_id: int, *, by: int | None) -> None:
    record(UserAccessChanged(id=user_id), subject=f"user/{user_id}", audience=audience.NOBODY, actor=by)
