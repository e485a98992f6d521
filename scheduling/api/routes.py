"""What the app adds to `/api/`: prefix, viewset, basename."""

from rest_framework.viewsets import ViewSetMixin

from scheduling.api.appointments import Appointments
from scheduling.api.reminders import Reminders
from scheduling.api.services import Rooms, Services

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("services", Services, "service"),
    ("rooms", Rooms, "room"),
    ("appointments", Appointments, "appointment"),
    ("reminders", Reminders, "reminder"),
]
