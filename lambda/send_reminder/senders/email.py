"""Email, through SES."""

import os
import re
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from send_reminder.envelope import Calendar, Message
from send_reminder.senders.error import SendError

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import EmailContentTypeDef

# SES's answers that are about the message. All others (paused, throttled, no permission) are ours to mend: the message
# waits, and goes to the dead letters in the end. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
REFUSALS = {"MessageRejected", "BadRequestException"}

# A header that holds a long address is to stay one line: folded, it would be encoded as text is, and no address any more.
UNFOLDED = SMTP.clone(max_line_length=998)


@cache
def ses() -> "SESV2Client":
    # One attempt: after a timeout SES may have sent it, and the SDK's own retry would send it again.
    return boto3.client("sesv2", config=Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1}))


def send(message: Message, calendar: Calendar | None, unsubscribe: str | None) -> str:
    """Sends, with the calendar as a file if there is one, and returns SES's id of it. Raises SendError."""
    is_simple = calendar is None and unsubscribe is None
    try:
        answer = ses().send_email(
            FromEmailAddress=os.environ["EMAIL_FROM"],
            Destination={"ToAddresses": [message.to]},
            Content=_simple(message) if is_simple else {"Raw": {"Data": _mime(message, calendar, unsubscribe)}},
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise SendError(_without_addresses(str(error)), permanent=code in REFUSALS) from None
    except ParamValidationError as error:
        raise SendError(type(error).__name__, permanent=True) from None
    except BotoCoreError as error:
        raise SendError(type(error).__name__, permanent=False) from None
    return answer["MessageId"]


def _simple(message: Message) -> "EmailContentTypeDef":
    return {
        "Simple": {
            "Subject": {"Data": message.subject, "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": message.text, "Charset": "UTF-8"},
                "Html": {"Data": message.html, "Charset": "UTF-8"},
            },
        }
    }


def _mime(message: Message, calendar: Calendar | None, unsubscribe: str | None) -> bytes:
    """Text and HTML of which a program shows one, and the file beside them; with the header by which a program unsubscribes for
    its user at one click (RFC 8058)."""
    mail = EmailMessage(policy=UNFOLDED)
    try:
        mail["From"], mail["To"], mail["Subject"] = os.environ["EMAIL_FROM"], message.to, message.subject
        if unsubscribe:
            mail["List-Unsubscribe"] = f"<{unsubscribe}>"
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except (ValueError, IndexError) as error:  # a line break, or no address
        raise SendError(type(error).__name__, permanent=True) from None
    mail["Content-Language"] = message.language
    mail.set_content(message.text, cte="base64")
    mail.add_alternative(message.html, subtype="html", cte="base64")
    if calendar:
        mail.add_attachment(
            calendar.content.encode(), maintype="text", subtype="calendar", filename=calendar.name,
            params={"charset": "utf-8", "method": calendar.method},
        )  # fmt: skip
    return mail.as_bytes()


def _without_addresses(text: str) -> str:
    """SES names the recipient in what it refuses."""
    return re.sub(r"\S+@\S+", "…", text)
