"""Days on which the centre is closed: no session is made on them, and those that stand are cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.calendar import span_of, today
from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict, Refused, check_version, refusing
from scheduling import session_seats, sessions
from scheduling.deriving import ahead_of, derive
from scheduling.models import Appointment, Closure, Session, Timetable
from scheduling.session_telling import remove
from scheduling.timetable_events import ClosureChanged, ClosureCreated, ClosureDeleted

READERS = {audience.STAFF, audience.MEMBERS}
LONGEST = timedelta(days=120)
LATEST = timedelta(days=3 * 366)
MOST_LISTED = 200


@dataclass(frozen=True)
class Outcome:
    """What came of it: the sessions that were cancelled, how many had nobody in them and were taken back, and the one-to-ones
    in it, the first of them, which stay until the staff have seen to them.
    """

    closure: Closure
    cancelled: Sequence[Session] = ()
    removed: int = 0
    appointments: Sequence[Appointment] = ()


def _refusals() -> dict[str, Refused]:
    return {"closure_once": Conflict("This closure is entered already.", code="unique", field="name")}


@transaction.atomic
def create(*, name: str, starts_on: date, ends_on: date, by: User | None) -> Outcome:
    """Enters a closure and cancels the sessions in it. What has begun stays.

    Raises Refused for an end before the start, more than a season, or a time far off; Conflict when it is entered already.
    """
    _take_turns()
    closure = Closure(name=name, starts_on=starts_on, ends_on=ends_on)
    _check(closure)
    with refusing(_refusals()):
        closure.save(force_insert=True)
    outcome = _call_off(closure, by=by)
    _tell(ClosureCreated, closure, by=by)
    return outcome


@transaction.atomic
def change(*, closure: Closure, by: User | None, seen: int | None = None, **fields: Any) -> Outcome:
    """Sets the given fields and nothing else; days that are open again get their sessions. Raises as `create` does, and Stale."""
    running = _take_turns()
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    check_version(closure.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(closure, name) != value}
    if not changed:
        return Outcome(closure)
    for name, value in changed.items():
        setattr(closure, name, value)
    _check(closure)
    closure.version += 1
    with refusing(_refusals()):
        closure.save(update_fields=[*changed, "version"])
    session_seats.hold_all(_in(closure) | ahead_of(running))
    outcome = _call_off(closure, by=by)
    _derive_all(running, by=by)
    _tell(ClosureChanged, closure, by=by)
    return outcome


@transaction.atomic
def delete(*, closure: Closure, by: User | None) -> None:
    """Lifts it: sessions that were taken back for it are made again. One that had people in it
    stays cancelled, for they were told."""
    running = _take_turns()
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    pk, version = closure.pk, closure.version + 1
    closure.delete()
    session_seats.hold_all(ahead_of(running))
    _derive_all(running, by=by)
    record(ClosureDeleted(id=pk, version=version), subject=f"closure/{pk}", audience=READERS, actor=by.pk if by else None)


def _call_off(closure: Closure, *, by: User | None) -> Outcome:
    cancelled, removed = [], 0
    for session in session_seats.hold_all(_in(closure)):
        if session.state == Session.State.CANCELLED or session.starts_at <= timezone.now():
            continue
        if session.timetable_id is None or session.touched or session.appointments.exists():
            cancelled.append(sessions.call_off(session, reason=closure.name, by=by))
        else:
            remove(session, by=by)
            removed += 1
    start, end = span_of(closure.starts_on, closure.ends_on)
    ahead = Appointment.objects.ahead().filter(session=None, starts_at__gte=max(start, timezone.now()), starts_at__lt=end)
    return Outcome(closure, cancelled, removed, list(ahead.with_names().order_by("starts_at", "id")[:MOST_LISTED]))


def _in(closure: Closure) -> Q:
    start, end = span_of(closure.starts_on, closure.ends_on)
    return Q(starts_at__gte=start, starts_at__lt=end, state=Session.State.PLANNED)


def _take_turns() -> list[Timetable]:
    """Every timetable that still runs, held before any session is: whoever makes sessions holds the timetable first, too."""
    running = Timetable.objects.exclude(ends_on__lt=today())
    return list(running.select_for_update(no_key=True).order_by("pk"))


def _derive_all(running: Sequence[Timetable], *, by: User | None) -> None:
    for timetable in running:
        derive(timetable=timetable, by=by)


def _check(closure: Closure) -> None:
    if closure.ends_on < closure.starts_on:
        raise Refused("It would end before it begins.", code="ends_before_start", field="ends_on")
    if closure.ends_on - closure.starts_on > LONGEST:
        raise Refused("This is too long to be meant.", code="out_of_range", field="ends_on")
    if abs(closure.starts_on - today()) > LATEST:
        raise Refused("This is too far from today to be meant.", code="out_of_range", field="starts_on")


def _tell(event: type[ClosureCreated | ClosureChanged], closure: Closure, *, by: User | None) -> None:
    record(event.of(closure), subject=f"closure/{closure.pk}", audience=READERS, actor=by.pk if by else None)
