"""Taking what is due: by one clock, on the database's clock, judged when it is late."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.events.models import Event
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from scheduling import bookings
from scheduling.models import Appointment, Reminder
from scheduling.reminders import taking
from scheduling.reminders.rendering import render
from scheduling.reminders.taking import take_due
from scheduling.tests.factories import AppointmentFactory, ReminderFactory

HOUR = timedelta(hours=1)


def due(**appointment: Any) -> Reminder:
    """Due a minute ago, of an appointment in an hour."""
    now = timezone.now()
    booked = AppointmentFactory.create(**({"starts_at": now + HOUR} | appointment))
    return ReminderFactory.create(appointment=booked, due_at=now - timedelta(minutes=1))


def kinds() -> list[str]:
    return list(Event.objects.order_by("position").values_list("type", flat=True))


@pytest.mark.django_db
def test_what_is_due_is_on_its_way_and_asked_for_in_one_transaction() -> None:
    member = UserFactory.create(role="member")
    reminder = due(customer=CustomerFactory.create(email="mia@example.org", user=member))
    key = reminder.key
    assert take_due() == 1
    reminder.refresh_from_db()
    assert (reminder.state, reminder.version, reminder.outcome_at) == ("due", 2, None)
    assert reminder.taken_at is not None
    queued, asked = Event.objects.order_by("position")
    assert (queued.type, queued.audience) == ("reminder.queued", ["staff", f"user:{member.pk}"])
    assert "mia@example.org" not in str(queued.data)
    assert (asked.type, asked.audience, asked.subject) == ("reminder.due", [], f"reminder/{reminder.pk}")
    assert asked.data["reminder"] == reminder.pk
    assert (asked.data["message"]["to"], asked.data["message"]["key"]) == ("mia@example.org", key)


@pytest.mark.django_db
def test_nothing_is_taken_before_its_time_or_twice() -> None:
    ReminderFactory.create(due_at=timezone.now() + HOUR)
    assert take_due() == 0
    due()
    assert (take_due(), take_due()) == (1, 0)


@pytest.mark.django_db
def test_the_databases_clock_counts_and_not_this_machines() -> None:
    ReminderFactory.create(due_at=timezone.now() + HOUR)
    with time_machine.travel(timezone.now() + 5 * HOUR):
        assert take_due() == 0


@pytest.mark.django_db
def test_after_the_start_it_is_not_sent_and_logged_as_such() -> None:
    reminder = due(starts_at=timezone.now() - timedelta(seconds=5))
    assert take_due() == 1
    reminder.refresh_from_db()
    assert (reminder.state, reminder.detail) == ("expired", "Not sent: the appointment had begun.")
    assert reminder.outcome_at is not None
    assert kinds() == ["reminder.expired"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["cancelled", "attended", "no_show"])
def test_what_is_no_longer_booked_is_not_reminded_of(state: str) -> None:
    """Whoever wrote the row past the use cases."""
    reminder = due()
    Appointment.objects.update(state=state, cancelled_at=timezone.now() if state == "cancelled" else None)
    take_due()
    reminder.refresh_from_db()
    assert reminder.state == "superseded"
    assert kinds() == ["reminder.superseded"]


@pytest.mark.django_db
def test_one_that_cannot_be_written_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = due(), due()

    def fail_on_one(*, reminder: Reminder, about: Any) -> Any:
        if reminder == broken:
            raise ValueError("template")
        return render(reminder=reminder, about=about)

    monkeypatch.setattr(taking, "render", fail_on_one)
    assert take_due() == 2
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == ("failed", "due")


@pytest.mark.django_db
def test_a_failure_while_recording_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    reminder = due()

    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("the line is broken")

    monkeypatch.setattr(taking, "record", fail)
    with pytest.raises(RuntimeError):
        take_due()
    reminder.refresh_from_db()
    assert reminder.state == "planned"
    assert kinds() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_clocks_each_reminder_is_taken_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "BATCH", 7)
    for _ in range(40):
        due()

    def drain() -> int:
        taken = 0
        while batch := take_due():
            taken += batch
        return taken

    shares = together([drain] * 4)
    assert sum(share for share in shares if isinstance(share, int)) == 40, shares
    assert Reminder.objects.filter(state="due").count() == 40
    asked = Event.objects.filter(type="reminder.due").values_list("data__reminder", flat=True)
    assert len(asked) == len(set(asked)) == 40


@pytest.mark.django_db(transaction=True)
def test_a_reminder_is_either_taken_or_superseded_when_both_happen_at_once() -> None:
    for _ in range(10):
        reminder = due()
        appointment = Appointment.objects.get(pk=int(reminder.subject.rpartition("/")[2]))
        calls: list[Callable[[], object]] = [take_due, partial(bookings.cancel, appointment=appointment, by=None)]
        together(calls)
        reminder.refresh_from_db()
        told = [event.type for event in Event.objects.filter(subject=f"reminder/{reminder.pk}").order_by("position")]
        assert (reminder.state, told) in [
            ("superseded", ["reminder.superseded"]),
            ("due", ["reminder.queued", "reminder.due"]),
        ]


@pytest.mark.django_db(transaction=True)
def test_a_clock_does_not_wait_for_what_another_one_holds() -> None:
    held = due()
    with transaction.atomic():
        Reminder.objects.select_for_update().get(pk=held.pk)
        due_elsewhere = together([take_due])
    assert due_elsewhere == [0]


@pytest.mark.django_db
def test_reading_a_batch_takes_the_same_queries_for_any_length() -> None:
    due()
    with CaptureQueriesContext(connection) as one:
        take_due()
    for _ in range(5):
        due()
    with CaptureQueriesContext(connection) as five:
        take_due()

    def selects(queries: CaptureQueriesContext) -> int:
        return sum(query["sql"].startswith("SELECT") for query in queries)

    assert selects(one) == selects(five)
