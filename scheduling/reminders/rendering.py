"""What a reminder says: templates for each kind and language, in `templates/reminders/<language>/`."""

from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.calendar import today
from core.contacts import language_of, recipient
from core.people_events import OutgoingMessage
from scheduling.models import Appointment, Reminder


def render(*, reminder: Reminder, appointment: Appointment) -> OutgoingMessage:
    """The message, ready to send, in the recipient's language and at the centre's time. A minor's goes to the guardian."""
    reader = recipient(reminder.customer, on=today())
    language = language_of(reader)
    values = {
        "appointment": appointment,
        "customer": reader,
        "member": reminder.customer if reader != reminder.customer else None,
        "centre": settings.CENTRE_NAME,
        "zone": settings.TIME_ZONE,
        "language": language,
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
        not_after=appointment.starts_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    )
