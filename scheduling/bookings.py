"""Booking, changing, confirming and cancelling appointments.

A person is never in two places, and the last seat goes to one: the database refuses (domain rule 12).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Exists, F
from django.utils import timezone

from core.calendar import day_of
from core.membership_changes import hold_member
from core.models import Customer, User
from core.refusals import Conflict, Forbidden, Refused, check_version
from realtime.notifications.telling import Notice
from scheduling import notifications, waitlist
from scheduling.appointment_changes import (
    acts_as_staff,
    enter,
    give_visit_back,
    hold,
    hold_members,
    hold_session,
    hold_with_member,
    save,
    take_visit,
    tell,
    withdraw,
)
from scheduling.availability import free_slots, outside_hours
from scheduling.entitlement import Entitlement, judge, refusal
from scheduling.events import AppointmentChanged, AppointmentConfirmed
from scheduling.models import Appointment, Reminder, Service, Session
from scheduling.reminders.planning import mail_of, plan, supersede
from scheduling.session_telling import tell_seats
from scheduling.windows import refuse_unless_open

State = Appointment.State
CancelledBy = Appointment.CancelledBy
# What can stand against a time (`availability.outside_hours`), beside the rules of entitlement.
OF_THE_TIME = ("centre_closed", "time_off", "outside_hours")
# An hour of a year far off is a slip of the finger.
EARLIEST, LATEST = timedelta(days=-366), timedelta(days=2 * 366)


class Change(TypedDict, total=False):
    trainer: User | None
    starts_at: datetime
    notes: str


@transaction.atomic
def book(
    *,
    customer: Customer,
    service: Service,
    starts_at: datetime,
    trainer: User | None = None,
    notes: str = "",
    anyway: str = "",
    by: User | None,
) -> Appointment:
    """Books a one-to-one appointment, takes its visit and plans its reminders.

    Raises Conflict, naming who is elsewhere and when; or with the rule by which the member isn't entitled to it, or nobody would
    be offered that time (`outside_hours`), as its code: with `anyway`, a reason, the staff book all the same. Refused for a
    class, whose seats are booked by `book_seat`.
    """
    if service.kind == Service.Kind.CLASS:
        raise Refused(f"{service} is a class: a seat is booked in one of its sessions.", code="class", field="service")
    _refuse_far_off(starts_at)
    _refuse_inactive(service)
    if not acts_as_staff(by):
        _refuse_unless_free(service, trainer, starts_at)
    appointment = Appointment(
        customer=hold_member(customer.pk),
        service=service,
        trainer=trainer,
        room=service.room,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=service.minutes),
        notes=notes,
    )
    entitled = _entitled(appointment, anyway=anyway, against=_outside_hours(appointment, by=by), by=by)
    enter(appointment, entitled, by=by)
    notifications.send(notifications.booked(appointment), by=by)
    return appointment


@transaction.atomic
def book_seat(*, session: Session, customer: Customer, notes: str = "", anyway: str = "", by: User | None) -> Appointment:
    """Books a seat in a class, takes its visit and plans its reminders. Who waits for one and finds it free has it booked.

    Raises Conflict when it is `full` or the member is elsewhere, and as `book` does. What is free goes to those who wait first.
    """
    _refuse_when_full(session, customer, anyway=anyway, by=by)
    session = hold_session(session.pk)
    waiting = waitlist.who_waits(session) if session.waiting and session.taken < session.capacity else []
    held = hold_members({customer.pk, *waiting})
    customer = held[customer.pk]
    if session.state == Session.State.CANCELLED:
        raise Conflict(f"{session} was cancelled.", code="class_cancelled", field="session")
    _refuse_inactive(session.service)
    if not acts_as_staff(by):
        refuse_unless_open(service=session.service, starts_at=session.starts_at)
    place = waitlist.own_place(session, customer)
    notices = waitlist.fill(session, held=held, by=by) if waiting else []
    if place:
        place.refresh_from_db()
    appointment = place or _seat(session, customer)
    if place and place.state in Appointment.BOOKED:  # just now, from the list
        notifications.send(notices, by=by)
        tell_seats(session, by=by)
        return place
    if notes:
        appointment.notes = notes
    enter(appointment, _entitled(appointment, anyway=anyway, by=by), by=by)
    notifications.send([*notices, *notifications.booked(appointment)], by=by)
    tell_seats(session, by=by)
    return appointment


@transaction.atomic
def change(
    *, appointment: Appointment, by: User | None, seen: int | None = None, anyway: str = "", **fields: Unpack[Change]
) -> Appointment:
    """Sets the given fields and nothing else. Raises Conflict as `book` does, and for what is no longer booked; Stale if
    `seen` is another version by now.

    A new time or trainer replaces the reminders that are pending, in the same transaction (domain rule 19). On another day the
    member is entitled to it anew, by what they hold on that day. The staff are asked about a new time as in `book`.
    """
    appointment = hold_with_member(appointment)
    check_version(appointment.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(appointment, name) != value}
    if not changed:
        return appointment
    moved = changed.keys() & {"trainer", "starts_at"}
    if moved:
        _refuse_unless_booked(appointment)
    if moved and appointment.session_id:
        raise Conflict("A seat in a class has the class's time and trainer.", code="conflict", field=min(moved))
    before, had = appointment.starts_at, appointment.trainer
    if "starts_at" in changed:
        _refuse_far_off(fields["starts_at"])
        changed["ends_at"] = fields["starts_at"] + timedelta(minutes=appointment.service.minutes)
    for name, value in changed.items():
        setattr(appointment, name, value)
    other_day = day_of(before) != day_of(appointment.starts_at)
    against = _outside_hours(appointment, by=by) if moved else None
    if other_day:
        give_visit_back(appointment, by=by)
        reason = anyway or ("" if against else appointment.anyway_reason)
        entitled = _entitled(appointment, anyway=reason, against=against, by=by)
        appointment.membership, appointment.took_visit = entitled.membership, entitled.takes_visit
    elif moved:
        _decided(appointment, against, anyway=anyway)
    if moved:
        changed |= dict.fromkeys(("membership", "took_visit", "anyway", "anyway_reason"))
    save(appointment, *changed)
    if other_day:
        take_visit(appointment, by=by)
    tell(AppointmentChanged, appointment, by=by)
    if moved:
        supersede(appointment=appointment, by=by)
        plan(appointment=appointment, by=by)
        mail_of(Reminder.Kind.APPOINTMENT_CHANGED, appointment=appointment, by=by)
        notifications.send(notifications.changed(appointment, starts_at=before, trainer=had), by=by)
    return appointment


@transaction.atomic
def confirm(*, appointment: Appointment, by: User | None) -> Appointment:
    """The member says that they come. Confirming twice is confirming once; Conflict for what isn't booked or has begun."""
    appointment = hold_with_member(appointment)
    if appointment.state == State.CONFIRMED:
        return appointment
    _refuse_unless_booked(appointment)
    if timezone.now() >= appointment.ends_at:
        raise Conflict("It is over.", code="over")
    appointment.state = State.CONFIRMED
    save(appointment, "state")
    tell(AppointmentConfirmed, appointment, by=by)
    return appointment


