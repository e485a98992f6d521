"""Timetables: what recurs, changed from now or from one day on, and ended. What was stays as it was (domain rule 17)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from core.calendar import day_of, today
from core.models import User
from core.refusals import Conflict, Refused, check_version
from scheduling import session_seats, sessions
from scheduling.centre_time import at as instant_of
from scheduling.deriving import Derived, ahead_of, derive, hold, recurrence, tell
from scheduling.models import Room, Service, Session, Timetable
from scheduling.recurrence import BadRule, parse, shifted
from scheduling.session_telling import remove
from scheduling.timetable_events import TimetableChanged, TimetableCreated

DAY = timedelta(days=1)
# A year far off is a slip of the finger.
LATEST = timedelta(days=2 * 366)


class Details(TypedDict, total=False):
    trainer: User
    room: Room | None
    ends_on: date | None
    exceptions: Collection[date]
    minutes: int
    capacity: int


class Fields(Details, total=False):
    starts_on: date
    at: time
    rule: str


@dataclass
class Outcome:
    """The timetable as it is now, the one that ended for it, and what came of its sessions."""

    timetable: Timetable
    derived: Derived = field(default_factory=Derived)
    ended: Timetable | None = None


@transaction.atomic
def create(*, service: Service, starts_on: date, at: time, rule: str, by: User | None, **fields: Unpack[Details]) -> Outcome:
    """Adds a timetable and makes its sessions. What isn't given is the service's.

    Raises Refused for a service that is no class or not active, a rule that isn't understood (`rule`) or whose days never come
    (`never`), a start too far off, an end before it, and more seats than the room holds. A session that can't be made is a
    conflict in the outcome, and the others are made.
    """
    if service.kind != Service.Kind.CLASS:
        raise Refused(f"{service} is no class.", code="not_a_class", field="service")
    if not service.active:
        raise Refused(f"{service} is no longer offered.", code="not_active", field="service")
    trainer = fields.get("trainer", service.trainer)
    if trainer is None:
        raise Refused("Say who gives it.", code="required", field="trainer")
    timetable = Timetable(
        service=service,
        trainer=trainer,
        room=fields.get("room", service.room),
        starts_on=starts_on,
        ends_on=fields.get("ends_on"),
        at=at,
        rule=rule,
        exceptions=sorted(fields.get("exceptions", ())),
        minutes=fields.get("minutes", service.minutes),
        capacity=fields.get("capacity", service.capacity),
    )
    _check(timetable)
    timetable.save(force_insert=True)
    tell(TimetableCreated, timetable, by=by)
    return Outcome(timetable, derive(timetable=timetable, by=by))


@transaction.atomic
def change(*, timetable: Timetable, by: User | None, seen: int | None = None, **fields: Unpack[Fields]) -> Outcome:
    """Changes all of it that lies ahead: sessions that nobody touched follow, with those booked in them, who are told.

    Raises Refused as `create` does; Stale if `seen` is another version by now.
    """
    timetable = hold(timetable)
    check_version(timetable.version, seen=seen)
    if "exceptions" in fields:
        fields["exceptions"] = sorted(fields["exceptions"])
    changed = {name: value for name, value in fields.items() if getattr(timetable, name) != value}
    if not changed:
        return Outcome(timetable, derive(timetable=timetable, by=by))
    for name, value in changed.items():
        setattr(timetable, name, value)
    _check(timetable)
    timetable.version += 1
    timetable.save(update_fields=[*changed, "version"])
    tell(TimetableChanged, timetable, by=by)
    return Outcome(timetable, derive(timetable=timetable, by=by))


@transaction.atomic
def change_following(
    *, timetable: Timetable, first: date, by: User | None, seen: int | None = None, **fields: Unpack[Fields]
) -> Outcome:
    """Changes the session of the day `first` and those after it: the rule ends before it and another one begins, at `starts_on`
    if that is given, else on that day. Sessions from then on go over to it, with those booked in them, and touched ones stay.

    Raises Refused `no_occurrence` for a day on which it doesn't take place any more, `rule` when the day moves in a way that the
    rule can't follow by itself; else as `change` does.
    """
    timetable = hold(timetable)
    check_version(timetable.version, seen=seen)
    session_seats.hold_all(ahead_of([timetable]))
    ahead = instant_of(first, timetable.at) > timezone.now()
    if not ahead or first not in recurrence(timetable).days(first, first):
        raise Refused("It doesn't take place on this day, or did already.", code="no_occurrence", field="first")
    begins = fields.pop("starts_on", first)
    _move_days(timetable, fields, first=first, to=begins)
    if recurrence(timetable).days(timetable.starts_on, first) == [first]:
        fields["starts_on"] = begins
        return change(timetable=timetable, by=by, **fields)
    following = Timetable(**_copied(timetable), starts_on=begins, follows=timetable)
    for name, value in fields.items():
        setattr(following, name, value)
    _check(following)
    timetable.ends_on = first - DAY
    timetable.version += 1
    timetable.save(update_fields=["ends_on", "version"])
    following.save(force_insert=True)
    ahead_of_it = Session.objects.filter(timetable=timetable, occurrence__gte=first)
    ahead_of_it.update(timetable=following)
    tell(TimetableChanged, timetable, by=by)
    tell(TimetableCreated, following, by=by)
    derived = derive(timetable=timetable, by=by).add(derive(timetable=following, by=by))
    return Outcome(following, derived, ended=timetable)


@transaction.atomic
def end(*, timetable: Timetable, last_day: date, by: User | None, seen: int | None = None, reason: str = "") -> Outcome:
    """Makes `last_day` the last one. Sessions after it are cancelled, the touched ones too; what nobody booked just goes.

    Raises Refused `past` for a day before yesterday: what was can't be ended.
    """
    timetable = hold(timetable)
    check_version(timetable.version, seen=seen)
    if last_day < today() - DAY:
        raise Refused("What was can't be ended.", code="past", field="last_day")
    if timetable.ends_on and timetable.ends_on < last_day:
        raise Conflict(f"It ends on {timetable.ends_on:%Y-%m-%d} already.", code="over", field="last_day")
    session_seats.hold_all(ahead_of([timetable]))
    timetable.ends_on = last_day
    timetable.version += 1
    timetable.save(update_fields=["ends_on", "version"])
    outcome = Derived()
    later = Session.objects.filter(
        timetable=timetable, occurrence__gt=last_day, starts_at__gt=timezone.now(), state=Session.State.PLANNED
    )
    for pk in later.order_by("pk").values_list("pk", flat=True):
        session = sessions.hold(Session(pk=pk))
        if session.touched or session.appointments.exists():
            outcome.cancelled.append(sessions.call_off(session, reason=reason, by=by))
        else:
            remove(session, by=by)
            outcome.removed += 1
    tell(TimetableChanged, timetable, by=by)
    return Outcome(timetable, outcome.add(derive(timetable=timetable, by=by)))


def _copied(timetable: Timetable) -> dict[str, Any]:
    names = ("service", "trainer", "room", "ends_on", "at", "rule", "exceptions", "minutes", "capacity")
    return {name: getattr(timetable, name) for name in names}


def _move_days(timetable: Timetable, fields: Fields, *, first: date, to: date) -> None:
    """Rule and exceptions, unless given, for what begins on another day; only exceptions that are still to come."""
    if "rule" not in fields:
        try:
            fields["rule"] = shifted(timetable.rule, frm=first, to=to)
        except BadRule as error:
            raise Refused(str(error), code="rule", field="rule") from error
    if "exceptions" not in fields:
        moved = {day + (to - first) if day.weekday() == first.weekday() else day for day in timetable.exceptions if day > first}
        fields["exceptions"] = sorted(moved)


def _check(timetable: Timetable) -> None:
    try:
        timetable.rule = parse(timetable.rule)
    except BadRule as error:
        raise Refused(str(error), code="rule", field="rule") from error
    if abs(timetable.starts_on - day_of(timezone.now())) > LATEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_on")
    if timetable.ends_on and timetable.ends_on < timetable.starts_on:
        raise Refused("It would end before it begins.", code="ends_before_start", field="ends_on")
    if not recurrence(timetable).comes():
        raise Refused("No day is left on which it would take place.", code="never", field="rule")
    if timetable.room and timetable.capacity > timetable.room.capacity:
        raise Refused(f"{timetable.room} holds {timetable.room.capacity}.", code="room_too_small", field="capacity")
