"""Who came and who didn't: by the roster, by coming in, or by the clock when a roster stays open."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.checkins import follows_check_ins
from core.models import CheckIn, Membership, User
from core.refusals import Conflict
from scheduling.appointment_changes import (
    give_visit_back,
    hold_members,
    hold_session,
    hold_with_member,
    save,
    take_visit,
    tell,
)
from scheduling.events import AppointmentAttended, AppointmentChanged, AppointmentMissed, AppointmentState
from scheduling.models import Appointment, Service, Session
from scheduling.models.appointment import AppointmentQuerySet

State = Appointment.State
# Who comes in so long before the start, or while it lasts, has come for it.
BEFORE = timedelta(minutes=45)
EVENTS: dict[str, type[AppointmentState]] = {State.ATTENDED: AppointmentAttended, State.NO_SHOW: AppointmentMissed}
CLOSES_AS: dict[str, State] = {Service.OpenRoster.ATTENDED: State.ATTENDED, Service.OpenRoster.NO_SHOW: State.NO_SHOW}
CLOSED_AT_ONCE = 200
MARKED = (*Appointment.BOOKED, State.ATTENDED, State.NO_SHOW)


@transaction.atomic
def mark_attended(*, appointment: Appointment, by: User | None) -> Appointment:
    """They came. Raises Conflict `too_early` long before the start, and for what isn't booked."""
    return _mark(hold_with_member(appointment), State.ATTENDED, not_before=BEFORE, by=by)


@transaction.atomic
def mark_missed(*, appointment: Appointment, by: User | None) -> Appointment:
    """They didn't come. The visit follows the rule that was kept with the booking (domain rule 15). Conflict before the start."""
    return _mark(hold_with_member(appointment), State.NO_SHOW, not_before=timedelta(0), by=by)


@transaction.atomic
def unmark(*, appointment: Appointment, by: User | None) -> Appointment:
    """As if neither had been said. Raises Conflict when a visit that was given back is no longer there to be taken."""
    return _mark(hold_with_member(appointment), State.BOOKED, not_before=None, by=by)


@transaction.atomic
def close_roster(*, session: Session, by: User | None, came: bool = False) -> list[Appointment]:
    """Whoever is still only booked didn't come, or did. Returns those. Raises Conflict before the start."""
    session = hold_session(session.pk)
    if timezone.now() < session.starts_at:
        raise _too_early()
    hold_members(set(session.appointments.ahead().values_list("customer_id", flat=True)))
    missing = list(session.appointments.ahead().with_names().select_for_update(of=("self",)).order_by("pk"))
    state = State.ATTENDED if came else State.NO_SHOW
    return [_mark(one, state, not_before=timedelta(0), by=by) for one in missing]


def close_open_rosters() -> int:
    """What is still open when the service's time for it is over came or didn't come, by the rule that was kept with the booking.
    Returns how many it marked.

    Any number of clocks may do it at once. What the staff take back after that time stays open: it isn't done twice.
    """
    return sum(_close(pk) for pk in Appointment.objects.to_be_closed().values_list("pk", flat=True)[:CLOSED_AT_ONCE])


@transaction.atomic
def _close(pk: int) -> int:
    hold_members(list(Appointment.objects.filter(pk=pk).values_list("customer_id", flat=True)))
    for appointment in _held(Appointment.objects.to_be_closed().filter(pk=pk)):  # as it is now: somebody may have been quicker
        _mark(appointment, CLOSES_AS[appointment.open_roster], not_before=None, by=None)
        return 1
    return 0


@follows_check_ins
def follow(check_in: CheckIn, by: User | None) -> None:
    """Coming in around the start of what is booked is attending it; taking the check-in back takes that back too.

    The member is held.
    """
    if check_in.undone_at:
        for appointment in _held(Appointment.objects.filter(check_in=check_in, state=State.ATTENDED)):
            appointment.check_in = None
            _mark(appointment, State.BOOKED, not_before=None, by=by)
        return
    around = Appointment.objects.ahead().filter(
        customer=check_in.customer_id, starts_at__lte=check_in.at + BEFORE, ends_at__gt=check_in.at
    )
    for appointment in _held(around.order_by("starts_at"))[:1]:
        appointment.check_in = check_in
        _mark(appointment, State.ATTENDED, not_before=None, by=by)


def _held(rows: AppointmentQuerySet) -> list[Appointment]:
    return list(rows.with_names().select_for_update(of=("self",)))


def _mark(appointment: Appointment, state: State, *, not_before: timedelta | None, by: User | None) -> Appointment:
    if appointment.state == state or (state == State.BOOKED and appointment.state in Appointment.BOOKED):
        return appointment
    if appointment.state not in MARKED:
        label = State(appointment.state).label.lower()
        raise Conflict(f"The appointment isn't booked: {label}.", code="conflict", field="state")
    if not_before is not None and timezone.now() < appointment.starts_at - not_before:
        raise _too_early()
    again = False
    if state == State.NO_SHOW and appointment.no_show == Service.Visit.GIVEN_BACK:
        give_visit_back(appointment, by=by)
    elif appointment.state == State.NO_SHOW:
        again = _visit_is_due(appointment)
    appointment.state, appointment.took_visit = state, appointment.took_visit or again
    if state != State.ATTENDED:
        appointment.check_in = None
    if state == State.BOOKED and timezone.now() >= appointment.closes_at:
        appointment.open_roster = Service.OpenRoster.LEFT_OPEN
    save(appointment, "state", "took_visit", "check_in", "open_roster")
    if again:
        take_visit(appointment, by=by)
    tell(EVENTS.get(state, AppointmentChanged), appointment, by=by)
    return appointment


def _visit_is_due(appointment: Appointment) -> bool:
    """Whether the visit that a no-show was given back is to be taken again."""
    if appointment.took_visit or appointment.membership is None or appointment.membership.visits is None:
        return False
    if not Membership.objects.get(pk=appointment.membership.pk).visits_left:
        raise Conflict("The visit that was given back has been used.", code="no_visits_left", field="customer")
    return True


def _too_early() -> Conflict:
    return Conflict("It hasn't begun.", code="too_early")
