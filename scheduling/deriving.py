"""Making sessions from timetables, some weeks ahead, and keeping those that nobody touched as the rule has them.

Doing it again changes nothing. The same pass follows an edited rule, a closure that was lifted, and a zone whose rules changed,
for it compares what is there with what the rule and the clock on the wall say now (domain rule 1).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.calendar import day_of
from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict
from scheduling import centre_time, notifications, seats, session_seats, sessions
from scheduling.models import Closure, Session, Timetable, TimetableConflict
from scheduling.placing import in_one_place
from scheduling.recurrence import Recurrence
from scheduling.session_telling import remove
from scheduling.session_telling import tell as tell_session
from scheduling.timetable_events import SessionChanged, SessionPlanned, TimetableChanged, TimetableState

AHEAD = timedelta(weeks=8)
READERS = {audience.STAFF, audience.MEMBERS}
Field = TimetableConflict.Field


@dataclass
class Derived:
    """What came of it. `cancelled` had people in them; `removed` is how many had nobody."""

    made: list[Session] = field(default_factory=list)
    moved: list[Session] = field(default_factory=list)
    cancelled: list[Session] = field(default_factory=list)
    removed: int = 0
    conflicts: list[TimetableConflict] = field(default_factory=list)

    def add(self, other: "Derived") -> "Derived":
        return Derived(
            self.made + other.made,
            self.moved + other.moved,
            self.cancelled + other.cancelled,
            self.removed + other.removed,
            self.conflicts + other.conflicts,
        )


def recurrence(timetable: Timetable) -> Recurrence:
    return Recurrence(timetable.rule, timetable.starts_on, timetable.at, timetable.ends_on, timetable.exceptions)


def hold(timetable: Timetable) -> Timetable:
    """The timetable as it is now, its row locked: whoever changes it or makes its sessions waits here."""
    held = Timetable.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("service", "trainer", "room").get(pk=timetable.pk)


def ahead_of(timetables: Collection[Timetable]) -> Q:
    """Their sessions from today on: what a pass looks at. Who passes over several timetables holds those of all first."""
    return Q(timetable__in=timetables, occurrence__gte=day_of(timezone.now()))


@transaction.atomic
def derive(*, timetable: Timetable, by: User | None) -> Derived:
    """Makes, moves and takes back sessions until they are what the timetable says; what is touched or has begun stays.

    Where a trainer or a room is taken, or somebody booked can't come, the session isn't made, or stays where it was, and a
    TimetableConflict says so: the others are made.
    """
    timetable = hold(timetable)
    now = timezone.now()
    there = sorted(session_seats.hold_all(ahead_of([timetable])), key=lambda one: one.occurrence or date.max)
    wanted = _wanted(timetable, now=now, last=max([day_of(now) + AHEAD, *(one.occurrence for one in there if one.occurrence)]))
    begun = {one.occurrence for one in there if one.starts_at <= now}
    pairs, gone, new = _paired([one for one in there if one.occurrence not in begun], [day for day in wanted if day not in begun])
    work = _Work(timetable, wanted, by)
    for session in gone:
        work.drop(session)
    work.put(pairs)
    work.make(new if _goes_on(timetable) else [])
    if timetable.service.active and not timetable.trainer.is_active:
        gone_trainer = Conflict(f"{timetable.trainer.name} no longer works here.", code="conflict", field="trainer")
        for day in new:
            work.note(day, gone_trainer)
    work.put(work.refused)  # the place may be free by now
    work.done.conflicts = _kept(timetable, work.conflicts)
    return work.done


def _goes_on(timetable: Timetable) -> bool:
    """Whether new sessions are made of it: those of a service that is no longer offered just run out, and those of a trainer who
    is shut out wait, as conflicts, for somebody else. What stands, with people in it, is for the staff to decide on.
    """
    return timetable.service.active and timetable.trainer.is_active


def _wanted(timetable: Timetable, *, now: datetime, last: date) -> dict[date, datetime]:
    first = max(day_of(now), timetable.starts_on)
    closed = [(one.starts_on, one.ends_on) for one in Closure.objects.filter(ends_on__gte=first, starts_on__lte=last)]
    starts = {day: centre_time.at(day, timetable.at) for day in recurrence(timetable).days(first, last)}
    return {
        day: start for day, start in starts.items() if start > now and not any(opens <= day <= closes for opens, closes in closed)
    }


def _paired(there: Sequence[Session], wanted: Iterable[date]) -> tuple[list[tuple[Session, date]], list[Session], list[date]]:
    """Which session is whose day: its own, else one of the same week, for a class that moves from Monday to Tuesday takes its
    people along. Then the sessions that no day is left for, and the days that have no session yet."""
    days = set(wanted)
    pairs, left = [], []
    for session in there:
        if session.occurrence in days:
            pairs.append((session, session.occurrence))
            days.discard(session.occurrence)
        else:
            left.append(session)
    gone = []
    for session in left:
        assert session.occurrence
        week = session.occurrence.isocalendar()[:2]
        day = min((one for one in days if one.isocalendar()[:2] == week), default=None)
        if day is None:
            gone.append(session)
            continue
        days.discard(day)
        pairs.append((session, day))
    return pairs, gone, sorted(days)


class _Work:
    """One pass over one timetable."""

    def __init__(self, timetable: Timetable, wanted: dict[date, datetime], by: User | None) -> None:
        self.timetable, self.wanted, self.by = timetable, wanted, by
        self.done = Derived()
        self.conflicts: dict[date, TimetableConflict] = {}
        self.refused: list[tuple[Session, date]] = []

    def drop(self, session: Session) -> None:
        if _is_fixed(session):
            return
        if session.appointments.exists():
            self.done.cancelled.append(sessions.call_off(session, reason="", by=self.by))
        else:
            remove(session, by=self.by)
            self.done.removed += 1

    def put(self, pairs: Sequence[tuple[Session, date]]) -> None:
        self.refused = []
        for session, day in pairs:
            if _is_fixed(session):
                if session.occurrence != day:
                    session.occurrence = day
                    session.save(update_fields=["occurrence"])
                continue
            try:
                with transaction.atomic():
                    if self._place(session, day):
                        self.done.moved.append(session)
            except Conflict as conflict:
                session.refresh_from_db(fields=["starts_at", "ends_at", "capacity", "occurrence", "version", "trainer", "room"])
                self.refused.append((session, day))
                self.note(day, conflict)
            else:
                self.conflicts.pop(day, None)

    def _place(self, session: Session, day: date) -> bool:
        asked = self._session(day)
        names = ("trainer_id", "room_id", "starts_at", "ends_at", "capacity")
        if session.occurrence == day and all(getattr(session, name) == getattr(asked, name) for name in names):
            return False
        other_room = session.room_id != asked.room_id
        follow = any(getattr(session, name) != getattr(asked, name) for name in names[:4])
        booked = seats.of(session.pk).booked
        if asked.capacity < booked:
            raise Conflict(f"{booked} seats are booked.", code="seats_taken", field="capacity")
        for name in ("trainer", "room", "starts_at", "ends_at", "capacity", "occurrence"):
            setattr(session, name, getattr(asked, name))
        session.version += 1
        with in_one_place(session):
            session.save(update_fields=["trainer", "room", "starts_at", "ends_at", "capacity", "occurrence", "version"])
        notices = session_seats.move(session, by=self.by, other_room=other_room) if follow else []
        notifications.send([*notices, *session_seats.fill(session, by=self.by)], by=self.by)
        tell_session(SessionChanged, session, by=self.by)
        return True

    def make(self, days: Sequence[date]) -> None:
        asked = [self._session(day) for day in days]
        try:
            # Most of the time nothing stands against any of them.
            if asked:
                with in_one_place(asked[0]):
                    Session.objects.bulk_create(asked)
        except Conflict:
            asked = [one for one in (self._session(day) for day in days) if self._saved(one)]
        for session in asked:
            tell_session(SessionPlanned, session, by=self.by)
        self.done.made += asked

    def _saved(self, session: Session) -> bool:
        try:
            with in_one_place(session):
                session.save(force_insert=True)
        except Conflict as conflict:
            assert session.occurrence
            self.note(session.occurrence, conflict)
            return False
        return True

    def _session(self, day: date) -> Session:
        timetable, starts_at = self.timetable, self.wanted[day]
        return Session(
            service=timetable.service,
            trainer=timetable.trainer,
            room=timetable.room,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=timetable.minutes),
            capacity=timetable.capacity,
            timetable=timetable,
            occurrence=day,
        )

    def note(self, day: date, conflict: Conflict) -> None:
        self.conflicts[day] = TimetableConflict(
            timetable=self.timetable,
            occurrence=day,
            starts_at=self.wanted[day],
            field=conflict.field if conflict.field in ("trainer", "room") else Field.SEATS,
            message=conflict.message[:300],
        )


def tell(event: type[TimetableState], timetable: Timetable, *, by: User | None) -> None:
    record(
        event.of(timetable, timetable.conflicts.count()),
        subject=timetable.subject,
        audience=READERS,
        actor=by.pk if by else None,
    )


def _is_fixed(session: Session) -> bool:
    return session.touched or session.state == Session.State.CANCELLED


def _kept(timetable: Timetable, found: dict[date, TimetableConflict]) -> list[TimetableConflict]:
    """Writes the conflicts down as they are now; those that were known keep the time they were found at."""
    known = {one.occurrence: one for one in timetable.conflicts.all()}
    same = {
        day for day, one in known.items() if day in found and (one.message, one.field) == (found[day].message, found[day].field)
    }
    if len(same) == len(known) == len(found):
        return list(known.values())
    timetable.conflicts.exclude(occurrence__in=same).delete()
    TimetableConflict.objects.bulk_create([one for day, one in found.items() if day not in same])
    tell(TimetableChanged, timetable, by=None)
    return list(timetable.conflicts.order_by("starts_at", "id"))
