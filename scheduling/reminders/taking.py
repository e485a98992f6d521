"""Taking what is due, on the database's clock: any number of clocks may do it at once, and each reminder is taken by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models.functions import Now

from core.calendar import today
from core.contacts import recipient
from core.events import audience
from core.events.record import record
from core.people_events import OutgoingMessage
from scheduling.events import CalendarFile, ReminderDue
from scheduling.models import Reminder
from scheduling.reminders import choices
from scheduling.reminders.kinds import KINDS
from scheduling.reminders.rendering import calendar_of, render, unsubscribe_of
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
    subjects = _subjects(due)
    readers = {reminder.pk: recipient(reminder.customer, on=today()).pk for reminder in due}
    refused = choices.refused(set(readers.values()))
    for reminder in due:
        now: datetime = vars(reminder)["now"]
        is_wanted = (readers[reminder.pk], reminder.kind) not in refused
        message = _judge(reminder, subjects.get(reminder.pk), now, is_wanted=is_wanted)
        reminder.version += 1
        reminder.save(update_fields=["state", "taken_at", "outcome_at", "detail", "version"])
        tell(reminder, by=None)
        if message:
            record(
                ReminderDue(
                    reminder=reminder.pk,
                    message=message[0],
                    calendar=message[1],
                    unsubscribe=unsubscribe_of(reminder=reminder),
                ),
                subject=f"reminder/{reminder.pk}",
                audience=audience.NOBODY,
                actor=None,
            )
    return len(due)


def _subjects(due: Sequence[Reminder]) -> dict[int, Any]:
    """What each reminder is about, by the reminder's id; without those whose subject is gone."""
    found: dict[int, Any] = {}
    for name, kind in KINDS.items():
        ids = {one.pk: int(one.subject.removeprefix(f"{kind.subject}/")) for one in due if one.kind == name}
        about = kind.about(set(ids.values())) if ids else {}
        found |= {pk: about[number] for pk, number in ids.items() if number in about}
    return found


def _judge(
    reminder: Reminder, about: Any, now: datetime, *, is_wanted: bool
) -> tuple[OutgoingMessage, CalendarFile | None] | None:
    """Sets what becomes of the reminder; returns the message, and the file that goes with it, if it is to be sent."""
    reminder.taken_at = now
    refusal = KINDS[reminder.kind].refusal(about, now) if about else (Reminder.State.SUPERSEDED, "")
    if not (refusal or is_wanted):
        refusal = Reminder.State.SUPERSEDED, "Not sent: mails of this kind aren't wanted."
    if refusal:
        reminder.state, reminder.detail = refusal
        reminder.outcome_at = now if reminder.state == Reminder.State.EXPIRED else None
        return None
    try:
        message = render(reminder=reminder, about=about), calendar_of(reminder=reminder, about=about)
    except Exception:
        # One that can't be rendered is a fault of ours, and must not hold up all that are due after it.
        log.exception("reminder_not_rendered", reminder=reminder.pk)
        reminder.state, reminder.outcome_at = Reminder.State.FAILED, now
        reminder.detail = "Not sent: the message couldn't be written."
        return None
    reminder.state = Reminder.State.DUE
    return message