def cancel(
    *, appointment: Appointment, by: User | None, excused: bool = False, answered_at: datetime | None = None
) -> Appointment:
    """Frees the time, gives the visit back if it is in time or the rule of the booking says so, takes back the reminders; a freed
    seat goes to who waits, in the same transaction (domain rules 13 and 15). With `excused` the staff give it back though late.

    Who waits, or was offered a seat, leaves the list. Cancelling twice is cancelling once; what took place raises Conflict, and
    so does a member's own cancellation of what has begun.

    `answered_at`: the member, or who gets their mail, said so then in answer to it. It is their own cancellation, whether they
    have a login or not, and judged as of then.
    """
    return cancel_all(appointments=[appointment], by=by, excused=excused, answered_at=answered_at)[0]


@transaction.atomic
def cancel_all(
    *, appointments: Sequence[Appointment], by: User | None, excused: bool = False, answered_at: datetime | None = None
) -> list[Appointment]:
    """Cancels each as `cancel` does, or none of them."""
    if excused and not acts_as_staff(by):
        raise Forbidden("The staff excuse who is late.", code="permission_denied")
    sessions = [hold_session(pk) for pk in sorted({one.session_id for one in appointments if one.session_id})]
    ids = [one.pk for one in appointments]
    members = set(Appointment.objects.filter(pk__in=ids).values_list("customer_id", flat=True))
    held = hold_members(members.union(*map(waitlist.who_waits, sessions)))
    rows = {one.pk: one for one in Appointment.objects.filter(pk__in=ids).order_by("pk")}
    notices: list[Notice] = []
    for pk, row in rows.items():
        rows[pk] = hold(row)
        notices += _cancel(rows[pk], excused=excused, by=by, answered_at=answered_at)
    for session in sessions:
        notices += waitlist.fill(session, held=held, by=by)
    notifications.send(notices, by=by)
    for session in sessions:
        tell_seats(session, by=by)
    return [rows[pk] for pk in ids]


