"""What the app adds to `/api/`: prefix, viewset, basename."""

from rest_framework.viewsets import ViewSetMixin

from scheduling.api.appointments import Appointments
from scheduling.api.availability import Availability, TimesOff, WorkingTimes
from scheduling.api.reminders import Reminders
from scheduling.api.services import Rooms, Services
from scheduling.api.sessions import Sessions
from scheduling.api.timetables import Closures, Timetables

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("services", Services, "service"),
    ("rooms", Rooms, "room"),
    ("timetables", Timetables, "timetable"),
    ("closures", Closures, "closure"),
    ("sessions", Sessions, "session"),
    ("availability", Availability, "availability"),
    ("working-hours", WorkingTimes, "working-hours"),
    ("time-off", TimesOff, "time-off"),
    ("appointments", Appointments, "appointment"),
    ("reminders", Reminders, "reminder"),
]
