"""Booking, changing and cancelling appointments. A person is never in two places: the database refuses (domain rule 12)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from core.customers import readers
from core.events.record import record
from core.models import Customer, User
from core.refusals import Conflict, Refused, check_version, refusing
from scheduling.centre_time import local
from scheduling.events import AppointmentBooked, AppointmentCancelled, AppointmentChanged, AppointmentState
from scheduling.models import Appointment, Service, Session
from scheduling.notifications import tell_booked, tell_cancelled, tell_changed
from scheduling.reminders.planning import plan, supersede
from scheduling.session_telling import tell_seats

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
    by: User | None,
) -> Appointment:
    """Books a one-to-one appointment and plans its reminders.

    Raises Conflict, naming who is elsewhere and when; Refused for a class, whose seats are booked by `book_seat`.
    """
    if service.kind == Service.Kind.CLASS:
        raise Refused(f"{service} is a class: a seat is booked in one of its sessions.", code="class", field="service")
    _refuse_far_off(starts_at)
    return _enter(
        Appointment(
            customer=customer,
            service=service,
            trainer=trainer,
            room=service.room,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=service.minutes),
            notes=notes,
        ),
        by=by,
    )


@transaction.atomic
def book_seat(*, session: Session, customer: Customer, by: User | None) -> Appointment:
    """Books a seat in a class and plans its reminders. Raises Conflict when it is full or the member is elsewhere."""
    # Whoever books a seat here holds the session, so the last one goes to exactly one.
    session = _hold_session(session.pk)
    if session.state == Session.State.CANCELLED:
        raise Conflict(f"{session} was cancelled.", code="conflict", field="session")
    if session.appointments.filter(state=Appointment.State.BOOKED).count() >= session.capacity:
        raise Conflict(f"{session} is full.", code="conflict", field="session")
    appointment = _enter(
        Appointment(
            customer=customer,
            service=session.service,
            session=session,
            trainer=session.trainer,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        ),
        by=by,
    )
    tell_seats(session, by=by)
    return appointment


@transaction.atomic
def change(*, appointment: Appointment, by: User | None, seen: int | None = None, **fields: Unpack[Change]) -> Appointment:
    """Sets the given fields and nothing else. Raises Conflict as `book` does, and for what is no longer booked; Stale if
    `seen` is another version by now.

    A new time or trainer replaces the reminders that are pending, in the same transaction (domain rule 19).
    """
    appointment = _hold(appointment)
    check_version(appointment.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(appointment, name) != value}
    if not changed:
        return appointment
    moved = changed.keys() & {"trainer", "starts_at"}
    if moved:
        _refuse_unless_booked(appointment)
    if moved and appointment.session_id:
        raise Conflict("A seat in a class has the class's time and trainer.", code="conflict", field=min(moved))
    if "starts_at" in changed:
        _refuse_far_off(fields["starts_at"])
        changed["ends_at"] = fields["starts_at"] + timedelta(minutes=appointment.service.minutes)
    return _alter(appointment, changed, is_moved=bool(moved), by=by)


@transaction.atomic
def follow(*, appointment: Appointment, session: Session, by: User | None) -> Appointment:
    """Gives a seat the times and the trainer of its session, which the caller holds and has moved; the member is told.

    Raises Conflict, naming what the member has at that time.
    """
    appointment = _hold(appointment)
    fields = {"trainer": session.trainer, "starts_at": session.starts_at, "ends_at": session.ends_at}
    changed = {name: value for name, value in fields.items() if getattr(appointment, name) != value}
    if not changed or appointment.state != Appointment.State.BOOKED:
        return appointment
    return _alter(appointment, changed, is_moved=True, by=by)


def _alter(appointment: Appointment, changed: dict[str, Any], *, is_moved: bool, by: User | None) -> Appointment:
    before, had = appointment.starts_at, appointment.trainer
    for name, value in changed.items():
        setattr(appointment, name, value)
    appointment.version += 1
    with _in_one_place(appointment):
        appointment.save(update_fields=[*changed, "version"])
    _tell(AppointmentChanged, appointment, by=by)
    if is_moved:
        supersede(appointment=appointment, by=by)
        plan(appointment=appointment, by=by)
        tell_changed(appointment=appointment, starts_at=before, trainer=had, by=by)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, by: User | None) -> Appointment:
    """Frees the time and takes back the reminders. Cancelling twice is cancelling once; what took place raises Conflict."""
    # The session first, as whoever books a seat in it does.
    session = _hold_session(appointment.session_id) if appointment.session_id else None
    appointment = _hold(appointment)
    if appointment.state == Appointment.State.CANCELLED:
        return appointment
    _refuse_unless_booked(appointment)
    appointment.state = Appointment.State.CANCELLED
    appointment.cancelled_at = timezone.now()
    appointment.version += 1
    appointment.save(update_fields=["state", "cancelled_at", "version"])
    _tell(AppointmentCancelled, appointment, by=by)
    supersede(appointment=appointment, by=by)
    tell_cancelled(appointment=appointment, by=by)
    if session:
        tell_seats(session, by=by)
    return appointment


def _enter(appointment: Appointment, *, by: User | None) -> Appointment:
    with _in_one_place(appointment):
        appointment.save()
    _tell(AppointmentBooked, appointment, by=by)
    plan(appointment=appointment, by=by)
    tell_booked(appointment=appointment, by=by)
    return appointment


def _hold_session(session: int) -> Session:
    held = Session.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("service", "trainer", "stands_in_for", "room").get(pk=session)


def _hold(appointment: Appointment) -> Appointment:
    return Appointment.objects.with_names().select_for_update(of=("self",)).get(pk=appointment.pk)


def _tell(event: type[AppointmentState], appointment: Appointment, *, by: User | None) -> None:
    record(
        event.of(appointment),
        subject=appointment.subject,
        audience=readers(appointment.customer),
        actor=by.pk if by else None,
    )


def _refuse_far_off(starts_at: datetime) -> None:
    if not EARLIEST <= starts_at - timezone.now() <= LATEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_at")


def _refuse_unless_booked(appointment: Appointment) -> None:
    if appointment.state != Appointment.State.BOOKED:
        state = Appointment.State(appointment.state).label.lower()
        raise Conflict(f"The appointment is no longer booked: {state}.", code="conflict", field="state")


@contextmanager
def _in_one_place(appointment: Appointment) -> Iterator[None]:
    """Turns the database's refusal into one that says who is elsewhere, and when."""
    refusals = {
        name: Conflict("Someone is elsewhere at this time.", code="conflict", field=field)
        for name, field in (
            ("appointment_customer_free", "customer"),
            ("appointment_trainer_free", "trainer"),
            ("trainer_in_one_place", "trainer"),
            ("appointment_room_free", "room"),
            ("room_in_one_place", "room"),
        )
    }
    try:
        with refusing(refusals):
            yield
    except Conflict as conflict:
        raise _named(conflict, appointment) from conflict


def _named(conflict: Conflict, appointment: Appointment) -> Conflict:
    meets: dict[str, Any] = {"starts_at__lt": appointment.ends_at, "ends_at__gt": appointment.starts_at}
    booked = Appointment.objects.filter(**meets, state=Appointment.State.BOOKED).exclude(pk=appointment.pk)
    other: Appointment | Session | None
    if conflict.field == "customer":
        who = appointment.customer.full_name
        other = booked.filter(customer=appointment.customer_id).first()
    else:
        held = appointment.trainer if conflict.field == "trainer" else appointment.room
        who = getattr(held, "name", "")
        taken: dict[str, Any] = {conflict.field or "": held}
        other = booked.filter(**taken).first() or Session.objects.filter(**meets, **taken, state=Session.State.PLANNED).first()
    if other is None:  # gone in the meantime
        return conflict
    start, end = local(other.starts_at), local(other.ends_at)
    message = f"{who} has {other.service} from {start:%H:%M} to {end:%H:%M} on {start:%Y-%m-%d}."
    return Conflict(message, code="conflict", field=conflict.field)
