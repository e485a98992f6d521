"""Which reminders an appointment has."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.models import User
from scheduling.models import Appointment, Reminder
from scheduling.reminders.telling import tell

# Elapsed hours (domain rule 4): across a change of the clocks, 24 hours before 10:00 is 9:00 or 11:00 of the day before.
BEFORE_START = (timedelta(hours=24), timedelta(hours=2))


@transaction.atomic
def plan(*, appointment: Appointment, by: User | None) -> list[Reminder]:
    """Plans what still lies ahead (domain rule 23) and isn't planned yet; returns the new ones.

    The caller holds the appointment's row, or has just made it.
    """
    if appointment.state != Appointment.State.BOOKED:
        return []
    identity = {
        "kind": Reminder.Kind.APPOINTMENT_STARTS,
        "subject": appointment.subject,
        "subject_version": appointment.version,
        "customer": appointment.customer,
        "channel": Reminder.Channel.EMAIL,
    }
    planned = set(Reminder.objects.filter(**identity).values_list("due_at", flat=True))
    now = timezone.now()
    reminders = Reminder.objects.bulk_create(
        Reminder(**identity, due_at=due_at)
        for due_at in (appointment.starts_at - before for before in BEFORE_START)
        if due_at > now and due_at not in planned
    )
    for reminder in reminders:
        tell(reminder, by=by)
    return reminders


@transaction.atomic
def supersede(*, appointment: Appointment, by: User | None) -> None:
    """Takes back what is planned and not yet on its way; what was sent stays in the log (domain rule 19)."""
    planned = Reminder.objects.filter(subject=appointment.subject, state=Reminder.State.PLANNED)
    # The clock may hold one of them: waited for here, it is on its way and no longer planned.
    for reminder in planned.with_names().select_for_update(of=("self",)).order_by("due_at", "id"):
        reminder.state = Reminder.State.SUPERSEDED
        reminder.version += 1
        reminder.save(update_fields=["state", "version"])
        tell(reminder, by=by)
