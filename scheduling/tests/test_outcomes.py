"""What became of a reminder, as the function reports it: written down once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.events.inbox import HANDLERS, Outcome
from core.events.models import Event
from core.tests.factories import CustomerFactory, UserFactory
from scheduling.models import Reminder
from scheduling.reminders.outcomes import settle
from scheduling.tests.factories import AppointmentFactory, ReminderFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 0, 1, tzinfo=UTC)


@pytest.fixture
def reminder() -> Reminder:
    member = UserFactory.create(role="member")
    appointment = AppointmentFactory.create(customer=CustomerFactory.create(user=member))
    return ReminderFactory.create(appointment=appointment, state=Reminder.State.DUE, version=2)


def outcome(reminder: Reminder, **changed: Any) -> Outcome:
    said = {
        "type": "message.outcome",
        "of": "reminder.due",
        "subject": f"reminder/{reminder.pk}",
        "key": reminder.key,
        "outcome": "sent",
        "provider_id": "ses-1",
        "detail": "",
        "at": AT,
    }
    return Outcome.model_validate(said | changed)


def test_it_is_who_asks_for_reminders_that_hears_of_them() -> None:
    assert HANDLERS["reminder.due"] is settle


@pytest.mark.parametrize("result", ["sent", "failed", "expired"])
def test_the_outcome_becomes_the_state_and_an_event(reminder: Reminder, result: str) -> None:
    settle(outcome(reminder, outcome=result))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.outcome_at, reminder.provider_id, reminder.version) == (result, AT, "ses-1", 3)
    event = Event.objects.get()
    assert (event.type, event.data["state"], event.data["version"]) == (f"reminder.{result}", result, 3)
    assert event.audience == ["staff", f"user:{reminder.customer.user_id}"]


def test_a_repeat_changes_nothing(reminder: Reminder) -> None:
    settle(outcome(reminder))
    settle(outcome(reminder))
    settle(outcome(reminder, outcome="failed", detail="later"))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.detail, reminder.version) == ("sent", "", 3)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"subject": "reminder/0"}, {"subject": "reminder/x"}, {"subject": "reminder/" + "9" * 40}, {"key": "another"}],
)
def test_what_is_not_its_own_changes_nothing(reminder: Reminder, changed: dict[str, str]) -> None:
    settle(outcome(reminder, **changed))
    reminder.refresh_from_db()
    assert reminder.state == "due"
    assert not Event.objects.exists()


def test_what_a_provider_says_names_no_address_and_fits(reminder: Reminder) -> None:
    settle(outcome(reminder, outcome="failed", detail="550 <mia.ott@example.org> unknown\0" + "x" * 500, provider_id="y" * 500))
    reminder.refresh_from_db()
    assert reminder.detail.startswith("550 … unknownx")
    assert (len(reminder.detail), len(reminder.provider_id)) == (300, 200)
    assert "@" not in str(Event.objects.get().data)
