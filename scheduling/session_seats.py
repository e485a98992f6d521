"""What becomes of the people in a session, and of those who wait, when it moves, is cancelled, or has another number of seats.

The caller holds the session's row and has saved what changed of it; it sends the notices that these return, together and at the
end of the transaction (`notifications.send`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from core.calendar import day_of
from core.models import User, Visit
from realtime.notifications import inbox
from realtime.notifications.telling import Notice
from scheduling import notifications, waitlist
from scheduling.appointment_changes import give_visit_back, hold_members, save, tell, withdraw
from scheduling.events import AppointmentChanged
from scheduling.models import Appointment, Reminder, Session
from scheduling.models.appointment import AppointmentQuerySet
from scheduling.reminders.planning import mail_of, plan, supersede

State = Appointment.State
IN_IT = (*Appointment.BOOKED, State.WAITLISTED)
HAS_SEAT = Q(state__in=Appointment.PRESENT) | Q(offered_until__isnull=False)


def seats(session: Session) -> AppointmentQuerySet:
    """Who has one, or is offered one; whoever booked first first."""
    return Appointment.objects.with_names().filter(HAS_SEAT, session=session).order_by("created_at", "id")


def beyond(booked: Sequence[Appointment], capacity: int) -> list[Appointment]:
    """Of those with seats, who booked first first, who would have to leave if there were so many: who booked last leaves first,
    and who is here already doesn't, so they may be too few.
    """
    over = max(0, len(booked) - capacity)
    return [one for one in reversed(booked) if one.state != State.ATTENDED][:over]


def elsewhere(session: Session, *, starts_at: datetime, ends_at: datetime) -> list[Appointment]:
    """Who is booked for something else at that time."""
    others = Appointment.objects.filter(customer=OuterRef("customer"), starts_at__lt=ends_at, ends_at__gt=starts_at)
    return list(seats(session).ahead().filter(Exists(others.taking_time().exclude(session=session))))


def hold_everybody(session: Session) -> None:
    """Locks all who are in it and who wait, before anything happens to some of them."""
    _held(session.appointments.filter(state__in=IN_IT))


def hold_all(sessions: Q) -> list[Session]:
    """For who changes several sessions in one transaction: locks these, everybody in them, and the inboxes of those, before
    anything happens to one of them. Two who carry the same people, in whichever order, then wait for each other in turn.
    """
    held = Session.objects.select_for_update(of=("self",), no_key=True)
    held = held.select_related("service", "trainer", "stands_in_for", "room")
    found = list(held.filter(sessions).order_by("pk"))
    seats = Appointment.objects.filter(session__in=found, state__in=IN_IT)
    members = hold_members(set(seats.values_list("customer_id", flat=True)))
    inbox.hold([customer.user_id for customer in members.values() if customer.user_id])
    return found


def release(appointments: Collection[Appointment], *, by: User | None) -> list[Notice]:
    """Takes back their seats. They are told, and the visit is given back, late or not: it isn't they who cancelled."""
    notices: list[Notice] = []
    for appointment in _held(Appointment.objects.filter(pk__in=[one.pk for one in appointments], state__in=IN_IT)):
        give_visit_back(appointment, by=by)
        withdraw(appointment, cancelled_by=Appointment.CancelledBy.CLASS, by=by)
        mail_of(Reminder.Kind.APPOINTMENT_CANCELLED, appointment=appointment, by=by)
        notices += notifications.cancelled(appointment)
    return notices


def move(session: Session, *, by: User | None, other_room: bool = False) -> list[Notice]:
    """Gives every seat, and every place on the list, the session's times and trainer. Whoever is in it is told, and reminded at
    the new time (domain rule 19); of another room alone by mail, which changes their calendar. Raises Conflict, naming who is
    elsewhere and when.
    """
    notices: list[Notice] = []
    for appointment in _held(session.appointments.filter(state__in=IN_IT)):
        before, had = appointment.starts_at, appointment.trainer
        if (before, appointment.ends_at, had) == (session.starts_at, session.ends_at, session.trainer):
            if other_room:
                save(appointment)
                tell(AppointmentChanged, appointment, by=by)
                if appointment.state in Appointment.BOOKED:
                    mail_of(Reminder.Kind.APPOINTMENT_CHANGED, appointment=appointment, by=by)
            continue
        appointment.starts_at, appointment.ends_at, appointment.trainer = session.starts_at, session.ends_at, session.trainer
        save(appointment, "starts_at", "ends_at", "trainer")
        if appointment.took_visit:
            Visit.objects.standing().filter(subject=appointment.subject).update(day=day_of(session.starts_at))
        tell(AppointmentChanged, appointment, by=by)
        if appointment.state in Appointment.BOOKED:
            supersede(appointment=appointment, by=by)
            plan(appointment=appointment, by=by)
            mail_of(Reminder.Kind.APPOINTMENT_CHANGED, appointment=appointment, by=by)
        notices += notifications.changed(appointment, starts_at=before, trainer=had)
    return notices


def cancel_all(session: Session, *, by: User | None) -> list[Notice]:
    """Of a cancelled class: cancels every seat and every place on the list, gives back every visit, late or not, takes back every
    reminder, and tells each person once (domain rule 16).
    """
    notices: list[Notice] = []
    for appointment in _held(session.appointments.filter(state__in=IN_IT)):
        waited = appointment.state == State.WAITLISTED
        give_visit_back(appointment, by=by)
        withdraw(appointment, cancelled_by=Appointment.CancelledBy.CLASS, by=by)
        mail_of(Reminder.Kind.CLASS_CANCELLED, appointment=appointment, by=by)
        notices += notifications.class_cancelled(appointment, waited=waited)
    return notices


def fill(session: Session, *, by: User | None) -> list[Notice]:
    """What is free now goes to those who wait."""
    return waitlist.fill(session, held=hold_members(waitlist.who_waits(session)), by=by)


def _held(rows: AppointmentQuerySet) -> list[Appointment]:
    """The rows, locked after their members."""
    hold_members(set(rows.values_list("customer_id", flat=True)))
    return list(rows.with_names().select_for_update(of=("self",)).order_by("pk"))
