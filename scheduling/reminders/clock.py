"""The clock: takes the reminders that are due, those of tasks too, ends the offers whose time is over, closes the rosters that
stayed open, makes the tasks that come again, begins the day, and sleeps in between.
"""

import random
import time
from datetime import timedelta
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import ExpressionWrapper, F, fields
from django.db.models.functions import Now

from core import midnight
from core.events.wakeup import Listener
from scheduling import attendance, task_reminders, task_repeating
from scheduling.models import Appointment, Reminder, TaskReminder
from scheduling.reminders.taking import BATCH, take_due
from scheduling.waitlist import end_offers

log = structlog.get_logger(__name__)

PLANNED = "reminder_planned"  # the database says so at commit: second migration
LONGEST_SLEEP = 5.0
LONGEST_RETRY = 5.0


def run() -> None:
    """Runs until the process is told to end, which may happen at any moment: what is taken is taken in a transaction."""
    failures = 0
    while True:
        try:
            with Listener(PLANNED) as planned:
                failures = 0
                while True:
                    end_offers()
                    task_reminders.tell_due()
                    made, closed = task_repeating.make_due(), attendance.close_open_rosters()
                    taken, more = take_due(), midnight.step()
                    is_all = taken < BATCH and made < task_repeating.BATCH and closed < attendance.CLOSED_AT_ONCE
                    if is_all and not more:
                        planned.wait(seconds_until_next())
        except (OperationalError, InterfaceError) as error:
            failures += 1
            log.warning("database_away", error=str(error).strip())
            connection.close()
            time.sleep(random.uniform(0.1, 1) * min(LONGEST_RETRY, 0.2 * 2 ** min(failures, 6)))  # noqa: S311  spreads retries


def seconds_until_next() -> float:
    """On the database's clock. Never longer than LONGEST_SLEEP, should a clock be set or a notice be lost."""
    planned = Reminder.objects.filter(state=Reminder.State.PLANNED).order_by("due_at", "id")
    offered = Appointment.objects.filter(offered_until__isnull=False).order_by("offered_until")
    tasks = TaskReminder.objects.filter(state=TaskReminder.State.PLANNED).order_by("due_at", "id")
    soonest: list[timedelta | None] = [
        tasks.values_list(_left("due_at"), flat=True).first(),
        planned.values_list(_left("due_at"), flat=True).first(),
        offered.values_list(_left("offered_until"), flat=True).first(),
    ]
    return min([LONGEST_SLEEP, *(max(0.0, left.total_seconds()) for left in soonest if left is not None)])


def _left(column: str) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F(column) - Now(), output_field=fields.DurationField())
