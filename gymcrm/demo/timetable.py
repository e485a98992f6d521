"""What can be booked, and the classes of a month either side of today."""

from collections.abc import Mapping
from datetime import date, time, timedelta

from core.calendar import today
from core.models import User
from scheduling.centre_time import at
from scheduling.models import Service, Session

DAYS_EITHER_SIDE = 31
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
CLASSES = {  # minutes, seats, colour
    "Yoga Flow": (60, 16, "#5b9a8b"),
    "HIIT": (45, 14, "#d9534f"),
    "Indoor Cycling": (45, 18, "#3b7dd8"),
    "Pilates": (55, 12, "#9a6fb0"),
    "Boxing": (60, 12, "#b5523b"),
    "Strength Basics": (60, 10, "#5f6f81"),
    "Zumba": (60, 20, "#e08a2e"),
    "Stretch & Relax": (45, 16, "#6aa84f"),
}
ONE_TO_ONE = {
    "Personal Training": (60, "#0f6b5c"),
    "Trial Training": (45, "#c78a2c"),
    "Nutrition Advice": (45, "#7d8f2f"),
    "Body Check": (30, "#4a7fa5"),
}
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


def offer() -> dict[str, Service]:
    kind = Service.Kind
    services = Service.objects.bulk_create(
        [
            *(
                Service(name=name, kind=kind.CLASS, minutes=minutes, capacity=seats, colour=colour)
                for name, (minutes, seats, colour) in CLASSES.items()
            ),
            *(
                Service(name=name, kind=kind.ONE_TO_ONE, minutes=minutes, capacity=1, colour=colour)
                for name, (minutes, colour) in ONE_TO_ONE.items()
            ),
        ]
    )
    return {service.name: service for service in services}


def hold(services: Mapping[str, Service], staff: Mapping[str, User]) -> list[Session]:
    sessions = [
        Session(
            service=services[name],
            trainer=staff[email],
            starts_at=(starts_at := at(day, time.fromisoformat(clock))),
            ends_at=starts_at + timedelta(minutes=services[name].minutes),
            capacity=services[name].capacity,
        )
        for email, week in WEEKLY.items()
        for weekday, clock, name in week
        for day in days()
        if day.weekday() == weekday
    ]
    return Session.objects.bulk_create(sorted(sessions, key=lambda session: session.starts_at))
