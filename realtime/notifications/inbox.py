"""A person's inbox: what it holds, and marking it read.

Whoever changes one holds its row first, and last of all rows: a use case that tells of something else has its own rows locked by
then, so two of them never wait for each other. `hold` takes several in one order.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.models import Customer, User
from realtime.models import Inbox, Notification
from realtime.notifications.events import InboxState, NotificationsRead, NotificationsWithdrawn

# Newest first, so many are kept of each person's: nobody scrolls further.
KEPT = 200


def state(user: User) -> InboxState:
    """As of now. The version is read before the rows are counted, so the count is never older than it says."""
    version = Inbox.objects.filter(pk=user.pk).values_list("version", flat=True).first() or 0
    return InboxState(unread=Notification.objects.visible_to(user).unread().count(), version=version)


@transaction.atomic
def mark_read(*, notification: Notification, user: User) -> NotificationsRead:
    """Marks one of the user's as read, once: a repeat changes nothing and tells nobody."""
    return _mark(user, Q(pk=notification.pk))


@transaction.atomic
def mark_all_read(*, user: User, up_to: int) -> NotificationsRead:
    """Marks everything up to the id `up_to` as read, which is what the person had before their eyes, and nothing newer."""
    return _mark(user, Q(pk__lte=up_to))


@transaction.atomic
def withdraw_about(*, customer: Customer) -> None:
    """Takes what names this customer out of everybody's inbox, open screens included."""
    withdraw(Q(customer=customer))


def withdraw(which: Q) -> int:
    """Takes these out of their people's inboxes, open screens included, in the transaction of why; how many there were."""
    about = Notification.objects.filter(which)
    owners = hold(set(about.values_list("user", flat=True)))
    gone: dict[int, list[int]] = {}
    for pk, user_id in about.filter(user__in=owners).order_by("pk").values_list("pk", "user"):
        gone.setdefault(user_id, []).append(pk)
    about.filter(user__in=owners).delete()
    unread = advance(gone)
    for user_id, ids in gone.items():
        record(
            NotificationsWithdrawn(ids=ids, unread=unread[user_id], version=owners[user_id].version + 1),
            subject=f"inbox/{user_id}",
            audience={audience.user(user_id)},
            actor=None,
        )
    return sum(map(len, gone.values()))


def _mark(user: User, which: Q) -> NotificationsRead:
    inbox = hold([user.pk])[user.pk]
    rows = Notification.objects.visible_to(user).unread().filter(which)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        now = state(user)
        return NotificationsRead(ids=[], read_at=None, unread=now.unread, version=now.version)
    read_at = timezone.now()
    rows.filter(pk__in=ids).update(read_at=read_at)
    unread = advance([user.pk])
    told = NotificationsRead(ids=ids, read_at=read_at, unread=unread[user.pk], version=inbox.version + 1)
    record(told, subject=f"inbox/{user.pk}", audience={audience.user(user.pk)}, actor=user.pk)
    return told


def hold(user_ids: Collection[int]) -> dict[int, Inbox]:
    """The inboxes, locked until the transaction ends, by user; made where there is none yet."""
    held = Inbox.objects.select_for_update().filter(pk__in=user_ids).order_by("pk")
    boxes = {inbox.pk: inbox for inbox in held}
    if missing := sorted(set(user_ids) - boxes.keys()):
        Inbox.objects.bulk_create([Inbox(user_id=user_id) for user_id in missing], ignore_conflicts=True)
        boxes = {inbox.pk: inbox for inbox in held.all()}
    return boxes


def advance(user_ids: Iterable[int]) -> dict[int, int]:
    """After a change under the lock: the next version of each inbox, and how many are unread in it, once more than KEPT have
    lost the oldest."""
    ids = sorted(user_ids)
    Inbox.objects.filter(pk__in=ids).update(version=F("version") + 1)
    counted = _counted(ids)
    full = {user_id: kept for user_id, (kept, _) in counted.items() if kept > KEPT}
    for user_id, kept in full.items():
        oldest = Notification.objects.filter(user=user_id).order_by("pk").values("pk")[: kept - KEPT]
        Notification.objects.filter(pk__in=oldest).delete()
    if full:
        counted = _counted(ids)
    return {user_id: unread for user_id, (_, unread) in counted.items()}


def _counted(user_ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = (
        Notification.objects.filter(user__in=user_ids)
        .values("user")
        .annotate(
            kept=Count("pk"),
            unread=Count("pk", filter=Q(read_at__isnull=True, pk__in=Notification.objects.visible().values("pk"))),
        )
        .values_list("user", "kept", "unread")
    )
    return dict.fromkeys(user_ids, (0, 0)) | {user_id: (kept, unread) for user_id, kept, unread in rows.order_by()}
