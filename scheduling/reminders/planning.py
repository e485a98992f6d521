"""Which reminders an appointment has, and how any are planned and taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.models import User
from scheduling.models import Appointment, Reminder
from scheduling.reminders.telling import tell, tell_all
from scheduling.windows import awake

# Elapsed hours (domain rule 4): across a change of the clocks, 24 hours before 10:00 is 9:00 or 11:00 of the day before.
BEFORE_START = (timedelta(hours=24), timedelta(hours=2))


def ahead(appointment: Appointment, *, now: datetime) -> list[Reminder]:
    """What is to be planned for it, unsaved: only what still lies ahead (domain rule 23), and nothing for what isn't booked."""
    if appointment.state not in Appointment.BOOKED:
        return []
    return [
        Reminder(
            kind=Reminder.Kind.APPOINTMENT_STARTS,
            subject=appointment.subject,
            subject_version=appointment.version,
            customer=appointment.customer,
            channel=Reminder.Channel.EMAIL,
            due_at=appointment.starts_at - before,
        )
        for before in BEFORE_START
        if appointment.starts_at - before > now
    ]


@transaction.atomic
def plan(*, appointment: Appointment, by: User | None) -> list[Reminder]:
    """Plans what isn't planned yet; returns the new ones. The caller holds the appointment's row, or has just made it."""
    wanted = ahead(appointment, now=timezone.now())
    planned = set(
        Reminder.objects.filter(subject=appointment.subject, subject_version=appointment.version).values_list(
            "kind", "channel", "due_at"
        )
    )
    return plan_all([reminder for reminder in wanted if (reminder.kind, reminder.channel, reminder.due_at) not in planned], by=by)


def mail_of(kind: Reminder.Kind, *, appointment: Appointment, by: User | None, is_own: bool = False) -> None:
    """Plans a mail of what has just happened to it."""
    plan_all(mail(kind, appointment=appointment, by=by, is_own=is_own), by=by)


def mail(kind: Reminder.Kind, *, appointment: Appointment, by: User | None, is_own: bool = False) -> list[Reminder]:
    """A mail of what has just happened to it, unsaved; none for what has begun. At night it waits for the morning, if that isn't
    too late (domain rule 21); what somebody booked, or did themselves, is confirmed at once.
    """
    now = timezone.now()
    morning = awake(now)
    is_answer = is_own or kind == Reminder.Kind.APPOINTMENT_BOOKED or (by is not None and by.pk == appointment.customer.user_id)
    waits = not is_answer and morning + BEFORE_START[-1] < appointment.starts_at
    wanted = Reminder(
        kind=kind,
        subject=appointment.subject,
        subject_version=appointment.version,
        customer=appointment.customer,
        channel=Reminder.Channel.EMAIL,
        due_at=morning if waits else now,
    )
    return [wanted] if now < appointment.starts_at else []


def supersede(*, appointment: Appointment, by: User | None) -> None:
    """Takes back what is planned and not yet on its way; what was sent stays in the log (domain rule 19)."""
    supersede_these(Reminder.objects.filter(subject=appointment.subject, state=Reminder.State.PLANNED), by=by)


def plan_all(wanted: Sequence[Reminder], *, by: User | None) -> list[Reminder]:
    """Plans these, none of which is there yet."""
    reminders = Reminder.objects.bulk_create(wanted)
    tell_all(reminders, by=by)
    return reminders


@transaction.atomic
def supersede_these(planned: "QuerySet[Reminder]", *, by: User | None) -> None:
    # The clock may hold one of them: waited for here, it is on its way and no longer planned.
    rows = Reminder.objects.with_names().filter(pk__in=planned.values("pk"), state=Reminder.State.PLANNED)
    for reminder in rows.select_for_update(of=("self",)).order_by("due_at", "id"):
        reminder.state = Reminder.State.SUPERSEDED
        reminder.version += 1
        reminder.save(update_fields=["state", "version"])
        tell(reminder, by=by)
