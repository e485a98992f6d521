"""What every change of an appointment has in common: who waits for whom, what the database refuses, who is told.

Rows are locked in one order everywhere: the session, the members by their ids, the appointments, and last the inboxes of those
who are told. So no two changes wait for each other in a ring.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from core import visits
from core.calendar import day_of
from core.customers import readers
from core.events.record import record
from core.membership_changes import hold_member
from core.membership_changes import tell as tell_memberships
from core.membership_events import MembershipVisitsCounted
from core.models import Customer, Membership, User, Visit
from core.refusals import Conflict, refusing
from scheduling.centre_time import local
from scheduling.entitlement import Entitlement
from scheduling.events import AppointmentBooked, AppointmentCancelled, AppointmentState
from scheduling.models import Appointment, Reminder, Service, Session
from scheduling.reminders.planning import ahead, mail, plan_all, supersede


def acts_as_staff(by: User | None) -> bool:
    """The staff, and what the system does by itself, aren't bound by what binds members."""
    return by is None or by.is_staff


def hold_session(session_id: int) -> Session:
    """Locks the session: whoever takes, frees, offers or waits for a seat in it waits here."""
    held = Session.objects.select_for_update(of=("self",), no_key=True).select_related("service", "trainer")
    return held.get(pk=session_id)


def hold_members(ids: Collection[int]) -> dict[int, Customer]:
    """Locks the members, in the order of their ids: visits are taken and given back under it."""
    held = Customer.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    return {customer.pk: customer for customer in held.filter(pk__in=ids)}


def hold(appointment: Appointment) -> Appointment:
    """The appointment as it is now. The caller holds its session, if it has one, and its member."""
    return Appointment.objects.with_names().select_for_update(of=("self",)).get(pk=appointment.pk)


def hold_with_member(appointment: Appointment) -> Appointment:
    """The appointment as it is now, its member held; for changes by which no seat is taken or freed."""
    hold_member(Appointment.objects.values_list("customer_id", flat=True).get(pk=appointment.pk))
    return hold(appointment)


def keep_rule(appointment: Appointment, service: Service) -> None:
    """What is asked of this booking is what the service asks now, whatever it asks later (domain rule 15)."""
    appointment.cancellation_hours = service.cancellation_hours
    appointment.late_cancellation = service.late_cancellation
    appointment.no_show = service.no_show
    appointment.open_roster, appointment.open_roster_minutes = service.open_roster, service.open_roster_minutes


def enter(
    appointment: Appointment,
    entitlement: Entitlement,
    *,
    by: User | None,
    mailed: Reminder.Kind = Reminder.Kind.APPOINTMENT_BOOKED,
) -> None:
    """Books what is new, or what waited: takes the visit, keeps the rule, plans the reminders and the mail that confirms it. The
    member is held."""
    keep_rule(appointment, appointment.service)
    appointment.state, appointment.place, appointment.offered_until = Appointment.State.BOOKED, None, None
    appointment.passed_over = ""
    appointment.membership, appointment.took_visit = entitlement.membership, entitlement.takes_visit
    if appointment.pk:
        appointment.version += 1
    with in_one_place(appointment):
        appointment.save()
    take_visit(appointment, by=by)
    tell(AppointmentBooked, appointment, by=by)
    # Of this version there are none yet.
    plan_all([*mail(mailed, appointment=appointment, by=by), *ahead(appointment, now=timezone.now())], by=by)


def withdraw(appointment: Appointment, *, cancelled_by: Appointment.CancelledBy, by: User | None) -> None:
    """Cancels the row, records it and takes back the reminders. Whether the visit is given back is decided before."""
    appointment.state = Appointment.State.CANCELLED
    appointment.cancelled_at, appointment.cancelled_by = timezone.now(), cancelled_by
    appointment.place = appointment.offered_until = None
    save(appointment, "state", "cancelled_at", "cancelled_by", "late", "place", "offered_until", "took_visit")
    tell(AppointmentCancelled, appointment, by=by)
    supersede(appointment=appointment, by=by)


def take_visit(appointment: Appointment, *, by: User | None) -> None:
    """Takes the visit that the row says it took."""
    if appointment.took_visit and appointment.membership:
        membership = Membership.objects.select_related("plan").get(pk=appointment.membership.pk)
        day = day_of(appointment.starts_at)
        visits.take(membership=membership, kind=Visit.Kind.BOOKING, subject=appointment.subject, day=day)
        _tell_counted(appointment.customer, [membership], by=by)


def give_visit_back(appointment: Appointment, *, by: User | None) -> None:
    """Gives the visit back that it took, once (domain rule 15). Saved by the caller."""
    if appointment.took_visit:
        appointment.took_visit = False
        _tell_counted(appointment.customer, visits.give_back(subject=appointment.subject), by=by)


def _tell_counted(customer: Customer, counted: Iterable[Membership], *, by: User | None) -> None:
    told = [(MembershipVisitsCounted, membership) for membership in counted]
    if told:
        tell_memberships(Customer.objects.select_related("user").get(pk=customer.pk), told, by=by)


def save(appointment: Appointment, *fields: str) -> None:
    """Saves the fields of one that is there, as its next version. Raises Conflict as `in_one_place` does."""
    appointment.version += 1
    with in_one_place(appointment):
        appointment.save(update_fields=[*fields, "version"])


def tell(event: type[AppointmentState], appointment: Appointment, *, by: User | None) -> None:
    record(
        event.of(appointment),
        subject=appointment.subject,
        audience=readers(appointment.customer),
        actor=by.pk if by else None,
    )


@contextmanager
def in_one_place(appointment: Appointment) -> Iterator[None]:
    """Turns the database's refusal into one that says who is elsewhere, and when; or that there is no seat left."""
    elsewhere = {
        name: Conflict("Someone is elsewhere at this time.", code="conflict", field=field)
        for name, field in (
            ("appointment_customer_free", "customer"),
            ("appointment_trainer_free", "trainer"),
            ("trainer_in_one_place", "trainer"),
            ("appointment_room_free", "room"),
            ("room_in_one_place", "room"),
        )
    }
    full = Conflict(f"{appointment.session} is full.", code="full", field="session")
    twice = Conflict(f"{appointment.customer.full_name} is in this class already.", code="already_booked", field="customer")
    try:
        with refusing(elsewhere | {"session_holds_its_seats": full, "appointment_once_in_a_session": twice}):
            yield
    except Conflict as conflict:
        if conflict in (full, twice):
            raise
        raise _named(conflict, appointment) from conflict


def _named(conflict: Conflict, appointment: Appointment) -> Conflict:
    meets: dict[str, Any] = {"starts_at__lt": appointment.ends_at, "ends_at__gt": appointment.starts_at}
    booked = Appointment.objects.filter(**meets).taking_time().exclude(pk=appointment.pk)
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
