"""Which event tells of which state of a reminder, and whom."""

from collections.abc import Sequence

from core.customers import readers
from core.events.record import Told, record_all
from core.models import User
from scheduling.events import (
    ReminderExpired,
    ReminderFailed,
    ReminderPlanned,
    ReminderQueued,
    ReminderSent,
    ReminderState,
    ReminderSuperseded,
)
from scheduling.models import Reminder
from scheduling.notifications import tell_failed

EVENTS: dict[str, type[ReminderState]] = {
    Reminder.State.PLANNED: ReminderPlanned,
    Reminder.State.SUPERSEDED: ReminderSuperseded,
    Reminder.State.DUE: ReminderQueued,
    Reminder.State.SENT: ReminderSent,
    Reminder.State.FAILED: ReminderFailed,
    Reminder.State.EXPIRED: ReminderExpired,
}


def tell(reminder: Reminder, *, by: User | None) -> None:
    """Records that the reminder is in its state now: for the staff, and for the member it goes to. One that
    failed is also a notification, to those who can do something about it."""
    tell_all([reminder], by=by)


def tell_all(reminders: Sequence[Reminder], *, by: User | None) -> None:
    """The same of several, written at once."""
    record_all(
        [Told(EVENTS[one.state].of(one), subject=f"reminder/{one.pk}", audience=readers(one.customer)) for one in reminders],
        actor=by.pk if by else None,
    )
    for reminder in reminders:
        if reminder.state == Reminder.State.FAILED:
            tell_failed(reminder=reminder)
