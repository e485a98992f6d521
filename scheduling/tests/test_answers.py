"""What is answered to a mail becomes what the person could have done on the screen, and nothing more."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine
from answer import link as function
from django.conf import settings as django_settings
from structlog.testing import capture_logs

from core.events import inbox
from core.events.models import Event
from core.models import Customer, MergedCustomer
from core.refusals import Conflict
from core.tests.factories import CustomerFactory, UserFactory
from scheduling import bookings, sessions, waitlist
from scheduling.models import Appointment, Reminder
from scheduling.reminders.links import Purpose, links
from scheduling.reminders.rendering import render
from scheduling.tests.factories import SOON, AppointmentFactory, ReminderFactory, ServiceFactory, SessionFactory

pytestmark = pytest.mark.django_db
SECRET = "s" * 64
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = SOON - 4 * DAY + 2 * HOUR


@pytest.fixture(autouse=True)
def noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    settings.ANSWERS_URL, settings.LINK_SECRET = "https://api.example/live", SECRET
    monkeypatch.setenv("LINK_SECRET", SECRET)
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def token(purpose: str, row: Appointment, reader: Customer | None = None) -> str:
    """As it stands in the mail about this appointment."""
    made = links([Purpose(purpose)], appointment=row, reader=reader or row.customer, language="en")
    return made[purpose].removeprefix("https://api.example/live/answer/")


def give(given: str, at: datetime | None = None) -> str:
    """The relay takes the answer off the queue; what its log says of it."""
    body = {"type": "answer.given", "token": given, "at": (at or datetime.now(UTC)).isoformat().replace("+00:00", "Z")}
    with capture_logs() as said:
        inbox.handle(json.dumps(body))
    [entry] = [entry for entry in said if entry["event"].startswith("answer_")]
    return str(entry.get("code") or entry["event"])


def booked(**fields: Any) -> Appointment:
    return AppointmentFactory.create(customer=CustomerFactory.create(user=UserFactory.create(role="member")), **fields)


def state(row: Appointment) -> str:
    return Appointment.objects.get(pk=row.pk).state


def offered() -> Appointment:
    session = SessionFactory.create(capacity=1, service__waitlist="offer", service__offer_minutes=60)
    first = bookings.book_seat(session=session, customer=CustomerFactory.create(), by=None)
    row = waitlist.join(session=session, customer=CustomerFactory.create(user=UserFactory.create(role="member")), by=None)
    bookings.cancel(appointment=first, by=None)
    row.refresh_from_db()
    assert row.offered_until == NOON + HOUR
    return row


def test_what_the_mail_says_is_what_the_function_reads() -> None:
    row = offered()
    for purpose in set(Purpose) - {Purpose.UNSUBSCRIBE}:
        read = function.read(token(purpose, row))
        until = row.offered_until if purpose == Purpose.ACCEPT else row.starts_at
        assert (read.purpose, read.subject, read.recipient) == (purpose, row.subject, row.customer_id)
        assert (read.starts_at, read.until) == (row.starts_at, until)
    assert set(Purpose) == set(function.PURPOSES)


@pytest.mark.parametrize("language", [code for code, _ in django_settings.LANGUAGES])
def test_a_mail_carries_the_links_for_what_can_be_said_to_it(language: str) -> None:
    """In both its parts, to who gets it and in their language; what is confirmed can only be cancelled, other kinds have none."""
    guardian = CustomerFactory.create(language=language)
    minor = CustomerFactory.create(guardian=guardian, birth_date=date(2015, 1, 1))
    row = AppointmentFactory.create(customer=minor)
    expected = {
        "appointment_starts": ["confirm", "cancel", "unsubscribe"],
        "waitlist_offered": ["accept"],
        "appointment_booked": [],
    }
    for kind, purposes in expected.items():
        row.offered_until = NOON + HOUR if kind == "waitlist_offered" else None
        said = render(reminder=ReminderFactory.create(appointment=row, kind=kind), about=row)
        for part in (said.text, said.html):
            found = [function.read(one) for one in re.findall(r"https://api\.example/live/answer/([\w.-]+)", part)]
            assert [(one.purpose, one.recipient, one.language) for one in found] == [
                (purpose, guardian.pk, language) for purpose in purposes
            ]
    row.state = "confirmed"
    said = render(reminder=ReminderFactory.create(appointment=row, subject_version=2), about=row)
    assert [function.read(one).purpose for one in re.findall(r"/answer/([\w.-]+)", said.text)] == ["cancel", "unsubscribe"]


@pytest.mark.parametrize(
    ("purpose", "event", "becomes"),
    [("confirm", "appointment.confirmed", "confirmed"), ("cancel", "appointment.cancelled", "cancelled")],
)
def test_an_answer_is_what_that_person_does_and_once(purpose: str, event: str, becomes: str) -> None:
    row = booked()
    answer = token(purpose, row)
    assert [give(answer) for _ in range(2)] == ["answer_taken"] * 2
    assert state(row) == becomes
    [told] = Event.objects.filter(type=event)
    assert told.actor == row.customer.user_id
    assert set(told.audience) == {"staff", f"user:{row.customer.user_id}"}


def test_a_seat_is_taken_from_the_mail_once() -> None:
    row = offered()
    answer = token("accept", row)
    assert [give(answer) for _ in range(2)] == ["answer_taken"] * 2
    [told] = Event.objects.filter(type="appointment.booked", subject=row.subject)
    assert (state(row), told.actor) == ("booked", row.customer.user_id)


def test_who_has_no_login_is_bound_as_a_member_is_and_cancels_for_themselves() -> None:
    """At night, too late: the visit isn't excused, and the mail that confirms it doesn't wait for the morning."""
    row = AppointmentFactory.create(starts_at=NOON + DAY, cancellation_hours=48)
    with time_machine.travel(NOON.replace(hour=22), tick=False):
        assert give(token("cancel", row)) == "answer_taken"
        mail = Reminder.objects.get(subject=row.subject, kind="appointment_cancelled")
        assert mail.due_at == NOON.replace(hour=22)
    row.refresh_from_db()
    assert (row.cancelled_by, row.late) == ("member", True)
    assert Event.objects.get(type="appointment.cancelled").actor is None


def test_a_cancellation_counts_from_when_it_was_said_however_long_the_server_was_away(noon: time_machine.Traveller) -> None:
    in_time, late, begun = (AppointmentFactory.create(cancellation_hours=2) for _ in range(3))
    for row in (in_time, late, begun):
        noon.move_to(SOON + timedelta(minutes=5))
        give(token("cancel", row), at={in_time: SOON - 3 * HOUR, late: SOON - HOUR, begun: SOON}[row])
    assert [state(row) for row in (in_time, late, begun)] == ["cancelled", "cancelled", "booked"]
    assert [Appointment.objects.get(pk=row.pk).late for row in (in_time, late)] == [False, True]
    with pytest.raises(Conflict):
        bookings.cancel(appointment=begun, by=None, answered_at=SOON)


def test_nobody_answers_from_the_future(noon: time_machine.Traveller) -> None:
    row = booked(cancellation_hours=2)
    give(token("cancel", row), at=SOON - HOUR)
    row.refresh_from_db()
    assert not row.late


@pytest.mark.parametrize("purpose", ["confirm", "cancel"])
def test_of_what_was_moved_or_is_gone_nothing_changes(purpose: str, noon: time_machine.Traveller) -> None:
    moved, cancelled, seat, over = booked(), booked(), SessionFactory.create(), booked()
    seated = bookings.book_seat(session=seat, customer=CustomerFactory.create(), by=None)
    answers = {row: token(purpose, row) for row in (moved, cancelled, seated, over)}
    bookings.change(appointment=moved, starts_at=SOON + HOUR, by=None)
    bookings.cancel(appointment=cancelled, by=None)
    sessions.change(session=seat, starts_at=SOON + 2 * HOUR, by=None)
    before = Event.objects.count()
    said = [give(answers[row]) for row in (moved, cancelled, seated)]
    assert said == ["moved", {"confirm": "conflict", "cancel": "answer_taken"}[purpose], "moved"]
    noon.move_to(SOON)
    assert give(answers[over]) == "expired"
    assert [state(row) for row in (moved, seated, over)] == ["booked"] * 3
    assert Event.objects.count() == before


def test_an_offer_that_is_over_or_passed_on_is_not_taken(noon: time_machine.Traveller) -> None:
    row = offered()
    answer = token("accept", row)
    noon.move_to(NOON + HOUR)
    assert give(answer) == "expired"
    assert give(answer, at=NOON) == "offer_ended", "said in time, but the seat is the next one's"
    assert give(token("accept", booked())) == "not_offered"


def test_only_who_the_mail_went_to_answers_it() -> None:
    """A minor's mail goes to the guardian (domain rule 26), who answers with a login of their own."""
    guardian = CustomerFactory.create(user=UserFactory.create(role="member"))
    minor = CustomerFactory.create(guardian=guardian, birth_date=date(2015, 1, 1), user=UserFactory.create(role="member"))
    row = AppointmentFactory.create(customer=minor)
    for stranger in (minor, CustomerFactory.create()):
        assert give(token("cancel", row, stranger)) == "permission_denied"
    assert state(row) == "booked"
    assert give(token("cancel", row, guardian)) == "answer_taken"
    assert Event.objects.get(type="appointment.cancelled").actor == guardian.user_id


