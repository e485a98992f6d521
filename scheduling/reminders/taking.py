"""Taking what is due, on the database's clock: any number of clocks may do it at once, and each reminder is taken by one."""

from datetime import datetime

import structlog
from django.db import transaction
from django.db.models.functions import Now

from core.events import audience
from core.events.record import record
from core.people_events import OutgoingMessage
from scheduling.events import ReminderDue
from scheduling.models import Appointment, Reminder
from scheduling.reminders.rendering import render
from scheduling.reminders.telling import tell

log = structlog.get_logger(__name__)

BATCH = 100


@transaction.atomic
def take_due() -> int:
    """Takes up to BATCH reminders that are due and asks for them to be sent; returns how many it took."""
    due = list(
        Reminder.objects.filter(state=Reminder.State.PLANNED, due_at__lte=Now())
        .with_names()
        .annotate(now=Now())
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("due_at", "id")[:BATCH]
    )
    numbers = {reminder.pk: int(reminder.subject.removeprefix("appointment/")) for reminder in due}
    appointments = Appointment.objects.with_names().in_bulk(numbers.values())
    for reminder in due:
        now: datetime = vars(reminder)["now"]
        message = _judge(reminder, appointments.get(numbers[reminder.pk]), now)
        reminder.version += 1
        reminder.save(update_fields=["state", "taken_at", "outcome_at", "detail", "version"])
        tell(reminder, by=None)
        if message:
            record(
                ReminderDue(reminder=reminder.pk, message=message),
                subject=f"reminder/{reminder.pk}",
                audience=audience.NOBODY,
                actor=None,
            )
    return len(due)


def _judge(reminder: Reminder, appointment: Appointment | None, now: datetime) -> OutgoingMessage | None:
    """Sets what becomes of the reminder; returns the message if it is to be sent."""
    reminder.taken_at = now
    if appointment is None or appointment.state != Appointment.State.BOOKED:
        reminder.state = Reminder.State.SUPERSEDED
        return None
    if now >= appointment.starts_at:  # domain rule 20
        reminder.state, reminder.outcome_at = Reminder.State.EXPIRED, now
        reminder.detail = "Not sent: the appointment had begun."
        return None
    try:
        message = render(reminder=reminder, appointment=appointment)
    except Exception:
        # One that can't be rendered is a fault of ours, and must not hold up all that are due after it.
        log.exception("reminder_not_rendered", reminder=reminder.pk)
        reminder.state, reminder.outcome_at = Reminder.State.FAILED, now
        reminder.detail = "Not sent: the message couldn't be written."
        return None
    reminder.state = Reminder.State.DUE
    return message
