"""Who waits for a seat, in which order, and what becomes of a seat that is free (domain rules 13 and 14).

By the service's setting the next one has the seat at once, or is offered it and has some time to take it. Either happens up to
the deadline for cancelling: after it nobody is booked who could no longer cancel in time, and what is free is anybody's.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from core.calendar import day_of
from core.membership_changes import hold_member
from core.models import Customer, User
from core.refusals import Conflict
from realtime.notifications.telling import Notice
from scheduling import notifications
from scheduling.appointment_changes import (
    acts_as_staff,
    enter,
    hold,
    hold_members,
    hold_session,
    in_one_place,
    save,
    tell,
    withdraw,
)
from scheduling.entitlement import Entitlement, judge, judge_all, refuse_unless
from scheduling.events import AppointmentChanged, AppointmentOffered, AppointmentWaitlisted
from scheduling.models import Appointment, Reminder, Service, Session
from scheduling.reminders.planning import mail_of
from scheduling.session_telling import tell_seats
from scheduling.windows import awake, deadline, refuse_unless_open

State = Appointment.State
# Why a seat passed by, beside the rules of entitlement.
ELSEWHERE, TOO_LATE = "conflict", "too_late"
SESSIONS_AT_ONCE = 50
MOST_WAITING = 500


@transaction.atomic
def join(*, session: Session, customer: Customer, by: User | None) -> Appointment:
    """Puts the member at the end of the list. Raises Conflict `seats_left` for a class that isn't full, and for a member who is
    in it or on its list already; entitlement and other appointments are judged when there is a seat.
    """
    session = hold_session(session.pk)
    customer = hold_member(customer.pk)
    if session.state == Session.State.CANCELLED:
        raise Conflict(f"{session} was cancelled.", code="class_cancelled", field="session")
    if not acts_as_staff(by):
        refuse_unless_open(service=session.service, starts_at=session.starts_at)
    if timezone.now() >= session.starts_at:
        raise Conflict("It has begun.", code="begun", field="session")
    if session.taken < session.capacity:
        raise Conflict(f"{session} isn't full: book a seat.", code="seats_left", field="session")
    if session.waiting >= MOST_WAITING:
        raise Conflict("Too many wait already.", code="list_full", field="session")
    last = session.appointments.filter(state=State.WAITLISTED).aggregate(last=Max("place"))["last"] or 0
    appointment = Appointment(
        customer=customer,
        service=session.service,
        session=session,
        trainer=session.trainer,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=State.WAITLISTED,
        place=last + 1,
    )
    with in_one_place(appointment):
        appointment.save()
    tell(AppointmentWaitlisted, appointment, by=by)
    tell_seats(session, by=by)
    return appointment


@transaction.atomic
def accept(*, appointment: Appointment, by: User | None) -> Appointment:
    """Takes the seat that is offered. Raises Conflict `offer_ended` when the time for it is over, which puts nobody out;
    `not_offered`; and as `bookings.book_seat` does: the offer stands then until it ends.
    """
    assert appointment.session_id
    session = hold_session(appointment.session_id)
    customer = hold_member(Appointment.objects.values_list("customer_id", flat=True).get(pk=appointment.pk))
    appointment = hold(appointment)
    if appointment.state in Appointment.BOOKED:
        return appointment
    lapsed = appointment.cancelled_by == Appointment.CancelledBy.OFFER
    if lapsed or (appointment.offered_until and appointment.offered_until <= timezone.now()):
        raise _ended()
    if appointment.state != State.WAITLISTED or appointment.offered_until is None:
        raise Conflict("No seat is offered.", code="not_offered")
    found = judge(customer=customer, service=session.service, day=day_of(session.starts_at))
    refuse_unless(found, customer=customer)
    enter(appointment, found, by=by)
    notifications.send(notifications.booked(appointment), by=by)
    tell_seats(session, by=by)
    return appointment


def end_offers() -> int:
    """Ends the offers whose time is over, on the database's clock, and passes their seats on. Returns how many it ended.

    Who let an offer end has left the list. Any number of clocks may do it at once.
    """
    over = Appointment.objects.filter(offered_until__lte=Now()).values_list("session_id", flat=True)
    sessions = sorted({session for session in over.order_by("offered_until")[:SESSIONS_AT_ONCE] if session})
    return sum(_end_offers(session) for session in sessions)


@transaction.atomic
def _end_offers(session_id: int) -> int:
    session = hold_session(session_id)
    held = hold_members(who_waits(session))
    ended = list(
        session.appointments.with_names().select_for_update(of=("self",)).filter(offered_until__lte=Now()).order_by("place")
    )
    notices: list[Notice] = []
    for appointment in ended:
        withdraw(appointment, cancelled_by=Appointment.CancelledBy.OFFER, by=None)
        notices += notifications.offer_ended(appointment)
    if ended:
        notices += fill(session, held=held, by=None)
        notifications.send(notices, by=None)
        tell_seats(session, by=None)
    return len(ended)


@transaction.atomic
def seats_freed(*, session: Session, by: User | None) -> None:
    """For who has given the session more seats, or moved it: what is free goes to those who wait."""
    session = hold_session(session.pk)
    held = hold_members(who_waits(session))
    notifications.send(fill(session, held=held, by=by), by=by)
    tell_seats(session, by=by)


def position(appointment: Appointment) -> int | None:
    """Its place among those who wait, from 1; None for what doesn't wait, or no longer. As `with_position` reads it of many."""
    if appointment.state != State.WAITLISTED or appointment.offered_until:
        return None
    return Appointment.objects.waiting().filter(session=appointment.session_id, place__lte=appointment.place).count()