def test_who_was_merged_since_is_still_who_the_mail_went_to() -> None:
    row = booked()
    former = CustomerFactory.create()
    answer = token("confirm", row, former)
    assert give(answer) == "permission_denied"
    MergedCustomer.objects.create(id=former.pk, member_number=former.member_number, kept=row.customer, snapshot={})
    assert give(answer) == "answer_taken"


def test_an_answer_is_believed_by_its_signature_and_not_by_the_queue() -> None:
    row = booked()
    good = token("cancel", row)
    claims = jwt.decode(good, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, "x" * 64, algorithm="HS256"),
        jwt.encode(claims | {"aud": "session"}, SECRET, algorithm="HS256"),
        jwt.encode(claims | {"act": "erase"}, SECRET, algorithm="HS256"),
        jwt.encode(claims | {"extra": 1}, SECRET, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        good[:-4],
        "é",
    ]
    assert [give(token) for token in forged] == ["answer_not_ours"] * len(forged)
    assert state(row) == "booked"
    assert give(good) == "answer_taken"


def test_a_subject_that_is_no_appointment_is_refused() -> None:
    row = booked()
    claims = jwt.decode(token("confirm", row), options={"verify_signature": False})
    for subject in ("appointment/0", "appointment/x", "appointment/" + "9" * 40, "membership/5", f"session/{row.pk}"):
        assert give(jwt.encode(claims | {"sub": subject}, SECRET, algorithm="HS256")) == "not_found"


def test_without_an_address_or_a_secret_there_are_no_links(settings: Any) -> None:
    row = booked(service=ServiceFactory.create())
    settings.LINK_SECRET = ""
    assert links([Purpose.CONFIRM], appointment=row, reader=row.customer, language="en") == {}
    assert "/answer/" not in str(render(reminder=ReminderFactory.create(appointment=row), about=row))
