"""Booking, changing, cancelling: the rules and what the line tells of them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from core.events.models import Event
from core.refusals import Conflict, Refused
from core.tests.factories import CustomerFactory, UserFactory
from scheduling import bookings
from scheduling.models import Appointment, Reminder, Service
from scheduling.tests.factories import SOON, AppointmentFactory, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[Event]:
    return list(Event.objects.filter(type=kind).order_by("position"))


def test_booking_tells_the_staff_and_the_member_and_not_the_notes() -> None:
    member, trainer = UserFactory.create(role="member"), UserFactory.create(display_name="Jo")
    desk = UserFactory.create(role="front_desk")
    customer = CustomerFactory.create(user=member, first_name="Mia", last_name="Ott", email="mia@example.org")
    service = ServiceFactory.create(name="Training", minutes=45)
    appointment = bookings.book(customer=customer, service=service, trainer=trainer, starts_at=SOON, notes="Knee", by=desk)
    (event,) = told("appointment.booked")
    assert event.data == {
        "id": appointment.pk,
        "customer": customer.pk,
        "customer_name": "Mia Ott",
        "service": service.pk,
        "service_name": "Training",
        "trainer": trainer.pk,
        "trainer_name": "Jo",
        "session": None,
        "room": None,
        "room_name": None,
        "starts_at": f"{SOON:%Y-%m-%dT%H:%M:%SZ}",
        "ends_at": f"{SOON + timedelta(minutes=45):%Y-%m-%dT%H:%M:%SZ}",
        "state": "booked",
        "membership": None,
        "took_visit": False,
        "anyway": "",
        "cancel_by": f"{SOON - timedelta(hours=12):%Y-%m-%dT%H:%M:%SZ}",
        "cancelled_by": "",
        "late": False,
        "offered_until": None,
        "passed_over": "",
        "version": 1,
    }
    assert (event.subject, event.actor) == (f"appointment/{appointment.pk}", desk.pk)
    assert event.audience == ["staff", f"user:{member.pk}"]
    everything = str([(one.data, one.subject) for one in Event.objects.all()])
    assert "Knee" not in everything
    assert "mia@example.org" not in everything


def test_without_a_login_only_the_staff_are_told() -> None:
    bookings.book(customer=CustomerFactory.create(), service=ServiceFactory.create(), trainer=None, starts_at=SOON, by=None)
    assert {tuple(event.audience) for event in Event.objects.all()} == {("staff",)}


def test_a_class_is_not_booked_without_its_session() -> None:
    service = ServiceFactory.create(kind=Service.Kind.CLASS, capacity=9)
    with pytest.raises(Refused) as refused:
        bookings.book(customer=CustomerFactory.create(), service=service, trainer=None, starts_at=SOON, by=None)
    assert (refused.value.code, refused.value.field) == ("class", "service")


@pytest.mark.parametrize("starts_at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_a_slip_of_the_finger_is_refused(starts_at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        bookings.book(
            customer=CustomerFactory.create(), service=ServiceFactory.create(), trainer=None, starts_at=starts_at, by=None
        )
    assert (refused.value.code, refused.value.field) == ("out_of_range", "starts_at")


def test_moving_keeps_the_length_and_tells_of_it() -> None:
    appointment = AppointmentFactory.create(service__minutes=30)
    moved = bookings.change(appointment=appointment, starts_at=SOON + timedelta(days=1), by=None)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=30)
    assert moved.version == 2
    (event,) = told("appointment.changed")
    assert (event.data["version"], event.data["starts_at"]) == (2, f"{SOON + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}")


def test_moving_within_its_own_time_is_no_conflict_with_itself() -> None:
    appointment = AppointmentFactory.create(trainer=UserFactory.create())
    bookings.change(appointment=appointment, starts_at=SOON + timedelta(minutes=15), by=None)


def test_moving_onto_another_restores_nothing_half() -> None:
    taken = AppointmentFactory.create(trainer=UserFactory.create())
    appointment = bookings.book(
        customer=CustomerFactory.create(),
        service=taken.service,
        trainer=taken.trainer,
        starts_at=SOON + timedelta(hours=1),
        by=None,
    )
    with pytest.raises(Conflict) as refused:
        bookings.change(appointment=appointment, starts_at=SOON, notes="Moved", by=None)
    assert refused.value.field == "trainer"
    appointment.refresh_from_db()
    assert (appointment.version, appointment.notes) == (1, "")
    assert not told("appointment.changed")
    assert {reminder.state for reminder in Reminder.objects.all()} == {"planned"}


def test_a_refused_move_names_the_other_and_not_itself() -> None:
    theirs = AppointmentFactory.create(trainer=UserFactory.create(), starts_at=SOON + timedelta(hours=1), service__name="Theirs")
    mine = AppointmentFactory.create(trainer=theirs.trainer, service__name="Mine")
    with pytest.raises(Conflict, match=" has Theirs from "):
        bookings.change(appointment=mine, starts_at=SOON + timedelta(minutes=30), by=None)


def test_an_empty_change_is_none() -> None:
    appointment = AppointmentFactory.create()
    assert bookings.change(appointment=appointment, notes="", starts_at=appointment.starts_at, by=None).version == 1
    assert not Event.objects.exists()


def test_a_note_is_written_after_it_took_place_but_the_time_stays() -> None:
    appointment = AppointmentFactory.create(state=Appointment.State.ATTENDED)
    assert bookings.change(appointment=appointment, notes="Good form", by=None).version == 2
    with pytest.raises(Conflict) as refused:
        bookings.change(appointment=appointment, starts_at=SOON + timedelta(days=1), by=None)
    assert refused.value.field == "state"


def test_a_seat_stays_at_the_time_of_its_class() -> None:
    seat = bookings.book_seat(session=SessionFactory.create(), customer=CustomerFactory.create(), by=None)
    with pytest.raises(Conflict) as refused:
        bookings.change(appointment=seat, starts_at=SOON + timedelta(days=1), by=None)
    assert refused.value.field == "starts_at"


def test_cancelling_twice_is_cancelling_once() -> None:
    appointment = AppointmentFactory.create()
    with time_machine.travel(SOON - timedelta(days=1), tick=False):
        assert bookings.cancel(appointment=appointment, by=None).cancelled_at == SOON - timedelta(days=1)
    again = bookings.cancel(appointment=appointment, by=None)
    assert (again.cancelled_at, again.version) == (SOON - timedelta(days=1), 2)
    assert [event.data["state"] for event in told("appointment.cancelled")] == ["cancelled"]


def test_what_took_place_is_not_cancelled() -> None:
    with pytest.raises(Conflict):
        bookings.cancel(appointment=AppointmentFactory.create(state=Appointment.State.NO_SHOW), by=None)


def test_a_freed_seat_can_be_taken() -> None:
    session = SessionFactory.create(capacity=1)
    seat = bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
    with pytest.raises(Conflict, match="full"):
        bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
    bookings.cancel(appointment=seat, by=None)
    bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
