"""What a reminder says: templates for each kind and language, in `templates/reminders/<language>/`."""

from datetime import UTC

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.people_events import OutgoingMessage
from scheduling.models import Appointment, Reminder


def render(*, reminder: Reminder, appointment: Appointment) -> OutgoingMessage:
    """The message, ready to send, in the recipient's language and at the centre's time."""
    language = _language(reminder)
    values = {
        "appointment": appointment,
        "customer": reminder.customer,
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
        to=reminder.customer.email,
        subject=" ".join(subject.split()),  # one line, whatever a name holds: nobody writes a header of ours
        text=text,
        html=html,
        language=language,
        not_after=appointment.starts_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    )


def _language(reminder: Reminder) -> str:
    chosen = reminder.customer.user.language if reminder.customer.user else ""
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
