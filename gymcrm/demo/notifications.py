"""What people were told while the centre filled up, and what they have read of it."""

from datetime import timedelta

from django.utils import timezone

from gymcrm.demo.seed import chance
from realtime.models import Notification
from scheduling.models import Reminder
from scheduling.notifications import tell_failed

FAILED = 3
UNREAD = 4


def spread() -> None:
    """Booking told everybody within one moment; here it has happened over days, and only the latest is unread."""
    failed = Reminder.objects.filter(state=Reminder.State.FAILED).with_names().order_by("-due_at", "-id")[:FAILED]
    for reminder in reversed(failed):
        tell_failed(reminder=reminder)
    random = chance("notifications")
    rows = list(Notification.objects.order_by("user", "-pk"))
    at, owner, place = timezone.now(), None, 0
    for row in rows:
        if row.user_id != owner:
            at, owner, place = timezone.now(), row.user_id, 0
        at -= timedelta(minutes=random.randint(9, 420))
        row.created_at = at
        place += 1
        if place > UNREAD:
            row.read_at = at + timedelta(minutes=random.randint(1, 8))
    Notification.objects.bulk_update(rows, ["created_at", "read_at"])
