"""Appointments and classes as iCalendar (RFC 5545), for Apple's, Google's and Outlook's calendars.

A UID stays, SEQUENCE grows with each change, and what is cancelled is said to be. Times are wall times of the centre with their
VTIMEZONE, so that a program shows 18:00 as 18:00 whatever it knows of zones.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from scheduling.calendar_links import Kind
from scheduling.centre_time import local
from scheduling.models import Appointment, CalendarLink, Session

State = Appointment.State
BACK, AHEAD = timedelta(days=31), timedelta(days=366)
MOST = 2000
STATUS = {State.CANCELLED: "CANCELLED", State.WAITLISTED: "TENTATIVE"}
CONTENT_TYPE = "text/calendar; charset=utf-8"


def of_link(link: CalendarLink) -> bytes:
    """A month back and a year ahead, in two queries at most."""
    now = timezone.now()
    lasting = {"starts_at__gte": now - BACK, "starts_at__lt": now + AHEAD}
    rows = Appointment.objects.filter(**lasting).with_names().select_related("session__room").order_by("starts_at", "id")
    if link.kind == Kind.MEMBER:
        return _file([_appointment(one) for one in rows.filter(customer__user=link.user)[:MOST]], method="PUBLISH")
    given = Session.objects.filter(**lasting, trainer=link.user).select_related("service", "room").order_by("starts_at", "id")
    meetings = rows.filter(trainer=link.user, session__isnull=True)
    events = [*(_session(one) for one in given[:MOST]), *(_meeting(one) for one in meetings[:MOST])]
    return _file(events, method="PUBLISH")


def of_appointment(appointment: Appointment) -> bytes:
    """One appointment for its member: as booked, or taken back."""
    return _file([_appointment(appointment)], method=method_of(appointment))


def room_of(appointment: Appointment) -> str:
    """Where it is, by name; empty for nowhere in particular."""
    room = appointment.room or (appointment.session.room if appointment.session else None)
    return room.name if room else ""


def method_of(appointment: Appointment) -> Literal["PUBLISH", "CANCEL"]:
    return "CANCEL" if appointment.state == State.CANCELLED else "PUBLISH"


def _appointment(appointment: Appointment) -> Event:
    """As its member sees it."""
    return _event(
        name=f"appointment-{appointment.pk}",
        summary=appointment.service.name,
        description=appointment.trainer.name if appointment.trainer else "",
        place=room_of(appointment),
        times=(appointment.starts_at, appointment.ends_at),
        status=STATUS.get(State(appointment.state), "CONFIRMED"),
        version=appointment.version,
        stamp=appointment.cancelled_at or appointment.created_at,
        path=f"/appointments/{appointment.pk}",
    )


def _meeting(appointment: Appointment) -> Event:
    """As its trainer sees it."""
    event = _appointment(appointment)
    event["SUMMARY"] = f"{appointment.service.name}: {appointment.customer.full_name}"
    del event["DESCRIPTION"]
    return event


def _session(session: Session) -> Event:
    return _event(
        name=f"session-{session.pk}",
        summary=session.service.name,
        description=f"{session.taken}/{session.capacity}",
        place=session.room.name if session.room else "",
        times=(session.starts_at, session.ends_at),
        status="CANCELLED" if session.state == Session.State.CANCELLED else "CONFIRMED",
        version=session.version,
        stamp=session.cancelled_at or timezone.now(),
        path=f"/sessions/{session.pk}",
    )


def _event(
    *,
    name: str,
    summary: str,
    description: str,
    place: str,
    times: tuple[datetime, datetime],
    status: str,
    version: int,
    stamp: datetime,
    path: str,
) -> Event:
    event = Event()
    event.add("UID", f"{name}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}")
    event.add("DTSTAMP", stamp.replace(microsecond=0))
    event.add("SEQUENCE", version - 1)
    event.add("STATUS", status)
    event.add("SUMMARY", summary)
    event.add("DESCRIPTION", description)
    event.add("LOCATION", ", ".join(part for part in (place, settings.CENTRE_NAME) if part))
    # A wall time that autumn repeats is the first one by its definition: for the second one the clock of the world is named.
    is_second = any(local(instant).fold for instant in times)
    event.add("DTSTART", times[0].astimezone(UTC) if is_second else local(times[0]))
    event.add("DTEND", times[1].astimezone(UTC) if is_second else local(times[1]))
    event.add("URL", f"{settings.PUBLIC_URL.rstrip('/')}{path}")
    if status != "CONFIRMED":
        event.add("TRANSP", "TRANSPARENT")
    return event


def _file(events: Iterable[Event], *, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", "-//Gym CRM//Gym CRM//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", method)
    calendar.add("X-WR-CALNAME", settings.CENTRE_NAME)
    calendar.add("X-WR-TIMEZONE", settings.TIME_ZONE)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    days = [timezone.now().date()]
    for event in events:
        calendar.add_component(event)
        days.append(event.DTSTART.date() if isinstance(event.DTSTART, datetime) else days[0])
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=min(days) - year, last_date=max(days) + year)
    written: bytes = calendar.to_ical()
    return written
