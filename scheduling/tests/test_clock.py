"""The clock process: sleeps until something is due, is woken when something is planned, and ends when told."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.calendar import today
from core.events.wakeup import RECORDED, Listener
from scheduling.models import Appointment, Reminder, Task
from scheduling.reminders.clock import LONGEST_SLEEP, seconds_until_next
from scheduling.tests.factories import AppointmentFactory, ReminderFactory

CLOCKS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'clock-under-test'"


@contextmanager
def clock() -> Iterator[subprocess.Popen[str]]:
    """`manage.py clock` on the test database, up when this begins and killed when it ends."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "clock"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "PGAPPNAME": "clock-under-test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "The clock runs.\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def due(reminder: Reminder) -> Callable[[], bool]:
    return lambda: Reminder.objects.filter(pk=reminder.pk, state=Reminder.State.DUE).exists()


def wait_until(reached: Callable[[], bool]) -> None:
    """Looks whenever something is recorded; the test's own time limit ends it otherwise."""
    with Listener(RECORDED) as listener:
        while not reached():
            listener.wait(0.2)


def planned(*, due_in: float) -> Reminder:
    now = timezone.now()
    appointment = AppointmentFactory.create(starts_at=now + timedelta(hours=1))
    return ReminderFactory.create(appointment=appointment, due_at=now + timedelta(seconds=due_in))


@pytest.mark.django_db(transaction=True)
def test_what_is_planned_while_it_sleeps_wakes_it() -> None:
    with clock():
        wait_until(due(planned(due_in=-1)))  # now it sleeps for as long as it may, for there is nothing else
        Reminder.objects.all().delete()
        reminder = planned(due_in=-1)
        written = timezone.now()
        wait_until(due(reminder))
        reminder.refresh_from_db()
        assert reminder.taken_at
        assert reminder.taken_at - written < timedelta(seconds=LONGEST_SLEEP / 2)


@pytest.mark.django_db(transaction=True)
def test_it_closes_rosters_makes_tasks_again_and_wakes_by_itself_at_the_moment_something_is_due() -> None:
    open_still = AppointmentFactory.create(starts_at=timezone.now() - timedelta(hours=3), open_roster="no_show")
    day = today()
    task = Task.objects.create(title="x", role="manager", rule="FREQ=DAILY", rule_from=day, rule_at=time(9), next_on=day)
    with clock():
        wait_until(lambda: Task.objects.filter(follows=task).exists())
        wait_until(lambda: Appointment.objects.filter(pk=open_still.pk, state="no_show").exists())
        reminder = planned(due_in=1.0)
        wait_until(due(reminder))
        reminder.refresh_from_db()
        assert reminder.taken_at
        assert timedelta(0) <= reminder.taken_at - reminder.due_at < timedelta(seconds=LONGEST_SLEEP / 2)


@pytest.mark.django_db(transaction=True)
def test_it_survives_the_loss_of_its_connection() -> None:
    def backends() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(CLOCKS)
            return {pid for (pid,) in cursor.fetchall()}

    with clock() as process:
        wait_until(due(planned(due_in=-1)))
        for pid in backends():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        wait_until(due(planned(due_in=-1)))
        assert process.poll() is None


@pytest.mark.django_db(transaction=True)
def test_it_ends_cleanly_when_told() -> None:
    with clock() as process:
        process.terminate()
        assert process.wait(10) == 0


@pytest.mark.django_db
def test_it_sleeps_until_the_next_and_never_long() -> None:
    assert seconds_until_next() == LONGEST_SLEEP
    planned(due_in=3600)
    assert seconds_until_next() == LONGEST_SLEEP
    planned(due_in=2)
    assert 0 < seconds_until_next() <= 2
    planned(due_in=-60)
    assert seconds_until_next() == 0
    Reminder.objects.update(state=Reminder.State.SENT)
    assert seconds_until_next() == LONGEST_SLEEP
