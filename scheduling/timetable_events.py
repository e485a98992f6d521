"""What happens to what can be booked: services, rooms, sessions, timetables, closures and working hours.

Everybody signed in may know of it, and it names no member. What screens get has the shape that the API answers with.
"""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator

from core.events.registry import EventData, event
from scheduling.models import Closure, Room, Service, Session, TimeOff, Timetable, WorkingHours
from scheduling.seats import Seats

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class RoomState(EventData):
    id: int
    name: str
    capacity: int
    version: int

    @classmethod
    def of(cls, room: Room) -> Self:
        return cls.model_validate({name: getattr(room, name) for name in cls.model_fields})


@event("room.created")
class RoomCreated(RoomState):
    pass


@event("room.changed")
class RoomChanged(RoomState):
    pass


@event("room.deleted")
class RoomDeleted(EventData):
    id: int
    version: int


class ServiceState(EventData):
    id: int
    name: str
    kind: Literal["class", "one_to_one"]
    minutes: int
    capacity: int
    trainer: int | None
    room: int | None
    colour: str
    plans: list[int]
    booking_opens_hours: int | None
    booking_closes_minutes: int
    cancellation_hours: int
    late_cancellation: Literal["kept", "given_back"]
    no_show: Literal["kept", "given_back"]
    open_roster: Literal["left_open", "attended", "no_show"]
    open_roster_minutes: int
    waitlist: Literal["automatic", "offer"]
    offer_minutes: int
    needs_membership: bool
    active: bool
    version: int

    @classmethod
    def of(cls, service: Service) -> Self:
        facts = {name: getattr(service, name) for name in cls.model_fields}
        words = {name: str(facts[name]) for name in ("kind", "late_cancellation", "no_show", "open_roster", "waitlist")}
        plans = sorted(service.plans.values_list("pk", flat=True))
        return cls.model_validate({**facts, **words, "trainer": service.trainer_id, "room": service.room_id, "plans": plans})


@event("service.created")
class ServiceCreated(ServiceState):
    pass


@event("service.changed")
class ServiceChanged(ServiceState):
    pass


@event("service.deleted")
class ServiceDeleted(EventData):
    id: int
    version: int


def session_facts(session: Session, seats: Seats) -> dict[str, Any]:
    """What the timetable shows of a session, but for what is the asker's own."""
    trainer, regular, room, service = session.trainer, session.stands_in_for, session.room, session.service
    return {
        "id": session.pk,
        "service": session.service_id,
        "service_name": service.name,
        "colour": service.colour,
        "trainer": session.trainer_id,
        "trainer_name": trainer.name,
        "stands_in_for": session.stands_in_for_id,
        "stands_in_for_name": regular.name if regular else None,
        "room": session.room_id,
        "room_name": room.name if room else None,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "capacity": session.capacity,
        "booked": seats.booked,
        "waiting": seats.waiting,
        "seats_left": max(0, session.capacity - seats.booked),
        "state": str(session.state),
        "cancel_reason": session.cancel_reason,
        "timetable": session.timetable_id,
        "occurrence": session.occurrence,
        "touched": session.touched,
        "version": session.version,
    }


class SessionState(EventData):
    id: int
    service: int
    service_name: str
    colour: str
    trainer: int
    trainer_name: str
    stands_in_for: int | None
    stands_in_for_name: str | None
    room: int | None
    room_name: str | None
    starts_at: Instant
    ends_at: Instant
    capacity: int
    booked: int
    waiting: int
    seats_left: int
    state: Literal["planned", "cancelled"]
    cancel_reason: str
    timetable: int | None
    occurrence: date | None
    touched: bool
    version: int

    @classmethod
    def of(cls, session: Session, seats: Seats) -> Self:
        return cls.model_validate(session_facts(session, seats))


@event("session.planned")
class SessionPlanned(SessionState):
    pass


@event("session.changed")
class SessionChanged(SessionState):
    pass


@event("session.cancelled")
class SessionCancelled(SessionState):
    pass


@event("session.removed")
class SessionRemoved(EventData):
    """The rule no longer asks for it, and nobody had ever booked it."""

    id: int
    version: int


@event("session.seats_changed")
class SessionSeatsChanged(EventData):
    """Somebody booked, cancelled or joined the queue. The session itself is as it was, so is its version."""

    id: int
    capacity: int
    booked: int
    waiting: int
    seats_left: int

    @classmethod
    def of(cls, session: Session, seats: Seats) -> Self:
        facts = session_facts(session, seats)
        return cls.model_validate({name: facts[name] for name in cls.model_fields})


class TimetableState(EventData):
    """`conflicts` is how many sessions couldn't be made."""

    id: int
    service: int
    service_name: str
    trainer: int
    trainer_name: str
    room: int | None
    room_name: str | None
    starts_on: date
    ends_on: date | None
    at: time
    rule: str
    exceptions: list[date]
    minutes: int
    capacity: int
    follows: int | None
    conflicts: int
    version: int

    @classmethod
    def of(cls, timetable: Timetable, conflicts: int) -> Self:
        room = timetable.room
        return cls.model_validate({
            **{
                name: getattr(timetable, name)
                for name in ("starts_on", "ends_on", "at", "rule", "exceptions", "minutes", "capacity", "version")
            },
            "id": timetable.pk,
            "service": timetable.service_id,
            "service_name": timetable.service.name,
            "trainer": timetable.trainer_id,
            "trainer_name": timetable.trainer.name,
            "room": timetable.room_id,
            "room_name": room.name if room else None,
            "follows": timetable.follows_id,
            "conflicts": conflicts,
        })  # fmt: skip


@event("timetable.created")
class TimetableCreated(TimetableState):
    pass


@event("timetable.changed")
class TimetableChanged(TimetableState):
    """Its rule, its end, or which of its sessions can't be made."""


class ClosureState(EventData):
    id: int
    name: str
    starts_on: date
    ends_on: date
    version: int

    @classmethod
    def of(cls, closure: Closure) -> Self:
        return cls.model_validate({name: getattr(closure, name) for name in cls.model_fields})


@event("closure.created")
class ClosureCreated(ClosureState):
    pass


@event("closure.changed")
class ClosureChanged(ClosureState):
    pass


@event("closure.deleted")
class ClosureDeleted(EventData):
    id: int
    version: int


@event("working_hours.changed")
class WorkingHoursChanged(EventData):
    """Of this trainer: whoever shows free times of theirs asks anew."""

    trainer: int
    version: int

    @classmethod
    def of(cls, hours: WorkingHours) -> Self:
        return cls(trainer=hours.trainer_id, version=hours.version)


class TimeOffState(EventData):
    """Without the note."""

    id: int
    trainer: int
    starts_at: Instant
    ends_at: Instant
    version: int

    @classmethod
    def of(cls, time_off: TimeOff) -> Self:
        return cls.model_validate(
            {name: getattr(time_off, "trainer_id" if name == "trainer" else name) for name in cls.model_fields}
        )


@event("time_off.entered")
class TimeOffEntered(TimeOffState):
    pass


@event("time_off.changed")
class TimeOffChanged(TimeOffState):
    pass


@event("time_off.withdrawn")
class TimeOffWithdrawn(EventData):
    id: int
    trainer: int
    version: int
