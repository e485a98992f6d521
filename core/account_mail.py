"""Mails about accounts, in the person's language. What they say stands in `core/mails/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from core.models import User

FOLDER = Path(__file__).parent / "mails"
_engine = Engine(autoescape=False)  # the layout escapes what it is given


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def language_of(user: User | None) -> str:
    """The person's own choice, else the language of the request."""
    for language in (user.language if user else "", translation.get_language() or ""):
        if language in dict(settings.LANGUAGES):
            return language
    return settings.LANGUAGE_CODE


def compose(*, mail: str, to: str, language: str, values: Mapping[str, Any], url: str = "") -> EmailMultiAlternatives:
    """`mail` is a section of the catalogue; a notice (of something that happened to an account) also says what to do about it."""
    says, words = catalogue(language)[mail], catalogue(language)["words"]
    known = {"centre": settings.CENTRE_NAME, "email": to, "name": "", **values}
    if says.get("notice"):
        url = f"{settings.PUBLIC_URL}/password/reset"

    def fill(text: str) -> str:
        return _engine.from_string(text).render(Context(known))

    is_notice = says.get("notice", False)
    shown = {
        "language": language,
        "centre": settings.CENTRE_NAME,
        "title": fill(says["title"]),
        "hello": fill(words["hello" if known["name"] else "hello_nobody"]),
        "paragraphs": [
            fill(text) for text in (*says["paragraphs"], *([words["happened"], words["not_you"]] if is_notice else []))
        ],
        "code": known.get("code", ""),
        "url": url,
        "button": fill(words["not_you_button"] if is_notice else says.get("button", "")),
        "after": [fill(text) for text in says.get("after", [])],
        "foot": fill(words["foot"]),
    }
    message = EmailMultiAlternatives(
        subject=" ".join(fill(says["subject"]).split()),  # one line, whatever a name holds: nobody writes a header of ours
        body=render_to_string("mail/account.txt", shown),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )
    message.attach_alternative(render_to_string("mail/account.html", shown), "text/html")
    return message


def send(*, mail: str, to: str, language: str, values: Mapping[str, Any], url: str = "") -> None:
    """Writes it to the event line, in the caller's transaction."""
    with translation.override(language):
        compose(mail=mail, to=to, language=language, values=values, url=url).send()


def moment(language: str, at: Any = None) -> str:
    """An instant as the person reads it, at the centre's time."""
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        return f"{date_format(timezone.localtime(at), 'DATETIME_FORMAT')} ({settings.TIME_ZONE})"
