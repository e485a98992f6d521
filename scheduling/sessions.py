"""Single sessions: adding, moving and cancelling one, and giving it another trainer, room or number of seats.

What is changed by hand is `touched`: its timetable leaves it as it is from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from core.calendar import day_of
from core.models import User
from core.refusals import Conflict, Refused, check_version
from scheduling import notifications, session_seats
from scheduling.models import Appointment, Closure, Room, Service, Session
from scheduling.placing import in_one_place
from scheduling.session_telling import tell
from scheduling.timetable_events import SessionCancelled, SessionChanged, SessionPlanned

# A year far off is a slip of the finger.
LATEST = timedelta(days=2 * 366)
# Never the counts, which are the database's.
CHANGED = ("trainer", "stands_in_for", "room", "starts_at", "ends_at", "capacity", "touched", "version")


class Details(TypedDict, total=False):
    trainer: User
    room: Room | None
    minutes: int
    capacity: int


class Fields(Details, total=False):
    starts_at: datetime


@dataclass(frozen=True)
class Changed:
    """The session as it is now; who lost their seat; and who was in it."""

    session: Session
    left: Sequence[Appointment] = ()


@transaction.atomic
def add(*, service: Service, starts_at: datetime, by: User | None, **fields: Unpack[Details]) -> Session:
    """Plans one session, of no timetable. What isn't given is the service's.

    Raises Refused for a service that is no class or no longer active, for a time in the past and without a trainer; Conflict
    on a day on which the centre is closed, and for a trainer or a room that is taken, saying by what.
    """
    if service.kind != Service.Kind.CLASS:
        raise Refused(f"{service} is no class.", code="not_a_class", field="service")
    if not service.active:
        raise Refused(f"{service} is no longer offered.", code="not_active", field="service")
    trainer = fields.get("trainer", service.trainer)
    if trainer is None:
        raise Refused("Say who gives it.", code="required", field="trainer")
    session = Session(
        service=service,
        trainer=trainer,
        room=fields.get("room", service.room),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=fields.get("minutes", service.minutes)),
        capacity=fields.get("capacity", service.capacity),
    )
    _check(session)
    with in_one_place(session):
        session.save(force_insert=True)
    tell(SessionPlanned, session, by=by)
    return session


@transaction.atomic
def change(
    *, session: Session, by: User | None, seen: int | None = None, release: bool = False, **fields: Unpack[Fields]
) -> Changed:
    """Sets the given fields and nothing else; those booked move along and are told.

    Raises Stale if `seen` is another version by now; Conflict for one that has begun or was cancelled, and as `add` does.
    When there are fewer seats than are booked, or when somebody booked is elsewhere at the new time, raises Conflict
    `seats_taken` or `members_elsewhere`; with `release` they leave, and the answer names them.
    """
    session = hold(session)
    check_version(session.version, seen=seen)
    refuse_unless_ahead(session)
    before = {name: getattr(session, name) for name in ("trainer_id", "room_id", "starts_at", "ends_at", "capacity")}
    _set(session, fields)
    if before == {name: getattr(session, name) for name in before}:
        return Changed(session)
    _check(session)
    times_change = (before["starts_at"], before["ends_at"]) != (session.starts_at, session.ends_at)
    session_seats.hold_everybody(session)
    leaving = _leaving(session, times_change=times_change, release=release)
    notices = session_seats.release(leaving, by=by)
    session.refresh_from_db(fields=["taken", "waiting"])
    session.touched = session.timetable_id is not None
    session.version += 1
    with in_one_place(session):
        session.save(update_fields=CHANGED)
    other_room = before["room_id"] != session.room_id
    if times_change or other_room or before["trainer_id"] != session.trainer_id:
        notices += session_seats.move(session, by=by, other_room=other_room)
    notices += session_seats.fill(session, by=by)
    notifications.send(notices, by=by)
    tell(SessionChanged, session, by=by)
    return Changed(session, leaving)


@transaction.atomic
def cancel(*, session: Session, by: User | None, seen: int | None = None, reason: str = "") -> Session:
    """Cancels it for everybody in it, who are told once each. Twice is once. Raises Conflict `over` when it has begun."""
    session = hold(session)
    if session.state == Session.State.CANCELLED:
        return session
    check_version(session.version, seen=seen)
    refuse_unless_ahead(session)
    return call_off(session, reason=reason, by=by)


def call_off(session: Session, *, reason: str, by: User | None) -> Session:
    """Cancels a session that the caller holds and that lies ahead."""
    session.state = Session.State.CANCELLED
    session.cancelled_at = timezone.now()
    session.cancel_reason = reason
    session.touched = session.timetable_id is not None
    session.version += 1
    session.save(update_fields=["state", "cancelled_at", "cancel_reason", "touched", "version"])
    notifications.send(session_seats.cancel_all(session, by=by), by=by)
    tell(SessionCancelled, session, by=by)
    return session


def hold(session: Session) -> Session:
    """The session as it is now, its row locked: who books a seat, moves or cancels it waits here."""
    held = Session.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("service", "trainer", "stands_in_for", "room", "timetable").get(pk=session.pk)


def refuse_unless_ahead(session: Session) -> None:
    if session.state == Session.State.CANCELLED:
        raise Conflict("It was cancelled.", code="cancelled", field="state")
    if session.starts_at <= timezone.now():
        raise Conflict("It has begun: what was, was.", code="over", field="starts_at")


def _set(session: Session, fields: Fields) -> None:
    if "trainer" in fields and fields["trainer"].pk != session.trainer_id:
        regular = session.stands_in_for or session.trainer
        session.trainer = fields["trainer"]
        session.stands_in_for = None if regular.pk == session.trainer.pk else regular
    if "room" in fields:
        session.room = fields["room"]
    length = session.ends_at - session.starts_at
    session.starts_at = fields.get("starts_at", session.starts_at)
    session.ends_at = session.starts_at + (timedelta(minutes=fields["minutes"]) if "minutes" in fields else length)
    session.capacity = fields.get("capacity", session.capacity)


def _check(session: Session) -> None:
    now = timezone.now()
    if session.starts_at <= now:
        raise Refused("This lies in the past.", code="past", field="starts_at")
    if session.starts_at - now > LATEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_at")
    if session.room and session.capacity > session.room.capacity:
        raise Refused(f"{session.room} holds {session.room.capacity}.", code="room_too_small", field="capacity")
    day = day_of(session.starts_at)
    closure = Closure.objects.filter(starts_on__lte=day, ends_on__gte=day).first()
    if closure:
        raise Conflict(f"The centre is closed on {day:%Y-%m-%d}: {closure.name}.", code="closed", field="starts_at")


def _leaving(session: Session, *, times_change: bool, release: bool) -> list[Appointment]:
    apart = session_seats.elsewhere(session, starts_at=session.starts_at, ends_at=session.ends_at) if times_change else []
    gone = {one.pk for one in apart}  # their seats are free then
    over = session_seats.beyond([one for one in session_seats.seats(session) if one.pk not in gone], session.capacity)
    if apart and not release:
        names = ", ".join(one.customer.full_name for one in apart[:5])
        message = f"{len(apart)} of those booked are elsewhere at this time: {names}."
        raise Conflict(message, code="members_elsewhere", field="starts_at")
    if over and not release:
        raise Conflict(f"{len(over) + session.capacity} seats are booked.", code="seats_taken", field="capacity")
    return [*over, *apart]
