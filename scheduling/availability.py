"""When a trainer is free for something one-to-one: inside their hours, and not during what they, or its room, are taken by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, F, JSONField, Q, Value

from core.calendar import day_of, span_of
from core.models import User
from core.refusals import Conflict
from scheduling.centre_time import at, local
from scheduling.models import Appointment, Closure, Service, Session, TimeOff, WorkingDay, WorkingHours

MOST_DAYS = 28
STEP = timedelta(minutes=15)
DAY = timedelta(days=1)

Times = tuple[datetime, datetime]


def free_slots(
    *, service: Service, trainer: int, first: date, last: date, opens: datetime, closes: datetime | None = None
) -> dict[date, list[datetime]]:
    """The instants at which it could begin, a quarter of an hour apart, by the day at the centre; in two queries.

    None lies before `opens` or after `closes`: what booking allows, now.
    """
    length = timedelta(minutes=service.minutes)
    # The end of the last day may lie in the next one.
    taken = _merged(_taken(service, trainer, *span_of(first, last + DAY)))
    found: dict[date, list[datetime]] = {}
    for day, spans in _working(trainer, first, last):
        starts = [
            start
            for span in spans
            for start in _starts((at(day, _wall(span["opens"])), _closing(day, span["closes"])), taken, length)
            if start >= opens and (closes is None or start <= closes)
        ]
        if starts:
            found[day] = starts
    return found


def outside_hours(*, trainer: User | None, starts_at: datetime, ends_at: datetime) -> Conflict | None:
    """Why nobody would be offered that time, for the staff to decide on: the centre is closed (`centre_closed`), the trainer is
    off (`time_off`) or doesn't work then (`outside_hours`). Of a trainer whose hours nobody entered, those aren't asked.
    """
    first, last = day_of(starts_at), day_of(ends_at)
    if closure := Closure.objects.filter(starts_on__lte=last, ends_on__gte=first).first():
        return Conflict(f"The centre is closed then: {closure.name}.", code="centre_closed", field="starts_at")
    if trainer is None:
        return None
    if off := TimeOff.objects.filter(trainer=trainer, starts_at__lt=ends_at, ends_at__gt=starts_at).first():
        back = local(off.ends_at)
        return Conflict(f"{trainer.name} is off until {back:%Y-%m-%d %H:%M}.", code="time_off", field="starts_at")
    if not WorkingHours.objects.filter(trainer=trainer).exists():
        return None
    spans = [(day, span) for day, spans in _working(trainer.pk, first, last) for span in spans]
    works = _merged((at(day, _wall(span["opens"])), _closing(day, span["closes"])) for day, span in spans)
    if any(opens <= starts_at and ends_at <= closes for opens, closes in works):
        return None
    hours = ", ".join(f"{span['opens']} to {span['closes']}" for day, span in spans if day == first)
    does = f"works from {hours}" if hours else "doesn't work"
    return Conflict(f"{trainer.name} {does} on {first:%Y-%m-%d}.", code="outside_hours", field="starts_at")


def _working(trainer: int, first: date, last: date) -> Iterator[tuple[date, Sequence[Mapping[str, str]]]]:
    """Each day and its spans. The week, the days that differ and the closures come in one query."""
    no_day, nothing = Value(None, output_field=DateField()), Value(None, output_field=JSONField())
    week = WorkingHours.objects.filter(trainer=trainer).values_list(no_day, no_day, F("weekly"))
    days = WorkingDay.objects.filter(trainer=trainer, day__range=(first, last)).order_by()
    closed = Closure.objects.filter(starts_on__lte=last, ends_on__gte=first).order_by()
    weekly: Sequence[Mapping[str, Any]] = ()
    others: dict[date, Sequence[Mapping[str, str]]] = {}
    shut: list[tuple[date, date]] = []
    rows = week.union(
        days.values_list(F("day"), F("day"), F("spans")), closed.values_list(F("starts_on"), F("ends_on"), nothing), all=True
    )
    for begins, ends, spans in rows:
        if begins is None:
            weekly = spans
        elif spans is None:
            shut.append((begins, ends))
        else:
            others[begins] = spans
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if not any(begins <= day <= ends for begins, ends in shut):
            yield day, others.get(day, [span for span in weekly if span["weekday"] == day.weekday()])


def _taken(service: Service, trainer: int, start: datetime, end: datetime) -> Iterable[Times]:
    ours = Q(trainer=trainer) | Q(room=service.room_id) if service.room_id else Q(trainer=trainer)
    meets = Q(starts_at__lt=end, ends_at__gt=start)
    classes = Session.objects.filter(ours & meets, state=Session.State.PLANNED)
    one_to_ones = Appointment.objects.taking_time().filter(ours & meets, session=None)
    off = TimeOff.objects.filter(meets, trainer=trainer)
    first, *rest = (rows.order_by().values_list("starts_at", "ends_at") for rows in (classes, one_to_ones, off))
    return first.union(*rest, all=True)


def _merged(times: Iterable[Times]) -> list[Times]:
    """In order, and none meets another."""
    found: list[Times] = []
    for start, end in sorted(times):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _starts(span: Times, taken: Sequence[Times], length: timedelta) -> Iterator[datetime]:
    start, closes = span
    while start + length <= closes:
        # Half-open: what ends when it begins isn't in its way (domain rule 12).
        meets = next((end for begins, end in taken if begins < start + length and end > start), None)
        if meets is None:
            yield start
            start += STEP
        else:
            start += -(-(meets - start) // STEP) * STEP


def _wall(text: str) -> time:
    return time.fromisoformat(text)


def _closing(day: date, text: str) -> datetime:
    return at(day + DAY, time()) if text == "24:00" else at(day, _wall(text))