def who_waits(session: Session) -> list[int]:
    """The members on the list, offered a seat or not, of a session that is held."""
    return list(session.appointments.filter(state=State.WAITLISTED).values_list("customer_id", flat=True))


def own_place(session: Session, customer: Customer) -> Appointment | None:
    """Where the member stands on the list. Raises Conflict `already_booked`; `offer_ended` for whom nothing is kept any more."""
    found = Appointment.objects.filter(session=session, customer=customer).exclude(state=State.CANCELLED)
    pk = found.order_by().values_list("pk", flat=True).first()
    own = Appointment.objects.with_names().select_for_update(of=("self",)).get(pk=pk) if pk else None
    if own and own.state != State.WAITLISTED:
        raise Conflict(f"{customer.full_name} is in this class already.", code="already_booked", field="customer")
    if own and own.offered_until and own.offered_until <= timezone.now():
        raise _ended()
    return own


def fill(session: Session, *, held: Mapping[int, Customer], by: User | None) -> list[Notice]:
    """Gives or offers the free seats to those who wait, in order; who can't take one is passed over, keeps their place and is
    told why. The session is held, and so are the members. Returns what people are to be told, at the end of the transaction.
    """
    session.refresh_from_db(fields=["taken", "waiting", "capacity"])
    free = session.capacity - session.taken
    until = deadline(service=session.service, starts_at=session.starts_at)
    now = timezone.now()
    if free <= 0 or not session.waiting or session.state == Session.State.CANCELLED or now >= session.starts_at:
        return []
    list_ = list(
        session.appointments.waiting().with_names().select_for_update(of=("self",)).filter(customer__in=held).order_by("place")
    )
    if now >= until:
        return [notice for one in list_ for notice in _pass_over(one, TOO_LATE)]
    entitlements = judge_all(customers=[one.customer_id for one in list_], service=session.service, day=day_of(session.starts_at))
    elsewhere = _elsewhere(session, [one.customer_id for one in list_])
    notices: list[Notice] = []
    for appointment in list_:
        if free == 0:
            break
        appointment.session = session
        entitlement = entitlements[appointment.customer_id]
        why = entitlement.rule.value if entitlement.rule else ELSEWHERE if appointment.customer_id in elsewhere else ""
        if why:
            notices += _pass_over(appointment, why)
            continue
        notices += _give(appointment, entitlement, by=by)
        free -= 1
    return notices


def _give(appointment: Appointment, entitlement: Entitlement, *, by: User | None) -> list[Notice]:
    service = appointment.service
    if service.waitlist == Service.Waitlist.AUTOMATIC:
        enter(appointment, entitlement, by=by, mailed=Reminder.Kind.WAITLIST_PROMOTED)
        return notifications.promoted(appointment)
    time = timedelta(minutes=service.offer_minutes)
    until = deadline(service=service, starts_at=appointment.starts_at)
    appointment.offered_until, appointment.passed_over = min(awake(timezone.now()) + time, until), ""
    save(appointment, "offered_until", "passed_over")
    tell(AppointmentOffered, appointment, by=by)
    mail_of(Reminder.Kind.WAITLIST_OFFERED, appointment=appointment, by=by)
    return notifications.offered(appointment)


def _pass_over(appointment: Appointment, why: str) -> list[Notice]:
    """Said once for each reason: the same seat may pass by again and again."""
    if appointment.passed_over == why:
        return []
    appointment.passed_over = why
    save(appointment, "passed_over")
    tell(AppointmentChanged, appointment, by=None)
    return notifications.passed_over(appointment)


def _elsewhere(session: Session, customers: list[int]) -> set[int]:
    """Those who have something else at the session's time."""
    meets = Appointment.objects.filter(customer__in=customers, starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    return set(meets.taking_time().values_list("customer_id", flat=True))


def _ended() -> Conflict:
    return Conflict("The time to take the seat is over.", code="offer_ended")
