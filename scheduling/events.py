"""What happens to appointments and reminders: event types of `scheduling`.

What screens get has the shape that `/api/appointments/` and `/api/reminders/` answer with, without the staff's notes.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator

from core.events.registry import EventData, event
from core.people_events import OutgoingMessage
from scheduling.models import Appointment, Reminder

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class AppointmentState(EventData):
    id: int
    customer: int
    customer_name: str
    service: int
    service_name: str
    trainer: int | None
    trainer_name: str | None
    session: int | None
    room: int | None
    room_name: str | None
    starts_at: Instant
    ends_at: Instant
    state: Literal["booked", "confirmed", "waitlisted", "cancelled", "attended", "no_show"]
    membership: int | None
    took_visit: bool
    anyway: str
    cancel_by: Instant
    cancelled_by: str
    late: bool
    offered_until: Instant | None
    passed_over: str
    version: int

    @classmethod
    def of(cls, appointment: Appointment) -> Self:
        trainer = appointment.trainer
        return cls.model_validate(
            {
                "id": appointment.pk,
                "customer": appointment.customer_id,
                "customer_name": appointment.customer.full_name,
                "service": appointment.service_id,
                "service_name": appointment.service.name,
                "trainer": appointment.trainer_id,
                "trainer_name": trainer.name if trainer else None,
                "session": appointment.session_id,
                "room": appointment.room_id,
                "room_name": appointment.room.name if appointment.room else None,
                "starts_at": appointment.starts_at,
                "ends_at": appointment.ends_at,
                "state": str(appointment.state),
                "membership": appointment.membership_id,
                "took_visit": appointment.took_visit,
                "anyway": appointment.anyway,
                "cancel_by": appointment.cancel_by,
                "cancelled_by": str(appointment.cancelled_by),
                "late": appointment.late,
                "offered_until": appointment.offered_until,
                "passed_over": appointment.passed_over,
                "version": appointment.version,
            }
        )


@event("appointment.booked")
class AppointmentBooked(AppointmentState):
    pass


@event("appointment.changed")
class AppointmentChanged(AppointmentState):
    pass


@event("appointment.confirmed")
class AppointmentConfirmed(AppointmentState):
    """The member says that they come."""


@event("appointment.waitlisted")
class AppointmentWaitlisted(AppointmentState):
    pass


@event("appointment.offered")
class AppointmentOffered(AppointmentState):
    """A seat is kept for who waits until `offered_until`."""


@event("appointment.cancelled")
class AppointmentCancelled(AppointmentState):
    pass


@event("appointment.attended")
class AppointmentAttended(AppointmentState):
    pass


@event("appointment.missed")
class AppointmentMissed(AppointmentState):
    pass


class CalendarLinkChange(EventData):
    """Never the address."""

    kind: Literal["member", "trainer"]


@event("calendar_link.made")
class CalendarLinkMade(CalendarLinkChange):
    pass


@event("calendar_link.revoked")
class CalendarLinkRevoked(CalendarLinkChange):
    pass


class ReminderState(EventData):
    id: int
    kind: Literal[
        "appointment_starts",
        "appointment_booked",
        "appointment_changed",
        "appointment_cancelled",
        "membership_ends",
        "class_cancelled",
        "waitlist_promoted",
        "waitlist_offered",
    ]
    subject: str
    customer: int
    customer_name: str
    channel: Literal["email"]
    due_at: Instant
    state: Literal["planned", "due", "sent", "failed", "expired", "superseded"]
    outcome_at: Instant | None
    detail: str
    version: int

    @classmethod
    def of(cls, reminder: Reminder) -> Self:
        return cls.model_validate(
            {
                "id": reminder.pk,
                "kind": str(reminder.kind),
                "subject": reminder.subject,
                "customer": reminder.customer_id,
                "customer_name": reminder.customer.full_name,
                "channel": str(reminder.channel),
                "due_at": reminder.due_at,
                "state": str(reminder.state),
                "outcome_at": reminder.outcome_at,
                "detail": reminder.detail,
                "version": reminder.version,
            }
        )


@event("reminder.planned")
class ReminderPlanned(ReminderState):
    pass


@event("reminder.superseded")
class ReminderSuperseded(ReminderState):
    pass


@event("reminder.queued")
class ReminderQueued(ReminderState):
    """The clock took it; `reminder.due` beside it carries the message."""


@event("reminder.sent")
class ReminderSent(ReminderState):
    pass


@event("reminder.failed")
class ReminderFailed(ReminderState):
    pass


@event("reminder.expired")
class ReminderExpired(ReminderState):
    pass


@event("mails.chosen")
class MailsChosen(EventData):
    """Whether the member wants mails of a kind."""

    customer: int
    kind: Literal["appointment_starts", "membership_ends"]
    wanted: bool
    version: int


SAMPLE_MESSAGE = {
    "key": "appointment_starts:appointment/5:12:email:2026-11-25T09:00:00Z:1",
    "channel": "email",
    "to": "mia@example.com",
    "subject": "Your appointment on Wednesday at 11:00",
    "text": "Hello Mia,\n\nPersonal training with Jonas, Wednesday at 11:00.\n",
    "html": "<p>Hello Mia,</p><p>Personal training with Jonas, Wednesday at 11:00.</p>",
    "language": "en",
    "not_after": "2026-11-25T10:00:00Z",
}


class CalendarFile(EventData):
    """An iCalendar file to go with a message; `method` is the one that stands in it."""

    name: str
    method: Literal["PUBLISH", "CANCEL"]
    content: str


SAMPLE_CALENDAR = {
    "name": "appointment-5.ics",
    "method": "PUBLISH",
    "content": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Gym CRM//Gym CRM//EN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\n"
    "UID:appointment-5@gym.example\r\nDTSTAMP:20261124T090000Z\r\nDTSTART:20261125T100000Z\r\nSEQUENCE:0\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n",
}


SAMPLE_UNSUBSCRIBE = "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/live/answer/eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVk"


@event(
    "reminder.due",
    sample={
        "reminder": 81,
        "message": SAMPLE_MESSAGE,
        "calendar": SAMPLE_CALENDAR,
        "unsubscribe": SAMPLE_UNSUBSCRIBE,
    },
)
class ReminderDue(EventData):
    """Asks the function to send. Carries contact details, so it is addressed to nobody's screen. `unsubscribe` is an address that
    ends mails of this kind by a POST, as mail programs do it for their user (RFC 8058).
    """

    dataversion = 3

    reminder: int
    message: OutgoingMessage
    calendar: CalendarFile | None
    unsubscribe: str | None
