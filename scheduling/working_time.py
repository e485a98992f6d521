"""When trainers work: their week, days that differ from it, and time off."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db import transaction
from django.utils import timezone

from core.calendar import today
from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Conflict, Refused, check_version, refusing
from scheduling.models import Appointment, Session, TimeOff, WorkingDay, WorkingHours
from scheduling.timetable_events import TimeOffChanged, TimeOffEntered, TimeOffWithdrawn, WorkingHoursChanged

READERS = {audience.STAFF, audience.MEMBERS}
MIDNIGHT = "24:00"
LONGEST_OFF = timedelta(days=366)
LATEST = timedelta(days=2 * 366)
MOST_AFFECTED = 200


class Span(TypedDict):
    """On the wall clock, "HH:MM"; `closes` may be "24:00"."""

    opens: str
    closes: str


class WeeklySpan(Span):
    weekday: int


class Day(TypedDict):
    day: date
    spans: list[Span]


@transaction.atomic
def set_hours(
    *, trainer: User, weekly: Sequence[WeeklySpan], days: Sequence[Day], by: User | None, seen: int | None = None
) -> WorkingHours:
    """Replaces a trainer's week and all their days from today on that differ from it.

    Raises Refused for spans that end before they begin or meet each other, a day named twice and one far off; Stale if `seen` is
    another version by now, 0 being none yet.
    """
    WorkingHours.objects.get_or_create(trainer=trainer, defaults={"version": 0})
    hours = WorkingHours.objects.select_for_update().get(trainer=trainer)
    check_version(hours.version, seen=seen)
    for weekday in range(7):
        _check_spans([span for span in weekly if span["weekday"] == weekday], field="weekly")
    for one in days:
        _check_spans(one["spans"], field="days")
        if not today() <= one["day"] <= today() + LATEST:
            raise Refused(f"{one['day']:%Y-%m-%d} is past, or too far off to be meant.", code="out_of_range", field="days")
    if len({one["day"] for one in days}) < len(days):
        raise Refused("A day is named twice.", code="twice", field="days")
    hours.weekly = sorted(weekly, key=lambda span: (span["weekday"], span["opens"]))
    hours.version += 1
    hours.save(update_fields=["weekly", "version"])
    WorkingDay.objects.filter(trainer=trainer, day__gte=today()).delete()
    WorkingDay.objects.bulk_create(
        WorkingDay(trainer=trainer, day=one["day"], spans=sorted(one["spans"], key=lambda span: span["opens"])) for one in days
    )
    record(WorkingHoursChanged.of(hours), subject=f"working_hours/{trainer.pk}", audience=READERS, actor=by.pk if by else None)
    return hours


@transaction.atomic
def enter_time_off(*, trainer: User, starts_at: datetime, ends_at: datetime, by: User | None, note: str = "") -> TimeOff:
    """Enters a time in which the trainer isn't there. What they hold then stays: `affected` names it.

    Raises Refused for an end before the start, more than a year and what is over; Conflict when they are off then already.
    """
    time_off = TimeOff(trainer=trainer, starts_at=starts_at, ends_at=ends_at, note=note)
    _check_off(time_off)
    with refusing(_off_already()):
        time_off.save(force_insert=True)
    _tell(TimeOffEntered, time_off, by=by)
    return time_off


@transaction.atomic
def change_time_off(*, time_off: TimeOff, by: User | None, seen: int | None = None, **fields: Any) -> TimeOff:
    """Sets the given fields and nothing else. Raises as `enter_time_off` does, and Stale."""
    time_off = TimeOff.objects.select_for_update(of=("self",)).select_related("trainer").get(pk=time_off.pk)
    check_version(time_off.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(time_off, name) != value}
    if not changed:
        return time_off
    for name, value in changed.items():
        setattr(time_off, name, value)
    _check_off(time_off)
    time_off.version += 1
    with refusing(_off_already()):
        time_off.save(update_fields=[*changed, "version"])
    _tell(TimeOffChanged, time_off, by=by)
    return time_off


@transaction.atomic
def withdraw_time_off(*, time_off: TimeOff, by: User | None) -> None:
    time_off = TimeOff.objects.select_for_update().get(pk=time_off.pk)
    gone = TimeOffWithdrawn(id=time_off.pk, trainer=time_off.trainer_id, version=time_off.version + 1)
    time_off.delete()
    record(gone, subject=f"time_off/{gone.id}", audience=READERS, actor=by.pk if by else None)


def affected(time_off: TimeOff) -> tuple[list[Session], list[Appointment]]:
    """What the trainer holds in that time and somebody has to see to: the first classes, and the first one-to-ones."""
    meets = {"trainer": time_off.trainer_id, "starts_at__lt": time_off.ends_at, "ends_at__gt": time_off.starts_at}
    classes = Session.objects.filter(**meets, state=Session.State.PLANNED).select_related("service")
    own = Appointment.objects.ahead().filter(**meets, session=None).with_names()
    return list(classes[:MOST_AFFECTED]), list(own[:MOST_AFFECTED])


def _check_spans(spans: Sequence[Span], *, field: str) -> None:
    last = ""
    for span in sorted(spans, key=lambda one: one["opens"]):
        if span["closes"] <= span["opens"]:
            raise Refused(f"{span['opens']}-{span['closes']} ends before it begins.", code="ends_before_start", field=field)
        if span["opens"] < last:
            raise Refused(f"{span['opens']}-{span['closes']} meets another.", code="overlap", field=field)
        last = span["closes"]


def _check_off(time_off: TimeOff) -> None:
    now = timezone.now()
    if time_off.ends_at <= time_off.starts_at:
        raise Refused("It would end before it begins.", code="ends_before_start", field="ends_at")
    if time_off.ends_at <= now:
        raise Refused("This is over.", code="past", field="ends_at")
    if time_off.ends_at - time_off.starts_at > LONGEST_OFF or time_off.ends_at - now > LATEST:
        raise Refused("This is too far from today, or too long, to be meant.", code="out_of_range", field="ends_at")


def _off_already() -> dict[str, Refused]:
    return {"time_off_once": Conflict("They are off then already.", code="conflict", field="starts_at")}


def _tell(event: type[TimeOffEntered | TimeOffChanged], time_off: TimeOff, *, by: User | None) -> None:
    record(event.of(time_off), subject=f"time_off/{time_off.pk}", audience=READERS, actor=by.pk if by else None)
