"""What can be booked and where, the timetables, and their classes of a month either side of today."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from core.calendar import today
from core.models import User
from scheduling.centre_time import at
from scheduling.deriving import recurrence
from scheduling.models import Closure, Room, Service, Session, TimeOff, Timetable, WorkingDay, WorkingHours
from scheduling.recurrence import WEEKDAYS

DAYS_EITHER_SIDE = 31
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
STUDIO_1, STUDIO_2, CYCLING, CONSULTING = "Studio 1", "Studio 2", "Cycling Studio", "Consulting Room"
ROOMS = {STUDIO_1: 20, STUDIO_2: 16, CYCLING: 18, CONSULTING: 2}
CLASSES = {  # minutes, seats, colour, room, usual trainer
    "Yoga Flow": (60, 16, "#5b9a8b", STUDIO_1, "mei@gym.example"),
    "HIIT": (45, 14, "#d9534f", STUDIO_2, "trainer@gym.example"),
    "Indoor Cycling": (45, 18, "#3b7dd8", CYCLING, "tomasz@gym.example"),
    "Pilates": (55, 12, "#9a6fb0", STUDIO_1, "amara@gym.example"),
    "Boxing": (60, 12, "#b5523b", STUDIO_2, "trainer@gym.example"),
    "Strength Basics": (60, 10, "#5f6f81", STUDIO_2, "trainer@gym.example"),
    "Zumba": (60, 20, "#e08a2e", STUDIO_1, "amara@gym.example"),
    "Stretch & Relax": (45, 16, "#6aa84f", STUDIO_1, None),
}
# Who is next in the queue for these is asked first; for the others the seat is theirs at once.
OFFERED = {"Yoga Flow", "Zumba"}
# Who didn't come to these keeps somebody else out: what the trainer leaves open is a no-show an hour after the end.
STRICT = {"Yoga Flow", "Zumba", "Indoor Cycling", "HIIT"}
ONE_TO_ONE = {  # minutes, colour, room
    "Personal Training": (60, "#0f6b5c", None),
    "Trial Training": (45, "#c78a2c", None),
    "Nutrition Advice": (45, "#7d8f2f", CONSULTING),
    "Body Check": (30, "#4a7fa5", CONSULTING),
}
# Month and day of each year, so that a calendar has some ahead whenever it is looked at.
HOLIDAYS = [("New Year's Day", (1, 1), 1), ("Labour Day", (5, 1), 1), ("Christmas", (12, 25), 2)]
# On the wall clock of the centre: 18:00 stays 18:00 when the clocks change.
WEEKLY: dict[str, list[tuple[int, str, str]]] = {
    "trainer@gym.example": [
        (MONDAY, "07:00", "HIIT"),
        (MONDAY, "18:00", "Strength Basics"),
        (WEDNESDAY, "07:00", "HIIT"),
        (WEDNESDAY, "18:00", "Strength Basics"),
        (FRIDAY, "07:00", "HIIT"),
        (FRIDAY, "17:30", "Boxing"),
        (SATURDAY, "10:00", "Boxing"),
    ],
    "mei@gym.example": [
        (MONDAY, "09:00", "Yoga Flow"),
        (TUESDAY, "12:15", "Pilates"),
        (TUESDAY, "18:30", "Yoga Flow"),
        (WEDNESDAY, "09:00", "Yoga Flow"),
        (THURSDAY, "18:30", "Yoga Flow"),
        (FRIDAY, "19:00", "Stretch & Relax"),
        (SUNDAY, "10:00", "Yoga Flow"),
    ],
    "tomasz@gym.example": [
        (MONDAY, "17:00", "Indoor Cycling"),
        (TUESDAY, "07:00", "Indoor Cycling"),
        (WEDNESDAY, "19:15", "Indoor Cycling"),
        (THURSDAY, "07:00", "Indoor Cycling"),
        (FRIDAY, "12:15", "Indoor Cycling"),
        (SATURDAY, "11:30", "Indoor Cycling"),
    ],
    "amara@gym.example": [
        (MONDAY, "19:15", "Zumba"),
        (TUESDAY, "10:00", "Pilates"),
        (WEDNESDAY, "17:00", "Pilates"),
        (THURSDAY, "10:00", "Pilates"),
        (THURSDAY, "19:45", "Zumba"),
        (SATURDAY, "09:00", "Pilates"),
        (SUNDAY, "17:00", "Stretch & Relax"),
    ],
}


def days() -> list[date]:
    return [today() + timedelta(days=offset) for offset in range(-DAYS_EITHER_SIDE, DAYS_EITHER_SIDE + 1)]


def offer(staff: Mapping[str, User]) -> dict[str, Service]:
    rooms = {name: Room(name=name, capacity=seats) for name, seats in ROOMS.items()}
    Room.objects.bulk_create(rooms.values())
    kind = Service.Kind
    services = Service.objects.bulk_create(
        [
            *(
                Service(
                    name=name,
                    kind=kind.CLASS,
                    minutes=minutes,
                    capacity=seats,
                    colour=colour,
                    room=rooms[room],
                    trainer=staff[email] if email else None,
                    booking_opens_hours=14 * 24,
                    waitlist=Service.Waitlist.OFFER if name in OFFERED else Service.Waitlist.AUTOMATIC,
                    open_roster=Service.OpenRoster.NO_SHOW if name in STRICT else Service.OpenRoster.LEFT_OPEN,
                )
                for name, (minutes, seats, colour, room, email) in CLASSES.items()
            ),
            *(
                Service(
                    name=name,
                    kind=kind.ONE_TO_ONE,
                    minutes=minutes,
                    capacity=1,
                    colour=colour,
                    room=rooms.get(room or ""),
                    booking_closes_minutes=60,
                    cancellation_hours=24,
                    no_show=Service.Visit.KEPT,
                    open_roster=Service.OpenRoster.ATTENDED,
                    open_roster_minutes=180,
                    needs_membership=name != "Trial Training",
                )
                for name, (minutes, colour, room) in ONE_TO_ONE.items()
            ),
        ]
    )
    return {service.name: service for service in services}


def close() -> None:
    """The holidays of this year and the next."""
    Closure.objects.bulk_create(
        Closure(name=name, starts_on=(first := date(year, month, day)), ends_on=first + timedelta(days=length - 1))
        for year in (today().year - 1, today().year, today().year + 1)
        for name, (month, day), length in HOLIDAYS
    )


def hold(services: Mapping[str, Service], staff: Mapping[str, User]) -> list[Session]:
    """The timetables, and what came of them so far and is made ahead: the clock goes on from here."""
    first, last = days()[0], days()[-1]
    timetables = Timetable.objects.bulk_create(
        Timetable(
            service=services[name],
            trainer=staff[email],
            room=services[name].room,
            starts_on=first - timedelta(days=(first.weekday() - weekday) % 7),
            at=time.fromisoformat(clock),
            rule=f"FREQ=WEEKLY;BYDAY={WEEKDAYS[weekday]}",
            minutes=services[name].minutes,
            capacity=services[name].capacity,
        )
        for email, week in WEEKLY.items()
        for weekday, clock, name in week
    )
    closed = list(Closure.objects.filter(ends_on__gte=first, starts_on__lte=last))
    sessions = [
        Session(
            service=timetable.service,
            trainer=timetable.trainer,
            room=timetable.room,
            starts_at=(starts_at := at(day, timetable.at)),
            ends_at=starts_at + timedelta(minutes=timetable.minutes),
            capacity=timetable.capacity,
            timetable=timetable,
            occurrence=day,
        )
        for timetable in timetables
        for day in recurrence(timetable).days(first, last)
        if not any(one.starts_on <= day <= one.ends_on for one in closed)
    ]
    return Session.objects.bulk_create(sorted(sessions, key=lambda session: session.starts_at))


def work(staff: Mapping[str, User]) -> None:
    """When the trainers can be booked; one has a free Friday soon, and another a week off."""
    trainers = [staff[email] for email in WEEKLY]
    WorkingHours.objects.bulk_create(
        WorkingHours(
            trainer=trainer,
            weekly=[
                {"weekday": weekday, "opens": opens, "closes": closes}
                for weekday in range(6)
                for opens, closes in ([("08:00", "12:30"), ("14:00", "20:00")] if weekday < SATURDAY else [("09:00", "14:00")])
            ],
        )
        for trainer in trainers
    )
    friday = today() + timedelta(days=(FRIDAY - today().weekday()) % 7 or 7)
    WorkingDay.objects.create(trainer=trainers[1], day=friday, spans=[])
    # Beyond the month that has sessions already: nobody has to be found who stands in.
    off = days()[-1] + timedelta(days=28)
    TimeOff.objects.create(
        trainer=trainers[2], starts_at=at(off, time()), ends_at=at(off + timedelta(days=7), time()), note="Holiday"
    )
