"""Which reminders an appointment has, and what becomes of them when it changes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.events.models import Event
from core.refusals import Conflict
from core.tests.factories import CustomerFactory, UserFactory
from scheduling import bookings
from scheduling.models import Appointment, Reminder
from scheduling.reminders.planning import plan
from scheduling.tests.factories import SOON, AppointmentFactory, ReminderFactory, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY, TWO_HOURS = timedelta(hours=24), timedelta(hours=2)


def book(starts_at: datetime = SOON) -> Appointment:
    return bookings.book(
        customer=CustomerFactory.create(),
        service=ServiceFactory.create(),
        trainer=UserFactory.create(),
        starts_at=starts_at,
        by=None,
    )


def reminders(*states: str) -> list[tuple[datetime, int]]:
    found = Reminder.objects.filter(state__in=states, kind="appointment_starts").order_by("due_at", "subject_version")
    return [(reminder.due_at, reminder.subject_version) for reminder in found]


def test_a_booking_is_reminded_of_a_day_and_two_hours_before() -> None:
    appointment = book()
    assert reminders("planned") == [(SOON - DAY, 1), (SOON - TWO_HOURS, 1)]
    assert set(Reminder.objects.values_list("subject", flat=True)) == {f"appointment/{appointment.pk}"}
    events = Event.objects.filter(type="reminder.planned", data__kind="appointment_starts").order_by("position")
    assert [event.data["due_at"] for event in events] == [f"{SOON - b:%Y-%m-%dT%H:%M:%SZ}" for b in (DAY, TWO_HOURS)]


def test_a_seat_in_a_class_too() -> None:
    bookings.book_seat(session=SessionFactory.create(), customer=CustomerFactory.create(), by=None)
    assert len(reminders("planned")) == 2


@pytest.mark.parametrize(
    ("ahead", "planned"),
    [(timedelta(hours=25), 2), (DAY, 1), (timedelta(hours=3), 1), (TWO_HOURS, 0), (timedelta(minutes=5), 0)],
)
def test_inside_a_lead_time_only_what_still_lies_ahead(ahead: timedelta, planned: int) -> None:
    with time_machine.travel(SOON - ahead, tick=False):
        book()
    assert len(reminders("planned")) == planned


def test_hours_are_elapsed_hours_when_the_clocks_change() -> None:
    """In Berlin, the clocks go forward in the night before: 24 hours before 10:00 (8:00 UTC) is 9:00 of the day before."""
    start = datetime(2027, 3, 28, 8, tzinfo=UTC)
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
        book(start)
    assert reminders("planned")[0] == (datetime(2027, 3, 27, 8, tzinfo=UTC), 1)


def test_planning_twice_makes_one() -> None:
    appointment = book()
    assert plan(appointment=appointment, by=None) == []
    assert len(reminders("planned")) == 2
    assert Event.objects.filter(type="reminder.planned", data__kind="appointment_starts").count() == 2


def test_the_database_knows_a_reminder_by_its_identity() -> None:
    reminder = ReminderFactory.create()
    with pytest.raises(IntegrityError, match="reminder_identity"), transaction.atomic():
        Reminder.objects.create(
            kind=reminder.kind,
            subject=reminder.subject,
            subject_version=reminder.subject_version,
            customer=reminder.customer,
            channel=reminder.channel,
            due_at=reminder.due_at,
        )


def test_moving_replaces_what_is_pending() -> None:
    appointment = book()
    bookings.change(appointment=appointment, starts_at=SOON + DAY, by=None)
    assert reminders("superseded") == [(SOON - DAY, 1), (SOON - TWO_HOURS, 1)]
    assert reminders("planned") == [(SOON, 2), (SOON + DAY - TWO_HOURS, 2)]
    happened = Event.objects.exclude(type__startswith="notification.").order_by("position")
    kinds = list(happened.values_list("type", flat=True))
    # The mails of the booking and of the change among them.
    assert kinds[4:] == ["appointment.changed", *["reminder.superseded"] * 3, *["reminder.planned"] * 3]


def test_another_trainer_replaces_them_at_the_same_time() -> None:
    bookings.change(appointment=book(), trainer=UserFactory.create(), by=None)
    assert reminders("planned") == [(SOON - DAY, 2), (SOON - TWO_HOURS, 2)]


def test_a_note_changes_no_reminder() -> None:
    bookings.change(appointment=book(), notes="Bring shoes", by=None)
    assert reminders("planned") == [(SOON - DAY, 1), (SOON - TWO_HOURS, 1)]


def test_what_was_sent_stays_in_the_log() -> None:
    appointment = book()
    Reminder.objects.filter(due_at=SOON - DAY).update(state=Reminder.State.SENT)
    bookings.cancel(appointment=appointment, by=None)
    assert reminders("sent") == [(SOON - DAY, 1)]
    assert reminders("superseded") == [(SOON - TWO_HOURS, 1)]
    assert reminders("planned") == []


def test_a_refused_change_supersedes_nothing() -> None:
    appointment = book()
    other = AppointmentFactory.create(trainer=appointment.trainer, starts_at=SOON + DAY)
    with pytest.raises(Conflict):
        bookings.change(appointment=appointment, starts_at=other.starts_at, by=None)
    assert reminders("planned") == [(SOON - DAY, 1), (SOON - TWO_HOURS, 1)]


def test_what_is_not_booked_has_none() -> None:
    appointment = AppointmentFactory.create(state=Appointment.State.ATTENDED)
    assert plan(appointment=appointment, by=None) == []
