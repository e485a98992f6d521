"""What a reminder says: every kind in every language, whatever the names hold."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.template.loader import get_template

from core.people_events import OutgoingMessage
from core.tests.factories import CustomerFactory, UserFactory
from scheduling.models import Reminder
from scheduling.reminders.rendering import render
from scheduling.tests.factories import AppointmentFactory, ReminderFactory, ServiceFactory

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]
WINTER, SUMMER = datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2027, 7, 7, 16, tzinfo=UTC)
NAMES = [
    "Jürgen", "Łukasz", "Nguyễn", "Ελένη", "Соломія", "فاطمة", "שירה", "प्रिया", "王芳", "ひなた", "지민", "ไพลิน", "𠮷田",
    "👩🏽‍🦰", "O'Connor", "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", '"><b>', "{{ settings }}",
    "{% now 'Y' %}", "Mia\r\nBcc: all@example.org", "&lt;i&gt;", "%s %(x)s", "\\u003c", "a" * 80,
]  # fmt: skip


def message(language: str = "", starts_at: datetime = WINTER, trainer: str = "Jonas", **customer: Any) -> OutgoingMessage:
    user = UserFactory.create(role="member", language=language)
    appointment = AppointmentFactory.create(
        customer=CustomerFactory.create(user=user, **customer),
        service=ServiceFactory.create(name=customer.get("first_name", "Personal Training")),
        trainer=UserFactory.create(display_name=trainer) if trainer else None,
        starts_at=starts_at,
    )
    return render(reminder=ReminderFactory.create(appointment=appointment), about=appointment)


class Elements(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_any_script_breaks_a_message(language: str, name: str) -> None:
    said = message(language, first_name=name, last_name=name, trainer=name)
    plain = message(language)
    assert "\n" not in said.subject
    assert "\r" not in said.subject
    page = Elements(said.html)
    assert page.tags == Elements(plain.html).tags
    assert name.replace("\r", "") in page.text.replace("\r", "")
    assert name in said.text
    for part in (said.subject, said.text, page.text):
        assert not re.search(r"\{[{%#]", part.replace(name, "").replace(" ".join(name.split()), ""))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Reminder.Kind.values)
@pytest.mark.parametrize("part", ["subject.txt", "txt", "html"])
def test_every_kind_is_written_in_every_language(language: str, kind: str, part: str) -> None:
    found = get_template(f"reminders/{language}/{kind}.{part}")
    assert Path(str(found.origin)).is_relative_to(settings.BASE_DIR / "scheduling")  # type: ignore[attr-defined]


def test_english_says_when_at_the_centres_time() -> None:
    said = message("en", first_name="Mia")
    assert said.subject == "Mia on Wednesday, 25 November at 18:00"
    assert "Wednesday, 25 November 2026, 18:00 to 19:00 CET (Europe/Berlin)" in said.text
    assert "with Jonas" in said.text
    assert settings.CENTRE_NAME in said.html
    assert said.not_after == "2026-11-25T17:00:00Z"
    assert "18:00 to 19:00 CEST (Europe/Berlin)" in message("en", starts_at=SUMMER).text


def test_chinese_says_it_in_chinese() -> None:
    said = message("zh-hans")
    assert said.subject == "11月25日 星期三 18:00 Personal Training"
    assert "2026年11月25日 星期三 18:00 至 19:00 CET（Europe/Berlin）" in said.text
    assert '<html lang="zh-hans">' in said.html
    assert "Wednesday" not in said.html + said.text


@pytest.mark.parametrize("language", ["", "fr", "../../en"])
def test_an_unknown_language_is_english(language: str) -> None:
    assert message(language).language == "en"


def test_without_a_login_it_is_english_and_without_a_trainer_nobody_is_named() -> None:
    appointment = AppointmentFactory.create()
    said = render(reminder=ReminderFactory.create(appointment=appointment), about=appointment)
    assert said.language == "en"
    assert " with " not in said.text
    assert "<dt>With</dt>" not in said.html


def test_a_minors_message_goes_to_the_guardian_and_names_the_minor() -> None:
    """Also when the minor has an address of their own (domain rule 26); from the 18th birthday on it is theirs."""
    guardian = CustomerFactory.create(first_name="芳", last_name="王", language="zh-hans", email="fang@example.org")
    minor = CustomerFactory.create(
        first_name="Tim", birth_date=date(2010, 11, 25), guardian=guardian, email="tim@example.org", language="en"
    )
    appointment = AppointmentFactory.create(customer=minor, starts_at=WINTER)
    reminder = ReminderFactory.create(appointment=appointment)
    with time_machine.travel(datetime(2028, 11, 24, 22, 30, tzinfo=UTC), tick=False):
        said = render(reminder=reminder, about=appointment)
    assert (said.to, said.language) == ("fang@example.org", "zh-hans")
    assert "王芳，您好" in said.text
    for part in (said.text, said.html):
        assert minor.full_name in part
    with time_machine.travel(datetime(2028, 11, 24, 23, 30, tzinfo=UTC), tick=False):  # midnight at the centre
        said = render(reminder=reminder, about=appointment)
    assert (said.to, said.language) == ("tim@example.org", "en")
    assert "王" not in said.text


def test_who_has_no_address_is_reached_through_the_guardian_at_any_age() -> None:
    ward = CustomerFactory.create(birth_date=date(1990, 1, 1), guardian=CustomerFactory.create(email="a@example.org"), email="")
    appointment = AppointmentFactory.create(customer=ward)
    assert render(reminder=ReminderFactory.create(appointment=appointment), about=appointment).to == "a@example.org"


def test_they_are_called_as_they_like() -> None:
    assert "Hello Millie," in message("en", first_name="Amelia", preferred_name="Millie").text


def test_the_page_suits_light_and_dark_and_asks_nothing_of_the_network() -> None:
    html = re.sub(r"<a [^>]*>", "", message().html)
    assert "prefers-color-scheme: dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert not re.search(r"https?://|url\(|@import|<script|<link|<img", html)


def test_the_key_is_the_reminders_identity() -> None:
    appointment = AppointmentFactory.create(starts_at=WINTER)
    reminder = ReminderFactory.create(appointment=appointment)
    assert render(reminder=reminder, about=appointment).key == (
        f"appointment_starts:appointment/{appointment.pk}:{appointment.customer_id}:email:2026-11-24T17:00:00Z:1"
    )
