"""Which reminders somebody wants by mail: chosen on their page or by the link in a mail, and kept to when one is due."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.utils import timezone

from core import merging
from core.events import inbox
from core.events.models import Event
from core.models import Customer
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from scheduling.models import MailChoice, Reminder
from scheduling.reminders import choices
from scheduling.reminders.taking import take_due
from scheduling.tests.factories import SOON, AppointmentFactory, ReminderFactory

pytestmark = pytest.mark.django_db
SECRET = "s" * 64
URL = "/api/me/mails/"


@pytest.fixture(autouse=True)
def links(settings: Any) -> None:
    settings.ANSWERS_URL, settings.LINK_SECRET = "https://api.example/live", SECRET


def member(**fields: Any) -> Customer:
    return CustomerFactory.create(user=UserFactory.create(role="member"), **fields)


def due(customer: Customer, kind: str = "appointment_starts") -> Reminder:
    before = customer.appointments.count()
    appointment = AppointmentFactory.create(customer=customer, starts_at=SOON + before * timedelta(hours=1))
    return ReminderFactory.create(appointment=appointment, kind=kind, due_at=timezone.now() - timedelta(minutes=1))


def sent(reminder: Reminder) -> dict[str, Any]:
    data: dict[str, Any] = Event.objects.get(type="reminder.due", subject=f"reminder/{reminder.pk}").data
    return data


def press(address: str) -> None:
    token = address.rpartition("/")[2]
    inbox.handle(json.dumps({"type": "answer.given", "token": token, "at": timezone.now().isoformat()}))


def test_one_click_ends_mails_of_that_kind_and_no_other() -> None:
    """The address in the header is the one in both texts; pressed twice is once; what is due next isn't sent, and why."""
    customer = member()
    first = due(customer)
    take_due()
    data = sent(first)
    for part in ("text", "html"):
        assert data["unsubscribe"] in data["message"][part]
    press(data["unsubscribe"])
    press(data["unsubscribe"])
    [told] = Event.objects.filter(type="mails.chosen")
    assert told.data == {"customer": customer.pk, "kind": "appointment_starts", "wanted": False, "version": 1}
    assert (told.actor, set(told.audience)) == (customer.user_id, {"staff", f"user:{customer.user_id}"})
    second, booked = due(customer), due(customer, "appointment_booked")
    take_due()
    second.refresh_from_db()
    assert (second.state, second.detail) == ("superseded", "Not sent: mails of this kind aren't wanted.")
    assert sent(booked)["unsubscribe"] is None, "what happened to a booking is always told"


def test_a_guardian_refuses_what_comes_to_them_and_not_what_comes_to_others() -> None:
    guardian = member()
    minor = member(guardian=guardian, birth_date=date(2015, 1, 1))
    grown = member(guardian=guardian, birth_date=date(1990, 1, 1))
    choices.choose(customer=guardian, kind="appointment_starts", wanted=False, by=None)
    choices.choose(customer=minor, kind="membership_ends", wanted=False, by=None)
    rows = [due(one) for one in (minor, grown)]
    take_due()
    assert [Reminder.objects.get(pk=row.pk).state for row in rows] == ["superseded", "due"]


def test_the_link_is_good_for_three_months_and_for_kinds_that_can_be_refused() -> None:
    row = due(member())
    take_due()
    address = sent(row)["unsubscribe"]
    claims = jwt.decode(address.rpartition("/")[2], options={"verify_signature": False})
    assert claims["exp"] == int((row.due_at + timedelta(days=90)).timestamp())
    for subject in ("mails/appointment_cancelled", "mails/", "appointment/5"):
        press(jwt.encode(claims | {"sub": subject}, SECRET, algorithm="HS256"))
    with time_machine.travel(row.due_at + timedelta(days=90), tick=False):
        press(address)
    press(jwt.encode(claims | {"to": 0}, SECRET, algorithm="HS256"))
    assert not MailChoice.objects.exists()


def test_each_chooses_on_their_own_page_and_may_have_them_again(person: Callable[[str], Person]) -> None:
    own, other = person("member"), person("member")
    kinds = ["appointment_starts", "membership_ends"]
    assert own.client.get(URL).json() == [{"kind": kind, "wanted": True, "version": 0} for kind in kinds]
    chosen = own.client.patch(f"{URL}membership_ends/", {"wanted": False})
    assert chosen.json() == {"kind": "membership_ends", "wanted": False, "version": 1}
    assert own.client.patch(f"{URL}membership_ends/", {"wanted": False}).json() == chosen.json()
    assert [row["wanted"] for row in own.client.get(URL).json()] == [True, False]
    assert [row["wanted"] for row in other.client.get(URL).json()] == [True, True]
    assert own.client.patch(f"{URL}membership_ends/", {"wanted": True}).json()["version"] == 2
    assert own.client.patch(f"{URL}appointment_booked/", {"wanted": False}).status_code == 404
    for body in ({}, {"wanted": "yes"}, {"wanted": None}, {"wanted": True, "kind": "x"}):
        refused = own.client.patch(f"{URL}membership_ends/", body)
        assert (refused.status_code, refused.json()["code"]) == (400, "validation_failed")
    desk = person("front_desk")
    assert desk.client.get(URL).json() == []
    assert desk.client.patch(f"{URL}membership_ends/", {"wanted": False}).status_code == 404


def test_of_two_records_of_one_person_what_either_refused_is_refused() -> None:
    kept, merged = member(), CustomerFactory.create()
    choices.choose(customer=kept, kind="appointment_starts", wanted=False, by=None)
    choices.choose(customer=kept, kind="membership_ends", wanted=False, by=None)
    choices.choose(customer=kept, kind="membership_ends", wanted=True, by=None)
    choices.choose(customer=merged, kind="membership_ends", wanted=False, by=None)
    merging.merge(kept=kept, merged=merged, by=UserFactory.create(role="owner"))
    assert [row.wanted for row in choices.choices(kept)] == [False, False]
