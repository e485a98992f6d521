"""What the app adds to `/api/`: prefix, viewset, basename; and what isn't a viewset."""

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from scheduling.api.appointments import Appointments
from scheduling.api.availability import Availability, TimesOff, WorkingTimes
from scheduling.api.calendars import CalendarFeed, OwnCalendar, OwnCalendars
from scheduling.api.mails import OwnMail, OwnMails
from scheduling.api.reminders import Reminders
from scheduling.api.roster import Roster, RosterClosing
from scheduling.api.services import Rooms, Services
from scheduling.api.sessions import Sessions
from scheduling.api.task_views import TaskViews
from scheduling.api.tasks import Tasks
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
    ("tasks", Tasks, "task"),
    ("task-views", TaskViews, "task-view"),
]
PATHS: list[URLPattern] = [
    path("me/calendars/", OwnCalendars.as_view(), name="my-calendars"),
    path("me/calendars/<slug:kind>/", OwnCalendar.as_view(), name="my-calendar"),
    path("me/mails/", OwnMails.as_view(), name="my-mails"),
    path("me/mails/<slug:kind>/", OwnMail.as_view(), name="my-mail"),
    path("calendars/<str:token>.ics", CalendarFeed.as_view(), name="calendar-feed"),
    path("sessions/<int:pk>/roster/", Roster.as_view(), name="session-roster"),
    path("sessions/<int:pk>/roster/close/", RosterClosing.as_view(), name="session-roster-close"),
]
