"""Cancelled by whom, in time or late, and what becomes of the visit: by the rule that stood when it was booked (rule 15)."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core import memberships, visits
from core.calendar import today
from core.events.models import Event
from core.models import Membership
from core.refusals import Conflict, Forbidden
from core.tests.factories import CustomerFactory, PlanFactory, UserFactory
from realtime.models import Notification
from scheduling import bookings, notifications, waitlist
from scheduling.models import Appointment, Reminder, Session
from scheduling.session_seats import cancel_all
from scheduling.tests.factories import SOON, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def member(count: int = 3) -> Membership:
    plan = PlanFactory.create(months=None, visits=count)
    customer = CustomerFactory.create(user=UserFactory.create(role="member"))
    return memberships.sell(customer=customer, plan=plan, starts_on=today(), by=None)


def session(**fields: Any) -> Session:
    service = {"kind": "class", "capacity": 2, "needs_membership": True, "cancellation_hours": 12} | fields
    return SessionFactory.create(service=ServiceFactory.create(**service))


def left(card: Membership) -> int | None:
    card.refresh_from_db()
    return card.visits_left


def test_in_time_the_visit_comes_back_and_late_it_does_not() -> None:
    card, klass = member(), session()
    own = card.customer.user
    seat = bookings.book_seat(session=klass, customer=card.customer, by=own)
    assert seat.cancel_by == SOON - 12 * HOUR
    with time_machine.travel(SOON - 12 * HOUR, tick=False):
        cancelled = bookings.cancel(appointment=seat, by=own)
    assert (cancelled.cancelled_by, cancelled.late, left(card)) == ("member", False, 3)
    seat = bookings.book_seat(session=klass, customer=card.customer, by=own)
    with time_machine.travel(SOON - 12 * HOUR + timedelta(seconds=1), tick=False):
        cancelled = bookings.cancel(appointment=seat, by=own)
    assert (cancelled.cancelled_by, cancelled.late, left(card)) == ("member", True, 2)
    assert not visits.unbalanced()


def test_the_rule_is_that_of_the_day_it_was_booked() -> None:
    card, other, klass = member(), member(), session(late_cancellation="given_back")
    seat, second = (bookings.book_seat(session=klass, customer=one.customer, by=None) for one in (card, other))
    service = klass.service
    service.late_cancellation, service.cancellation_hours = "kept", 48
    service.save()
    with time_machine.travel(SOON - 13 * HOUR, tick=False):
        assert not bookings.cancel(appointment=seat, by=None).late
    with time_machine.travel(SOON - HOUR, tick=False):
        assert bookings.cancel(appointment=second, by=None).late
    assert (left(card), left(other)) == (3, 3)


def test_the_staff_excuse_who_is_late_and_a_member_does_not() -> None:
    card, klass = member(), session()
    seat = bookings.book_seat(session=klass, customer=card.customer, by=None)
    with time_machine.travel(SOON - HOUR, tick=False):
        with pytest.raises(Forbidden):
            bookings.cancel(appointment=seat, by=card.customer.user, excused=True)
        cancelled = bookings.cancel(appointment=seat, by=UserFactory.create(role="front_desk"), excused=True)
    assert (cancelled.cancelled_by, cancelled.late, left(card)) == ("staff", False, 3)


def test_members_are_bound_by_the_windows_and_the_staff_are_not() -> None:
    klass = session(booking_opens_hours=48, booking_closes_minutes=60)
    first, second = member().customer, member().customer
    for moment, code in [(SOON - 49 * HOUR, "not_open_yet"), (SOON - HOUR, "closed"), (SOON, "closed")]:
        with time_machine.travel(moment, tick=False), pytest.raises(Conflict) as error:
            bookings.book_seat(session=klass, customer=first, by=first.user)
        assert error.value.code == code
    with time_machine.travel(SOON - 48 * HOUR, tick=False):
        seat = bookings.book_seat(session=klass, customer=first, by=first.user)
    with time_machine.travel(SOON, tick=False):
        bookings.book_seat(session=klass, customer=second, by=UserFactory.create(role="front_desk"))
        with pytest.raises(Conflict) as error:
            bookings.cancel(appointment=seat, by=first.user)
    assert error.value.code == "begun"


def test_a_cancelled_class_gives_back_every_visit_and_tells_each_once() -> None:
    cards, klass = [member() for _ in range(3)], session()
    desk = UserFactory.create(role="front_desk")
    with time_machine.travel(SOON - 30 * HOUR, tick=False):
        for card in cards[:2]:
            bookings.book_seat(session=klass, customer=card.customer, by=None)
        waits = waitlist.join(session=klass, customer=cards[2].customer, by=None)
    Notification.objects.all().delete()
    with time_machine.travel(SOON - HOUR, tick=False):  # late, and yet
        Session.objects.filter(pk=klass.pk).update(state="cancelled", cancelled_at=SOON)
        klass.refresh_from_db()
        for _ in range(2):
            notifications.send(cancel_all(klass, by=desk), by=desk)
    assert [left(card) for card in cards] == [3, 3, 3]
    assert set(Appointment.objects.values_list("state", "cancelled_by", "late")) == {("cancelled", "class", False)}
    mails = Reminder.objects.filter(kind="class_cancelled", state="planned").values_list("customer", "due_at")
    assert sorted(mails) == [(card.customer_id, SOON - HOUR) for card in cards]
    assert set(Reminder.objects.exclude(kind="class_cancelled").values_list("state", flat=True)) == {"superseded"}
    told = [(row.user_id, row.content["kind"], row.content["waited"]) for row in Notification.objects.order_by("user_id")]
    assert told == [(card.customer.user_id, "class_cancelled", card == cards[2]) for card in cards]
    klass.refresh_from_db()
    assert (klass.taken, klass.waiting) == (0, 0)
    assert not visits.unbalanced()
    with pytest.raises(Conflict) as error:
        bookings.book_seat(session=klass, customer=waits.customer, by=None)
    assert error.value.code == "class_cancelled"


def test_confirming_is_said_once_and_keeps_the_seat() -> None:
    card, klass = member(), session()
    seat = bookings.book_seat(session=klass, customer=card.customer, by=None)
    for _ in range(2):
        confirmed = bookings.confirm(appointment=seat, by=card.customer.user)
    assert (confirmed.state, confirmed.version) == ("confirmed", 2)
    assert Event.objects.filter(type="appointment.confirmed").count() == 1
    with pytest.raises(Conflict, match="already"):
        bookings.book_seat(session=klass, customer=card.customer, by=None)
    bookings.cancel(appointment=seat, by=None)
    assert left(card) == 3
    with pytest.raises(Conflict):
        bookings.confirm(appointment=seat, by=None)
