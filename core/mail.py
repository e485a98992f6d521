"""Mail that Django itself sends (accounts): written to the event line, sent by the function that sends reminders.

So a request never waits for a mail service, and a mail is sent if and only if its transaction committed.
"""

from collections.abc import Sequence

import uuid6
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import get_language

from core.events import audience
from core.events.record import record
from core.people_events import EmailRequested, OutgoingMessage


class EventLineBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            return sum(self._request(message) for message in email_messages)

    def _request(self, message: EmailMessage) -> int:
        html = next(
            (body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"),
            linebreaks(str(message.body), autoescape=True),
        )
        assert isinstance(message, EmailMessage | EmailMultiAlternatives)
        for recipient in message.recipients():
            key = f"email:{uuid6.uuid7()}"
            record(
                EmailRequested(
                    message=OutgoingMessage(
                        key=key,
                        channel="email",
                        to=recipient,
                        subject=str(message.subject),
                        text=str(message.body),
                        html=str(html),
                        language=get_language() or "en",
                        not_after=None,
                    )
                ),
                subject=key.replace(":", "/"),
                audience=audience.NOBODY,
                actor=None,
            )
        return 1
