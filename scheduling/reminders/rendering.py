"""What a reminder says: templates for each kind and language, in `templates/reminders/<language>/`."""

from datetime import UTC
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.calendar import today
from core.contacts import language_of, recipient
from core.people_events import OutgoingMessage
from scheduling import icalendar_files
from scheduling.events import CalendarFile
from scheduling.models import Reminder
from scheduling.reminders.choices import REFUSABLE
from scheduling.reminders.kinds import KINDS
from scheduling.reminders.links import links, unsubscribe


def calendar_of(*, reminder: Reminder, about: Any) -> CalendarFile | None:
    """The file that goes along, as the calendar of the address has it: the same UID, and a SEQUENCE that grows."""
    if not KINDS[reminder.kind].has_calendar:
        return None
    return CalendarFile(
        name=f"{about.subject.replace('/', '-')}.ics",
        method=icalendar_files.method_of(about),
        content=icalendar_files.of_appointment(about).decode(),
    )


def unsubscribe_of(*, reminder: Reminder) -> str | None:
    """The address by which who gets it ends mails of this kind; None for what is always told."""
    if reminder.kind not in REFUSABLE:
        return None
    reader = recipient(reminder.customer, on=today())
    return unsubscribe(kind=reminder.kind, reader=reader, language=language_of(reader), at=reminder.due_at)


def render(*, reminder: Reminder, about: Any) -> OutgoingMessage:
    """The message, ready to send, in the recipient's language and at the centre's time. A minor's goes to the guardian.

    `about` is the reminder's subject.
    """
    reader = recipient(reminder.customer, on=today())
    language = language_of(reader)
    kind = KINDS[reminder.kind]
    values = {
        kind.subject: about,
        "place": icalendar_files.room_of(about) if kind.has_calendar else "",
        "customer": reader,
        "member": reminder.customer if reader != reminder.customer else None,
        "centre": settings.CENTRE_NAME,
        "zone": settings.TIME_ZONE,
        "public_url": settings.PUBLIC_URL,
        "language": language,
        "unsubscribe": unsubscribe_of(reminder=reminder),
        "links": links(kind.answers(about), appointment=about, reader=reader, language=language),
    }
    place = f"reminders/{language}/{reminder.kind}"
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        subject, text, html = (render_to_string(f"{place}.{part}", values) for part in ("subject.txt", "txt", "html"))
    return OutgoingMessage(
        key=reminder.key,
        channel=str(reminder.channel),
        to=reader.email,
        subject=" ".join(subject.split()),  # one line, whatever a name holds: nobody writes a header of ours
        text=text,
        html=html,
        language=language,
        not_after=kind.not_after(about).astimezone(UTC).isoformat().replace("+00:00", "Z"),
    )
