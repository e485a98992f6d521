"""A booking, its change and its cancellation are confirmed by a mail with a file for the calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from core.events.models import Event
from core.models import Customer
from core.tests.factories import CustomerFactory, UserFactory
from scheduling import bookings, sessions, waitlist
from scheduling.centre_time import at, local
from scheduling.models import Appointment, Reminder
from scheduling.reminders.taking import take_due
from scheduling.tests.factories import SOON, RoomFactory, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = local(SOON - 4 * DAY)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def member(**fields: object) -> Customer:
    return CustomerFactory.create(user=UserFactory.create(role="member"), **fields)


def book(customer: Customer) -> Appointment:
    service = ServiceFactory.create(room=RoomFactory.create())
    return bookings.book(customer=customer, service=service, starts_at=SOON, by=None)


def mails(row: Appointment) -> list[tuple[str, str, datetime]]:
    found = Reminder.objects.filter(subject=row.subject).exclude(kind="appointment_starts").order_by("pk")
    return [(one.kind, one.state, one.due_at) for one in found]


def test_each_step_is_mailed_and_takes_the_place_of_what_was_not_sent_yet() -> None:
    row = book(member())
    assert mails(row) == [("appointment_booked", "planned", NOON)]
    bookings.change(appointment=row, starts_at=SOON + HOUR, by=None)
    bookings.cancel(appointment=row, by=None)
    expected = [("booked", "superseded"), ("changed", "superseded"), ("cancelled", "planned")]
    assert [(kind, state) for kind, state, _ in mails(row)] == [(f"appointment_{kind}", state) for kind, state in expected]


def test_who_books_or_cancels_at_night_hears_at_once_and_what_others_did_in_the_morning(noon: time_machine.Traveller) -> None:
    night = local(SOON - 3 * DAY).replace(hour=23)
    noon.move_to(night)
    first, second = member(), member()
    for row, by in ((book(first), first.user), (book(second), None)):
        bookings.cancel(appointment=row, by=by)
        due = night if by else at(local(SOON).date() - 2 * DAY, datetime.min.time().replace(hour=8))
        assert mails(row) == [("appointment_booked", "superseded", night), ("appointment_cancelled", "planned", due)]


def test_a_class_moves_with_everybody_and_who_loses_a_seat_or_gets_one_hears_it_once() -> None:
    session = SessionFactory.create(capacity=2, service__capacity=2)
    stays, leaves = (bookings.book_seat(session=session, customer=member(), by=None) for _ in range(2))
    waits = waitlist.join(session=session, customer=member(), by=None)
    sessions.change(session=session, starts_at=SOON + HOUR, by=None)
    sessions.change(session=session, capacity=1, release=True, by=None)
    sessions.change(session=session, capacity=2, by=None)
    assert [kind for kind, _, _ in mails(stays)] == ["appointment_booked", "appointment_changed"]
    assert [kind for kind, _, _ in mails(leaves)] == ["appointment_booked", "appointment_changed", "appointment_cancelled"]
    assert [kind for kind, _, _ in mails(waits)] == ["waitlist_promoted"]


def test_another_room_is_mailed_and_changes_the_calendar_and_no_reminder() -> None:
    session = SessionFactory.create()
    seat = bookings.book_seat(session=session, customer=member(), by=None)
    planned = list(Reminder.objects.filter(kind="appointment_starts").values_list("pk", "state"))
    sessions.change(session=session, room=RoomFactory.create(), by=None)
    seat.refresh_from_db()
    assert [kind for kind, _, _ in mails(seat)] == ["appointment_booked", "appointment_changed"]
    assert seat.version == 2, "SEQUENCE grows with it"
    assert list(Reminder.objects.filter(kind="appointment_starts").values_list("pk", "state")) == planned
    assert not Event.objects.filter(type="notification.created", data__notification__content__kind="appointment_changed").exists()


def test_the_file_says_the_same_appointment_each_time_and_where_it_is() -> None:
    row = book(member(language="zh-hans", email="mia@example.org"))
    files = []
    for step in (None, bookings.cancel):
        if step:
            step(appointment=row, by=None)
        # By the database's clock, which stands still for no test.
        Reminder.objects.filter(state="planned").exclude(kind="appointment_starts").update(due_at=NOON - 30 * DAY)
        assert take_due() == 1
        due = Event.objects.filter(type="reminder.due").latest("position")
        message, file = due.data["message"], due.data["calendar"]
        assert (due.audience, due.dataversion, message["to"]) == ([], 3, "mia@example.org")
        assert str(row.room) in message["text"]
        assert str(row.room) in message["html"]
        assert message["language"] == "zh-hans"
        files.append((file["name"], file["method"], Calendar.from_ical(file["content"]).walk("VEVENT")[0]))
    assert {name for name, _, _ in files} == {f"appointment-{row.pk}.ics"}
    assert [method for _, method, _ in files] == ["PUBLISH", "CANCEL"]
    assert len({str(event["UID"]) for _, _, event in files}) == 1
    assert [str(event["SEQUENCE"]) for _, _, event in files] == ["0", "1"]
    others = Event.objects.exclude(type="reminder.due").values_list("data", flat=True)
    assert not [data for data in others if "mia@example.org" in str(data)]
