"""What the centre offers. What was booked keeps the rules it was booked under; what is planned already keeps its length."""

from collections.abc import Collection
from typing import TypedDict, Unpack

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import Plan, User
from core.refusals import Refused, check_version, refusing
from scheduling.models import Room, Service
from scheduling.timetable_events import ServiceChanged, ServiceCreated, ServiceDeleted, ServiceState

READERS = {audience.STAFF, audience.MEMBERS}


class Fields(TypedDict, total=False):
    """`plans` are all of them, replacing those it had."""

    name: str
    kind: str
    minutes: int
    capacity: int
    trainer: User | None
    room: Room | None
    colour: str
    plans: Collection[Plan]
    booking_opens_hours: int | None
    booking_closes_minutes: int
    cancellation_hours: int
    late_cancellation: str
    no_show: str
    open_roster: str
    open_roster_minutes: int
    waitlist: str
    offer_minutes: int
    needs_membership: bool
    active: bool


def _refusals() -> dict[str, Refused]:
    return {
        "scheduling_service_name_key": Refused("There is a service of this name already.", code="unique", field="name"),
        "service_one_to_one_holds_one": Refused("A one-to-one service has a capacity of 1.", code="one_to_one", field="capacity"),
    }


@transaction.atomic
def create(*, by: User | None, **fields: Unpack[Fields]) -> Service:
    """Adds a service. Raises Refused for a name that is taken, more seats than its room or than a one-to-one has, and for
    booking that would close before it opens."""
    plans = fields.pop("plans", ())
    service = Service(**fields)
    _check(service)
    with refusing(_refusals()):
        service.save(force_insert=True)
    service.plans.set(plans)
    return _tell(ServiceCreated, service, by=by)


@transaction.atomic
def change(*, service: Service, by: User | None, seen: int | None = None, **fields: Unpack[Fields]) -> Service:
    """Sets the given fields and nothing else. Raises as `create` does; Stale if `seen` is another version by now.

    Raises Refused `kind_is_fixed` for another kind once something of it was planned or booked.
    """
    service = Service.objects.select_for_update(of=("self",)).select_related("room").get(pk=service.pk)
    check_version(service.version, seen=seen)
    plans = fields.pop("plans", None)
    changed = {name: value for name, value in fields.items() if getattr(service, name) != value}
    if plans is not None and set(plans) == set(service.plans.all()):
        plans = None
    if not changed and plans is None:
        return service
    for name, value in changed.items():
        setattr(service, name, value)
    _check(service)
    if "kind" in changed and (service.sessions.exists() or service.appointments.exists() or service.timetables.exists()):
        raise Refused("It has been booked or planned: its kind stays.", code="kind_is_fixed", field="kind")
    service.version += 1
    with refusing(_refusals()):
        service.save(update_fields=[*changed, "version"])
    if plans is not None:
        service.plans.set(plans)
    return _tell(ServiceChanged, service, by=by)


@transaction.atomic
def delete(*, service: Service, by: User | None) -> None:
    """Removes a service that was never planned or booked. Raises ProtectedError for one that was: it can stop being active."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    pk, version = service.pk, service.version + 1
    service.delete()
    record(ServiceDeleted(id=pk, version=version), subject=f"service/{pk}", audience=READERS, actor=by.pk if by else None)


def _check(service: Service) -> None:
    if service.room and service.capacity > service.room.capacity:
        message = f"{service.room} holds {service.room.capacity}."
        raise Refused(message, code="room_too_small", field="capacity")
    opens = service.booking_opens_hours
    if opens is not None and opens * 60 <= service.booking_closes_minutes:
        raise Refused("Booking would close before it opens.", code="never_open", field="booking_closes_minutes")


def _tell(event: type[ServiceState], service: Service, *, by: User | None) -> Service:
    record(event.of(service), subject=f"service/{service.pk}", audience=READERS, actor=by.pk if by else None)
    return service