def _cancel(appointment: Appointment, *, excused: bool, by: User | None, answered_at: datetime | None) -> list[Notice]:
    if appointment.state == State.CANCELLED:
        return []
    waited = appointment.state == State.WAITLISTED
    said_at = answered_at or timezone.now()
    if not waited:
        _refuse_unless_booked(appointment)
        if (answered_at or not acts_as_staff(by)) and said_at >= appointment.starts_at:
            raise Conflict("It has begun.", code="begun")
        appointment.late = said_at > appointment.cancel_by and not excused
        if not appointment.late or appointment.late_cancellation == Service.Visit.GIVEN_BACK:
            give_visit_back(appointment, by=by)
    is_own = answered_at is not None or (by is not None and by.pk == appointment.customer.user_id)
    withdraw(appointment, cancelled_by=CancelledBy.MEMBER if is_own else CancelledBy.STAFF, by=by)
    if waited:
        return []
    mail_of(Reminder.Kind.APPOINTMENT_CANCELLED, appointment=appointment, by=by, is_own=is_own)
    return notifications.cancelled(appointment)


def _entitled(appointment: Appointment, *, anyway: str, by: User | None, against: Conflict | None = None) -> Entitlement:
    """By what the member books. Which rule stood against it is kept when the staff book all the same, and why they did. `against`
    is what stands against the time; whoever asks hears of both at once, and says yes to both.
    """
    customer = appointment.customer
    found = judge(customer=customer, service=appointment.service, day=day_of(appointment.starts_at))
    if anyway and not acts_as_staff(by):
        raise Forbidden("The staff decide on exceptions.", code="permission_denied")
    conflict = refusal(found, customer=customer, also=[against] if against else []) or against
    if conflict and not anyway:
        raise conflict
    appointment.anyway, appointment.anyway_reason = (conflict.code, anyway) if conflict else ("", "")
    return Entitlement() if found.rule else found


def _outside_hours(appointment: Appointment, *, by: User | None) -> Conflict | None:
    """What the staff are asked about. Members are offered free times alone; what was is just written down."""
    if by is None or not by.is_staff or appointment.starts_at <= timezone.now():
        return None
    return outside_hours(trainer=appointment.trainer, starts_at=appointment.starts_at, ends_at=appointment.ends_at)


def _decided(appointment: Appointment, against: Conflict | None, *, anyway: str) -> None:
    """Of a move within the day, which the member stays entitled to, or not, as before."""
    if against and not anyway:
        raise against
    if against:
        appointment.anyway, appointment.anyway_reason = appointment.anyway or against.code, anyway
    elif appointment.anyway in OF_THE_TIME:
        appointment.anyway = appointment.anyway_reason = ""


def _refuse_when_full(session: Session, customer: Customer, *, anyway: str, by: User | None) -> None:
    """Of a crowd that wants the last seats nearly all hear at once that there are none, and keep nobody waiting for the session's
    row. It only ever refuses: whoever isn't told so here takes the row, and the database has the last word.
    """
    own = Appointment.objects.filter(session=session.pk, customer=customer.pk).exclude(state=State.CANCELLED)
    full = Session.objects.filter(~Exists(own), pk=session.pk, state=Session.State.PLANNED, taken__gte=F("capacity"))
    found = full.select_related("service").first()
    if found is None or not found.service.active:
        return
    if not acts_as_staff(by):
        refuse_unless_open(service=found.service, starts_at=found.starts_at)
    _entitled(_seat(found, customer), anyway=anyway, by=by)
    raise Conflict(f"{found} is full.", code="full", field="session")


def _seat(session: Session, customer: Customer) -> Appointment:
    return Appointment(
        customer=customer,
        service=session.service,
        session=session,
        trainer=session.trainer,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
    )


def _refuse_far_off(starts_at: datetime) -> None:
    if not EARLIEST <= starts_at - timezone.now() <= LATEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_at")


def _refuse_unless_free(service: Service, trainer: User | None, starts_at: datetime) -> None:
    """A member books a trainer in the times that they offer."""
    refuse_unless_open(service=service, starts_at=starts_at)
    if trainer is None:
        raise Refused("Say with whom.", code="required", field="trainer")
    day = day_of(starts_at)
    free = free_slots(service=service, trainer=trainer.pk, first=day, last=day, opens=starts_at, closes=starts_at)
    if starts_at not in free.get(day, []):
        raise Conflict(f"{trainer.name} has no time then.", code="not_free", field="starts_at")


def _refuse_inactive(service: Service) -> None:
    if not service.active:
        raise Conflict(f"{service} is no longer offered.", code="not_offered", field="service")


def _refuse_unless_booked(appointment: Appointment) -> None:
    if appointment.state not in Appointment.BOOKED:
        state = State(appointment.state).label.lower()
        raise Conflict(f"The appointment isn't booked: {state}.", code="conflict", field="state")
