"""Who waits gets the seat in order, in the transaction that frees it, or is passed over and told why (domain rules 13 and 14)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection

from core import erasing, memberships
from core.calendar import today
from core.events.models import Event
from core.models import Customer, User
from core.refusals import Conflict
from core.tests.factories import CustomerFactory, PlanFactory, UserFactory
from core.tests.together import together
from realtime.models import Notification
from scheduling import bookings, waitlist
from scheduling.centre_time import local
from scheduling.models import Appointment, Reminder, Session
from scheduling.reminders.kinds import KINDS
from scheduling.reminders.rendering import render
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOON = SOON - timedelta(days=3)  # noon in Berlin, an hour or two after ten o'clock UTC


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def klass(mode: str = "automatic", capacity: int = 1, **fields: Any) -> Session:
    service = ServiceFactory.create(kind="class", capacity=capacity, waitlist=mode, offer_minutes=60, **fields)
    return SessionFactory.create(service=service)


def member() -> Customer:
    return CustomerFactory.create(user=UserFactory.create(role="member"))


def full(session: Session, waiting: int = 3) -> tuple[list[Appointment], list[Appointment]]:
    """Its seats, and who waits for one."""
    seats = [bookings.book_seat(session=session, customer=member(), by=None) for _ in range(session.capacity)]
    return seats, [waitlist.join(session=session, customer=member(), by=None) for _ in range(waiting)]


def states(*rows: Appointment) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def told(row: Appointment) -> list[str]:
    rows = Notification.objects.filter(user=row.customer.user_id).order_by("pk")
    return [one.content.get("why", one.content["kind"]) for one in rows]


def positions(session: Session) -> list[int | None]:
    return [vars(one)["position"] for one in session.appointments.waiting().with_position().order_by("place")]


def test_a_freed_seat_goes_to_the_first_who_waits_at_once() -> None:
    session = klass()
    (seat,), (first, second, third) = full(session)
    assert positions(session) == [1, 2, 3]
    with pytest.raises(Conflict) as error:
        bookings.book_seat(session=session, customer=member(), by=None)
    assert error.value.code == "full"
    bookings.cancel(appointment=seat, by=None)
    assert states(first, second, third) == ["booked", "waitlisted", "waitlisted"]
    assert (told(first), told(second)) == (["waitlist_promoted"], [])
    assert positions(session) == [1, 2]
    counts = Event.objects.filter(type="session.seats_changed").latest("position")
    assert counts.data == {"id": session.pk, "capacity": 1, "booked": 1, "waiting": 2, "seats_left": 0}
    assert counts.audience == ["members", f"session:{session.pk}"]


def test_who_cannot_take_it_is_passed_over_keeps_the_place_and_is_told_why_once() -> None:
    session = klass(needs_membership=True)
    plan = PlanFactory.create(months=12)

    def entitled() -> Customer:
        return memberships.sell(customer=member(), plan=plan, starts_on=today(), by=None).customer

    seats = [bookings.book_seat(session=session, customer=entitled(), by=None)]
    none, busy, able, last = (member(), entitled(), entitled(), entitled())
    rows = [waitlist.join(session=session, customer=one, by=None) for one in (none, busy, able, last)]
    elsewhere = bookings.book(customer=busy, service=ServiceFactory.create(), starts_at=SOON + HOUR / 2, by=None)
    Notification.objects.all().delete()
    bookings.cancel(appointment=seats[0], by=None)
    assert states(*rows) == ["waitlisted", "waitlisted", "booked", "waitlisted"]
    assert [row.passed_over for row in rows] == ["no_membership", "conflict", "", ""]
    assert [told(row) for row in rows] == [["no_membership"], ["conflict"], ["waitlist_promoted"], []]
    # The next free seat finds the second able again, and still before the last.
    bookings.cancel(appointment=elsewhere, by=None)
    bookings.cancel(appointment=rows[2], by=None)
    assert states(*rows) == ["waitlisted", "booked", "cancelled", "waitlisted"]
    assert told(rows[0]) == ["no_membership"]


def test_an_offer_keeps_the_seat_until_its_limit(noon: time_machine.Traveller) -> None:
    session = klass("offer")
    (seat,), (first, second, third) = full(session)
    bookings.cancel(appointment=seat, by=None)
    first.refresh_from_db()
    assert (first.state, first.offered_until) == ("waitlisted", NOON + HOUR)
    assert positions(session) == [1, 2]
    with pytest.raises(Conflict) as error:
        bookings.book_seat(session=session, customer=member(), by=None)
    assert error.value.code == "full"
    with pytest.raises(Conflict) as error:
        waitlist.accept(appointment=second, by=None)
    assert error.value.code == "not_offered"
    noon.move_to(NOON + HOUR - MINUTE)
    assert waitlist.accept(appointment=first, by=first.customer.user).state == "booked"
    assert states(first, second, third) == ["booked", "waitlisted", "waitlisted"]


def end_offers(now: datetime) -> int:
    """The clock's turn, with the database's clock moved to `now`."""
    Appointment.objects.filter(offered_until__lte=now).update(offered_until=datetime.now(NOON.tzinfo) - timedelta(days=999))
    return waitlist.end_offers()


def test_an_ended_offer_passes_to_the_next_and_accepting_it_says_so(noon: time_machine.Traveller) -> None:
    session = klass("offer")
    (seat,), (first, second, _) = full(session)
    bookings.cancel(appointment=seat, by=None)
    noon.move_to(NOON + HOUR)
    with pytest.raises(Conflict) as error:  # the clock is late: nobody else has it yet, and it is over all the same
        waitlist.accept(appointment=first, by=first.customer.user)
    assert error.value.code == "offer_ended"
    assert end_offers(NOON + HOUR) == 1
    assert states(first) == ["cancelled"]
    assert (first.cancelled_by, told(first)[-1]) == ("offer", "waitlist_offer_ended")
    second.refresh_from_db()
    assert second.offered_until == NOON + 2 * HOUR
    with pytest.raises(Conflict) as error:
        waitlist.accept(appointment=first, by=first.customer.user)
    assert error.value.code == "offer_ended"
    assert waitlist.accept(appointment=second, by=None).state == "booked"
    session.refresh_from_db()
    assert (session.taken, session.waiting) == (1, 1)


def test_an_offer_ends_at_the_deadline_if_that_comes_first_and_never_at_night(noon: time_machine.Traveller) -> None:
    session = klass("offer", cancellation_hours=12)
    (seat,), (first, second, _) = full(session)
    deadline = SOON - 12 * HOUR
    noon.move_to(deadline - 20 * MINUTE)
    bookings.cancel(appointment=seat, by=None)
    first.refresh_from_db()
    assert first.offered_until == deadline
    noon.move_to(NOON)
    bookings.cancel(appointment=first, by=None)  # declines
    second.refresh_from_db()
    assert second.offered_until == NOON + HOUR
    night = klass("offer", cancellation_hours=1)
    (seat,), (waits, *_) = full(night)
    noon.move_to(local(NOON).replace(hour=23))
    bookings.cancel(appointment=seat, by=None)
    waits.refresh_from_db()
    assert waits.offered_until == local(NOON).replace(hour=9) + timedelta(days=1)
    mail = Reminder.objects.get(kind="waitlist_offered", customer=waits.customer)
    assert mail.due_at == local(NOON).replace(hour=8) + timedelta(days=1)


def test_after_the_deadline_a_free_seat_is_for_who_books_it_first(noon: time_machine.Traveller) -> None:
    session = klass(cancellation_hours=12)
    (seat,), (first, second, _) = full(session)
    noon.move_to(SOON - 11 * HOUR)
    bookings.cancel(appointment=seat, by=None)
    assert states(first, second) == ["waitlisted", "waitlisted"]
    assert told(first) == told(second) == ["too_late"]
    assert bookings.book_seat(session=session, customer=second.customer, by=second.customer.user).pk == second.pk
    assert states(first, second) == ["waitlisted", "booked"]


def test_one_joins_once_and_only_what_is_full() -> None:
    session = klass(capacity=2)
    (seat, _), (first,) = full(session, waiting=1)
    for customer in (seat.customer, first.customer):
        with pytest.raises(Conflict) as error:
            waitlist.join(session=session, customer=customer, by=None)
        assert error.value.code == "already_booked"
    bookings.cancel(appointment=seat, by=None)
    bookings.cancel(appointment=first, by=None)
    with pytest.raises(Conflict) as error:
        waitlist.join(session=session, customer=member(), by=None)
    assert error.value.code == "seats_left"


def test_more_seats_are_given_to_who_waits() -> None:
    session = klass()
    _, rows = full(session)
    Session.objects.filter(pk=session.pk).update(capacity=3)
    waitlist.seats_freed(session=session, by=None)
    assert states(*rows) == ["booked", "booked", "waitlisted"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_happens_on_the_list_is_mailed_and_what_is_no_longer_so_is_not(language: str) -> None:
    session = klass("offer")
    (seat,), (first, _, _) = full(session)
    User.objects.filter(customer=first.customer).update(language=language)
    bookings.cancel(appointment=seat, by=None)
    first = Appointment.objects.with_names().get(pk=first.pk)
    mail = Reminder.objects.with_names().get(kind="waitlist_offered")
    kind = KINDS[mail.kind]
    message = render(reminder=mail, about=first)
    assert message.not_after == f"{NOON + HOUR:%Y-%m-%dT%H:%M:%SZ}"
    assert f"/appointments/{first.pk}" in message.text
    assert f"{local(NOON + HOUR):%H:%M}" in message.text
    assert message.language == language
    assert kind.refusal(first, NOON) is None
    assert kind.refusal(first, NOON + HOUR) == ("expired", "Not sent: the offer was over.")
    waitlist.accept(appointment=first, by=None)
    mail.refresh_from_db()
    assert kind.refusal(Appointment.objects.get(pk=first.pk), NOON) == ("superseded", "")
    for other in ("class_cancelled", "waitlist_promoted"):
        mail.kind = other
        assert session.service.name in render(reminder=mail, about=first).subject


@pytest.mark.django_db(transaction=True)
def test_of_thirty_who_want_the_last_seat_one_gets_it_and_those_who_queue_do_so_once() -> None:
    session = klass(capacity=3)
    for _ in range(2):
        bookings.book_seat(session=session, customer=member(), by=None)
    wanting = [member() for _ in range(30)]
    connection.close()
    done = together([partial(bookings.book_seat, session=session, customer=one, by=one.user) for one in wanting])
    codes = sorted(one.code if isinstance(one, Conflict) else "booked" for one in done)
    assert codes == ["booked", *["full"] * 29]
    losers = [one for one, seat in zip(wanting, done, strict=True) if isinstance(seat, Conflict)]
    queued = together([partial(waitlist.join, session=session, customer=one, by=one.user) for one in losers])
    places = sorted(one.place or 0 for one in queued if isinstance(one, Appointment))
    assert places == list(range(1, 30))
    session.refresh_from_db()
    assert (session.taken, session.waiting) == (3, 29)
    # Three leave at once: the first three have their seats.
    seats = list(session.appointments.ahead())
    together([partial(bookings.cancel, appointment=seat, by=None) for seat in seats])
    assert (
        list(session.appointments.ahead().order_by("pk"))
        == sorted((one for one in queued if isinstance(one, Appointment)), key=lambda one: one.place or 0)[:3]
    )


def test_the_seat_of_somebody_who_is_erased_goes_to_the_first_who_waits() -> None:
    session = klass()
    (seat,), (first, second) = full(session, waiting=2)
    erasing.erase(customer=seat.customer, by=UserFactory.create(role="owner"))
    assert states(first, second) == ["booked", "waitlisted"]
    assert told(first) == ["waitlist_promoted"]
    session.refresh_from_db()
    assert (session.taken, session.waiting) == (1, 1)
    assert Event.objects.filter(type="session.seats_changed").latest("position").data["waiting"] == 1


def test_of_a_full_class_its_own_people_hear_more_than_that_it_is_full() -> None:
    session = klass("offer")
    (seat,), (first, *_) = full(session)
    with pytest.raises(Conflict) as error:
        bookings.book_seat(session=session, customer=seat.customer, by=None)
    assert error.value.code == "already_booked"
    bookings.cancel(appointment=seat, by=None)
    session.refresh_from_db()
    assert session.taken == session.capacity, "what is offered is taken"
    assert bookings.book_seat(session=session, customer=first.customer, by=None).pk == first.pk
    assert states(first) == ["booked"]
