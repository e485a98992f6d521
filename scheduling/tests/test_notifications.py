"""Who is told of what happens to appointments and reminders, and that the count of unread is exact whatever runs at once."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from core.events.inbox import Outcome
from core.events.models import Event
from core.models import User
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from realtime.models import Inbox, Notification
from realtime.notifications import inbox
from scheduling import bookings
from scheduling.models import Reminder
from scheduling.reminders.outcomes import settle
from scheduling.tests.factories import SOON, ReminderFactory, ServiceFactory, SessionFactory

HOUR = timedelta(hours=1)


def told(user: User) -> list[dict[str, Any]]:
    return [row.content for row in Notification.objects.filter(user=user).order_by("pk")]


def kinds(user: User) -> list[str]:
    return [content["kind"] for content in told(user)]


@pytest.mark.django_db
def test_the_member_and_the_trainers_are_told_of_what_concerns_them() -> None:
    member, desk = UserFactory.create(role="member"), UserFactory.create(role="front_desk")
    jonas, amara = (UserFactory.create(role="trainer", display_name=name) for name in ("Jonas", "Amara"))
    customer = CustomerFactory.create(user=member, first_name="Mia", last_name="Ott", email="mia@example.org")
    service = ServiceFactory.create(name="Training")
    appointment = bookings.book(customer=customer, service=service, trainer=jonas, starts_at=SOON, notes="Knee", by=desk)
    facts = {
        "appointment": appointment.pk,
        "customer": customer.pk,
        "customer_name": "Mia Ott",
        "service_name": "Training",
        "trainer_name": "Jonas",
        "starts_at": f"{SOON:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert told(member) == told(jonas) == [{"kind": "appointment_booked", **facts}]

    bookings.change(appointment=appointment, notes="Hip", by=desk)
    assert kinds(member) == ["appointment_booked"]

    bookings.change(appointment=appointment, starts_at=SOON + HOUR, trainer=amara, by=desk)
    facts |= {"trainer_name": "Amara", "starts_at": f"{SOON + HOUR:%Y-%m-%dT%H:%M:%SZ}"}
    before = {"previous_starts_at": f"{SOON:%Y-%m-%dT%H:%M:%SZ}", "previous_trainer_name": "Jonas"}
    assert told(member)[-1] == {"kind": "appointment_changed", **facts, **before}
    assert told(jonas)[-1] == {"kind": "appointment_handed_over", **facts}
    assert told(amara) == [{"kind": "appointment_booked", **facts}]

    bookings.cancel(appointment=appointment, by=amara)
    bookings.cancel(appointment=appointment, by=desk)
    assert told(member)[-1] == {"kind": "appointment_cancelled", **facts}
    assert kinds(jonas) == ["appointment_booked", "appointment_handed_over"]
    assert kinds(amara) == ["appointment_booked"]  # she cancelled it herself
    assert told(desk) == []
    everything = str([event.data for event in Event.objects.filter(type__startswith="notification.")])
    assert "mia@example.org" not in everything
    assert "Knee" not in everything


@pytest.mark.django_db
def test_a_trainer_is_not_told_of_every_seat_and_nobody_of_what_is_past() -> None:
    member, session = UserFactory.create(role="member"), SessionFactory.create()
    customer = CustomerFactory.create(user=member)
    bookings.book_seat(session=session, customer=customer, by=None)
    assert kinds(member) == ["appointment_booked"]
    trainer = UserFactory.create(role="trainer")
    past = timezone.now() - timedelta(days=2)
    bookings.book(customer=customer, service=ServiceFactory.create(), trainer=trainer, starts_at=past, by=None)
    assert kinds(member) == ["appointment_booked"]
    assert told(session.trainer) == told(trainer) == []


@pytest.mark.django_db
def test_a_failed_reminder_is_told_to_those_who_can_put_the_address_right() -> None:
    desk, trainer, manager = (UserFactory.create(role=role) for role in ("front_desk", "trainer", "manager"))
    reminder = ReminderFactory.create(state=Reminder.State.DUE)
    outcome = Outcome.model_validate(
        {
            "type": "message.outcome",
            "of": "reminder.due",
            "subject": f"reminder/{reminder.pk}",
            "key": reminder.key,
            "outcome": "failed",
            "provider_id": "",
            "detail": "no such mailbox: mia@example.org",
            "at": timezone.now(),
        }
    )
    for _ in range(2):
        settle(outcome)
    assert kinds(desk) == kinds(manager) == ["reminder_failed"]
    assert told(trainer) == []
    assert "example.org" not in str(told(desk))


def unread_by_version(user: User) -> dict[int, tuple[int, int]]:
    """The checker: goes along the line and counts for itself. By version of the inbox: what was told, what is true."""
    unread: set[int] = set()
    found = {}
    for event in Event.objects.filter(audience=[f"user:{user.pk}"], type__startswith="notification.").order_by("data__version"):
        match event.type:
            case "notification.created":
                unread.add(event.data["notification"]["id"])
            case "notification.read" | "notification.withdrawn":
                unread -= set(event.data["ids"])
        found[event.data["version"]] = (event.data["unread"], len(unread))
    return found


@pytest.mark.django_db(transaction=True)
def test_the_count_is_exact_at_every_version_whatever_runs_at_once() -> None:
    trainer, members = UserFactory.create(role="trainer"), [UserFactory.create(role="member") for _ in range(3)]
    service, customers = ServiceFactory.create(), [CustomerFactory.create(user=member) for member in members]
    calls: list[Callable[[], Any]] = [
        partial(bookings.book, customer=customers[n % 3], service=service, trainer=trainer, starts_at=SOON + n * HOUR, by=None)
        for n in range(12)
    ]
    bookings.book(customer=customers[0], service=service, trainer=trainer, starts_at=SOON - 2 * HOUR, by=None)
    first = Notification.objects.get(user=trainer)
    calls += [partial(inbox.mark_all_read, user=user, up_to=2**62) for user in (trainer, *members)] * 2
    calls += [partial(inbox.mark_read, user=trainer, notification=first)] * 3
    random.Random(4).shuffle(calls)
    for begin in range(0, len(calls), 8):
        assert not [one for one in together(calls[begin : begin + 8]) if isinstance(one, Exception)]

    for user in (trainer, *members):
        by_version = unread_by_version(user)
        assert list(by_version) == list(range(1, Inbox.objects.get(user=user).version + 1))
        assert all(told == true for told, true in by_version.values()), by_version
        assert by_version[max(by_version)][0] == Notification.objects.filter(user=user, read_at=None).count()
    assert Notification.objects.filter(user=trainer).count() == 13
