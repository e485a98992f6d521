"""Nobody is in two places: the database refuses, whatever runs at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from core.refusals import Conflict
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from scheduling import bookings, sessions
from scheduling.centre_time import local
from scheduling.models import Appointment, Session
from scheduling.tests.factories import SOON, AppointmentFactory, RoomFactory, ServiceFactory, SessionFactory

HOUR = timedelta(hours=1)


def outcomes(calls: list[Callable[[], Appointment | Session]]) -> tuple[int, list[Exception]]:
    done = together(calls)
    refused = [one for one in done if isinstance(one, Exception)]
    return len(done) - len(refused), refused


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_want_a_trainer_at_once_one_gets_them() -> None:
    service, trainer = ServiceFactory.create(), UserFactory.create(display_name="Jonas")
    calls = [
        partial(bookings.book, customer=CustomerFactory.create(), service=service, trainer=trainer, starts_at=SOON, by=None)
        for _ in range(8)
    ]
    booked, refused = outcomes([*calls])
    assert booked == Appointment.objects.count() == 1
    assert {type(error) for error in refused} == {Conflict}
    start = local(SOON)
    expected = f"Jonas has {service.name} from {start:%H:%M} to {start + HOUR:%H:%M} on {start:%Y-%m-%d}."
    assert {(error.message, error.field) for error in refused if isinstance(error, Conflict)} == {(expected, "trainer")}


@pytest.mark.django_db(transaction=True)
def test_a_member_is_booked_once_at_a_time() -> None:
    customer, service = CustomerFactory.create(first_name="Mia", last_name="Ott"), ServiceFactory.create()
    calls = [
        partial(bookings.book, customer=customer, service=service, trainer=UserFactory.create(), starts_at=at, by=None)
        for at in (SOON, SOON + HOUR / 2, SOON - HOUR / 2)
    ]
    booked, refused = outcomes([*calls])
    assert 1 <= booked <= 2
    assert {getattr(error, "field", None) for error in refused} == {"customer"}
    assert all(str(error).startswith("Mia Ott has ") for error in refused)


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_goes_to_exactly_one() -> None:
    session = SessionFactory.create(capacity=3)
    calls = [partial(bookings.book_seat, session=session, customer=CustomerFactory.create(), by=None) for _ in range(8)]
    booked, refused = outcomes([*calls])
    assert booked == session.appointments.count() == 3
    assert {getattr(error, "field", None) for error in refused} == {"session"}


@pytest.mark.django_db(transaction=True)
def test_a_class_and_a_one_to_one_of_one_trainer_never_meet() -> None:
    """Two tables, so no constraint sees both: the trigger must, also when both are written at the same moment."""
    service = ServiceFactory.create()
    for _ in range(10):
        trainer, customer = UserFactory.create(), CustomerFactory.create()
        kind = SessionFactory.create().service
        calls: list[Callable[[], Appointment | Session]] = [
            partial(bookings.book, customer=customer, service=service, trainer=trainer, starts_at=SOON, by=None),
            partial(Session.objects.create, service=kind, trainer=trainer, starts_at=SOON, ends_at=SOON + HOUR, capacity=5),
        ]
        written, refused = outcomes(calls)
        assert written == 1
        assert isinstance(refused[0], Conflict | IntegrityError)


@pytest.mark.django_db
def test_a_one_to_one_during_the_trainers_class_says_which_class() -> None:
    session = SessionFactory.create(service__name="Yoga", trainer__display_name="Mei")
    with pytest.raises(Conflict, match=r"^Mei has Yoga from ") as refused:
        bookings.book(
            customer=CustomerFactory.create(),
            service=ServiceFactory.create(),
            trainer=session.trainer,
            starts_at=SOON + HOUR / 2,
            by=None,
        )
    assert refused.value.field == "trainer"


@pytest.mark.django_db
def test_a_class_is_refused_during_the_trainers_one_to_one() -> None:
    appointment = AppointmentFactory.create(trainer=UserFactory.create())
    with pytest.raises(IntegrityError, match="elsewhere"), transaction.atomic():
        SessionFactory.create(trainer=appointment.trainer)
    other = SessionFactory.create()
    with pytest.raises(IntegrityError, match="session_trainer_free"), transaction.atomic():
        SessionFactory.create(trainer=other.trainer, starts_at=SOON + HOUR / 2)


@pytest.mark.django_db
def test_a_cancelled_appointment_blocks_nobody_and_must_fit_to_come_back() -> None:
    service, trainer, customer = ServiceFactory.create(), UserFactory.create(), CustomerFactory.create()
    book = partial(bookings.book, customer=customer, service=service, trainer=trainer, starts_at=SOON, by=None)
    first = book()
    bookings.cancel(appointment=first, by=None)
    book()
    with pytest.raises(IntegrityError, match="appointment_customer_free"), transaction.atomic():
        Appointment.objects.filter(pk=first.pk).update(state=Appointment.State.BOOKED, cancelled_at=None)


@pytest.mark.django_db
def test_back_to_back_is_no_conflict() -> None:
    service, trainer, customer = ServiceFactory.create(), UserFactory.create(), CustomerFactory.create()
    for starts_at in (SOON, SOON + HOUR, SOON - HOUR):
        bookings.book(customer=customer, service=service, trainer=trainer, starts_at=starts_at, by=None)
    assert Appointment.objects.count() == 3


@pytest.mark.django_db
def test_members_of_one_class_share_its_trainer_and_those_without_a_trainer_share_nobody() -> None:
    session = SessionFactory.create()
    for _ in range(2):
        assert bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None).trainer == session.trainer
    for _ in range(2):
        AppointmentFactory.create(trainer=None)


@pytest.mark.django_db
def test_a_refused_booking_leaves_the_callers_transaction_usable() -> None:
    appointment = AppointmentFactory.create()
    with transaction.atomic():
        with pytest.raises(Conflict):
            bookings.book(customer=appointment.customer, service=appointment.service, trainer=None, starts_at=SOON, by=None)
        assert Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_class_and_a_one_to_one_never_meet_in_a_room() -> None:
    for _ in range(6):
        room, customer = RoomFactory.create(), CustomerFactory.create()
        service, kind = ServiceFactory.create(room=room), SessionFactory.create().service
        hold = partial(Session.objects.create, service=kind, room=room, starts_at=SOON, ends_at=SOON + HOUR, capacity=5)
        calls: list[Callable[[], Appointment | Session]] = [
            partial(bookings.book, customer=customer, service=service, starts_at=SOON, by=None),
            partial(hold, trainer=UserFactory.create()),
        ]
        written, refused = outcomes(calls)
        assert written == 1
        assert isinstance(refused[0], Conflict | IntegrityError)


@pytest.mark.django_db
def test_a_room_holds_one_thing_at_a_time_and_a_cancelled_class_holds_nothing() -> None:
    room = RoomFactory.create(name="Studio 1")
    session = SessionFactory.create(room=room, service__name="Yoga")
    with pytest.raises(IntegrityError, match="session_room_free"), transaction.atomic():
        SessionFactory.create(room=room)
    book = partial(bookings.book, customer=CustomerFactory.create(), service=ServiceFactory.create(room=room), by=None)
    with pytest.raises(Conflict, match=r"^Studio 1 has Yoga from ") as refused:
        book(starts_at=SOON)
    assert refused.value.field == "room"
    book(starts_at=session.ends_at)
    Session.objects.filter(pk=session.pk).update(state=Session.State.CANCELLED, cancelled_at=SOON)
    SessionFactory.create(room=room, trainer=session.trainer)
    with pytest.raises(Conflict, match="cancelled"):
        bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)


@pytest.mark.django_db(transaction=True)
def test_seats_taken_away_while_they_are_booked_are_never_exceeded() -> None:
    for _ in range(3):
        session = SessionFactory.create(capacity=6)
        for _ in range(2):
            bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
        calls: list[Callable[[], object]] = [
            partial(sessions.change, session=session, capacity=3, by=None),
            *(partial(bookings.book_seat, session=session, customer=CustomerFactory.create(), by=None) for _ in range(4)),
        ]
        refused = [one for one in together(calls) if isinstance(one, Exception)]
        assert {type(one) for one in refused} <= {Conflict}
        session.refresh_from_db()
        booked = session.appointments.filter(state="booked").count()
        assert booked == (6 if session.capacity == 6 else 3)


@pytest.mark.django_db
@pytest.mark.parametrize("state", Appointment.PRESENT)
def test_who_confirmed_or_came_is_nowhere_else_and_neither_are_trainer_and_room(state: str) -> None:
    """Whoever writes, and for as long as it takes."""
    room = RoomFactory.create()
    there = AppointmentFactory.create(state=state, trainer=UserFactory.create(), room=room)
    for held in ({"customer": there.customer}, {"trainer": there.trainer}, {"room": room}):
        with pytest.raises(IntegrityError, match="_free"), transaction.atomic():
            AppointmentFactory.create(starts_at=SOON + HOUR / 2, **held)
        AppointmentFactory.create(starts_at=there.ends_at, **held)
        Appointment.objects.exclude(pk=there.pk).delete()
    with pytest.raises(Conflict, match=" has "):
        bookings.book(customer=there.customer, service=there.service, starts_at=SOON + HOUR / 2, by=None)
