"""Telling people of something, in the transaction of what they are told of."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import Customer, User
from realtime.models import Notification, NotificationChoice
from realtime.notification_kinds import IN_APP, KINDS, NotificationData
from realtime.notifications.events import NotificationCreated, NotificationState
from realtime.notifications.inbox import advance, hold


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told; `user` is their login's id. `subject` and `customer` stand for those given to `notify`."""

    user: int
    data: NotificationData
    subject: str = ""
    customer: Customer | None = None


def notify(*, notices: Collection[Notice], subject: str, customer: Customer | None, by: User | None) -> None:
    """Puts each notice into its person's inbox, unless they did it themselves, chose not to be told, or may not know.

    `subject` is what it is about, `customer` the person it names. Call it last in a use case and once, with everybody who is to
    be told (`realtime.notifications.inbox` says why). Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("People are told in the transaction of what they are told of.")
    told_to = {notice.user: notice for notice in notices if by is None or notice.user != by.pk}
    wanted = _wanted({user_id: notice.data for user_id, notice in told_to.items()})
    if not wanted:
        return
    inboxes = hold(wanted)
    told = Notification.objects.bulk_create(
        Notification(
            user_id=user_id,
            kind=data.kind,
            data=data.model_dump(mode="json"),
            subject=told_to[user_id].subject or subject,
            customer=told_to[user_id].customer or customer,
        )
        for user_id, data in sorted(wanted.items())
    )
    unread = advance(wanted)
    for notification in told:
        record(
            NotificationCreated(
                notification=NotificationState.of(notification),
                unread=unread[notification.user_id],
                version=inboxes[notification.user_id].version + 1,
            ),
            subject=f"notification/{notification.pk}",
            audience={audience.user(notification.user_id)},
            actor=by.pk if by else None,
        )


def _wanted(notices: dict[int, NotificationData]) -> dict[int, NotificationData]:
    """By user, what those get who are there, may know it, and haven't chosen otherwise."""
    if not notices:
        return {}
    chosen = {
        (user_id, kind): channels
        for user_id, kind, channels in NotificationChoice.objects.filter(
            user__in=notices, kind__in={data.kind for data in notices.values()}
        ).values_list("user", "kind", "channels")
    }
    wanted = {}
    for user_id, is_staff in User.objects.filter(pk__in=notices, is_active=True).values_list("pk", "is_staff"):
        kind = KINDS[notices[user_id].kind]
        may_know = is_staff or not kind.staff_only
        if may_know and IN_APP in chosen.get((user_id, kind.name), kind.channels):
            wanted[user_id] = notices[user_id]
    return wanted
