"""Rooms of the centre."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict, Refused, check_version, refusing
from scheduling.models import Room, Session
from scheduling.timetable_events import RoomChanged, RoomCreated, RoomDeleted

READERS = {audience.STAFF, audience.MEMBERS}


def _taken() -> dict[str, Refused]:
    return {"scheduling_room_name_key": Refused("There is a room of this name already.", code="unique", field="name")}


@transaction.atomic
def create(*, by: User | None, **fields: Any) -> Room:
    """Adds a room. Raises Refused for a name that is taken."""
    with refusing(_taken()):
        room = Room.objects.create(**fields)
    record(RoomCreated.of(room), subject=f"room/{room.pk}", audience=READERS, actor=by.pk if by else None)
    return room


@transaction.atomic
def change(*, room: Room, by: User | None, seen: int | None = None, **fields: Any) -> Room:
    """Sets the given fields and nothing else. Raises as `create` does; Stale if `seen` is another version by now; Conflict
    `too_small` for a capacity below that of a class which is planned in it."""
    room = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
    check_version(room.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(room, name) != value}
    if not changed:
        return room
    for name, value in changed.items():
        setattr(room, name, value)
    if "capacity" in changed:
        _refuse_too_small(room)
    room.version += 1
    with refusing(_taken()):
        room.save(update_fields=[*changed, "version"])
    record(RoomChanged.of(room), subject=f"room/{room.pk}", audience=READERS, actor=by.pk if by else None)
    return room


@transaction.atomic
def delete(*, room: Room, by: User | None) -> None:
    """Removes a room in which nothing ever took place or is planned; raises ProtectedError for another."""
    room = Room.objects.select_for_update().get(pk=room.pk)
    pk, version = room.pk, room.version + 1
    room.delete()
    record(RoomDeleted(id=pk, version=version), subject=f"room/{pk}", audience=READERS, actor=by.pk if by else None)


def _refuse_too_small(room: Room) -> None:
    planned = Session.objects.filter(
        room=room, state=Session.State.PLANNED, starts_at__gt=timezone.now(), capacity__gt=room.capacity
    )
    largest = planned.select_related("service").order_by("-capacity").first()
    if largest:
        raise Conflict(f"{largest} has {largest.capacity} seats in it.", code="too_small", field="capacity")
