"""What became of a reminder that was on its way, as the function that sends reports it."""

import re

import structlog

from core.events.inbox import Outcome, outcome_of
from scheduling.models import Reminder
from scheduling.reminders.telling import tell

log = structlog.get_logger(__name__)

# Providers name the address in what they answer, and the detail travels to screens.
ADDRESS = re.compile(r"\S+@\S+")


@outcome_of("reminder.due")
def settle(outcome: Outcome) -> None:
    """Writes the outcome down, once: a repeat, or an outcome of something else, changes nothing."""
    number = outcome.subject.removeprefix("reminder/")
    reminder = (
        Reminder.objects.with_names().select_for_update(of=("self",)).filter(pk=number).first()
        if number.isascii() and number.isdigit()
        else None
    )
    if reminder is None or reminder.key != outcome.key:
        log.warning("outcome_of_nothing", subject=outcome.subject)
        return
    if reminder.state != Reminder.State.DUE:
        return
    reminder.state = outcome.outcome
    reminder.outcome_at = outcome.at
    reminder.provider_id = outcome.provider_id.replace("\0", "")[:200]
    reminder.detail = ADDRESS.sub("…", outcome.detail).replace("\0", "")[:300]
    reminder.version += 1
    reminder.save(update_fields=["state", "outcome_at", "provider_id", "detail", "version"])
    tell(reminder, by=None)
