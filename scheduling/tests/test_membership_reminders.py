"""A membership that ends is told of by itself: when, in which words, and when not after all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import checkins, freezes, memberships, payments
from core.calendar import today
from core.events.models import Event
from core.models import Freeze, Membership
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory, UserFactory
from scheduling.models import Reminder
from scheduling.reminders.taking import take_due

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# 1 March to 31 May; the clocks go forward on 29 March.
START, END = date(2026, 3, 1), date(2026, 5, 31)


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 3, 1, 11, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def sell(**options: Any) -> Membership:
    plan = PlanFactory.create(**({"months": 3} | options))
    return memberships.sell(customer=CustomerFactory.create(), plan=plan, by=None)


def last_day_of(membership: Membership) -> date:
    assert membership.ends_on
    return membership.ends_on


def days(membership: Membership, state: str = "planned") -> list[date]:
    found = Reminder.objects.filter(subject=membership.subject, state=state).order_by("due_at")
    return [reminder.due_at.date() for reminder in found]


@pytest.mark.usefixtures("noon")
def test_two_weeks_and_three_days_before_at_ten_at_the_centre_on_either_side_of_the_clocks() -> None:
    held, short = sell(), sell(months=1)
    due = Reminder.objects.filter(subject=held.subject).order_by("due_at").values_list("due_at", flat=True)
    assert list(due) == [datetime(2026, 5, 17, 8, tzinfo=UTC), datetime(2026, 5, 28, 8, tzinfo=UTC)]
    first = Reminder.objects.filter(subject=short.subject).earliest("due_at")
    assert (first.due_at, first.kind, first.customer) == (datetime(2026, 3, 17, 9, tzinfo=UTC), "membership_ends", short.customer)


@pytest.mark.usefixtures("noon")
def test_only_what_lies_ahead_and_after_the_first_day() -> None:
    assert days(sell(months=None, days=14)) == [date(2026, 3, 11)]
    assert days(sell(months=None, days=3)) == []
    assert days(sell(months=None, visits=10)) == []


@pytest.mark.usefixtures("noon")
def test_a_renewal_makes_the_one_before_end_in_silence() -> None:
    held = sell()
    renewed = memberships.renew(membership=held, by=None)
    assert (days(held), days(held, "superseded")) == ([], [END - 14 * DAY, END - 3 * DAY])
    assert len(days(renewed)) == 2
    memberships.cancel(membership=renewed, last_day=START, by=None)
    assert (days(held), days(renewed)) == ([END - 14 * DAY, END - 3 * DAY], [])


@pytest.mark.usefixtures("noon")
def test_a_freeze_moves_them_with_the_end_and_none_falls_inside_it() -> None:
    held = sell()
    freezes.freeze(membership=held, starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 10), by=None)
    end = END + 10 * DAY
    assert days(held) == [end - 14 * DAY, end - 3 * DAY]
    freezes.freeze(membership=held, starts_on=end - 5 * DAY, ends_on=end - 1 * DAY, by=None)
    end += 5 * DAY
    assert days(held) == [end - 14 * DAY, end - 3 * DAY]  # the freeze lies between
    rest = Freeze.objects.latest("id")
    rest.refresh_from_db()
    freezes.end_freeze(freeze=rest, last_day=rest.starts_on - DAY, by=None)
    end -= 5 * DAY
    freezes.freeze(membership=held, starts_on=end - 1 * DAY, ends_on=end + 19 * DAY, by=None)
    assert days(held) == [end + 20 * DAY]  # both would fall inside, and are one on the first day after it


@pytest.mark.usefixtures("noon")
def test_a_cancelled_one_is_not_reminded_of_and_a_payment_or_a_visit_changes_nothing() -> None:
    held = sell()
    planned = list(Reminder.objects.values("id", "version"))
    payments.record_payment(membership=held, amount=held.price, method="cash", by=None)
    checkins.check_in(customer=held.customer, method="search", by=None)
    assert list(Reminder.objects.values("id", "version")) == planned
    memberships.cancel(membership=held, last_day=END - DAY, by=None)
    assert (days(held), len(days(held, "superseded"))) == ([], 2)


def due(**fields: Any) -> tuple[Membership, Reminder]:
    """Due a minute ago, of a membership with three days to come."""
    held = MembershipFactory.create(**({"starts_on": today() - 20 * DAY, "ends_on": today() + 3 * DAY} | fields))
    reminder = Reminder.objects.create(
        kind=Reminder.Kind.MEMBERSHIP_ENDS,
        subject=held.subject,
        subject_version=held.version,
        customer=held.customer,
        due_at=timezone.now() - timedelta(minutes=1),
    )
    return held, reminder


@pytest.mark.parametrize(("language", "said"), [("en", "Your membership ends on "), ("zh-hans", "您的会员资格将于")])
def test_it_is_sent_in_the_members_language_until_the_end_of_the_last_day(language: str, said: str) -> None:
    user = UserFactory.create(role="member", language=language)
    held, reminder = due(customer=CustomerFactory.create(user=user, language=language), plan=PlanFactory.create(name="Yearly"))
    assert take_due() == 1
    message = Event.objects.get(type="reminder.due").data["message"]
    assert message["subject"].startswith(said)
    assert "Yearly" in message["text"]
    assert "Yearly" in message["html"]
    assert f"{held.ends_on:%Y}" in message["text"]
    last = datetime.fromisoformat(message["not_after"])
    assert timezone.localtime(last, timezone.get_default_timezone()).date() == last_day_of(held) + DAY
    assert Event.objects.filter(type="reminder.queued", subject=f"reminder/{reminder.pk}").exists()


def test_late_it_is_sent_if_it_is_still_true_and_else_logged_as_such() -> None:
    over = due(starts_on=today() - 20 * DAY, ends_on=today() - DAY)[1]
    frozen, in_freeze = due()
    Freeze.objects.create(membership=frozen, starts_on=today(), ends_on=today())
    cancelled = due(cancelled_at=timezone.now())[1]
    void = due(voided_at=timezone.now())[1]
    renewed, of_renewed = due()
    MembershipFactory.create(customer=renewed.customer, starts_on=last_day_of(renewed) + DAY)
    last_day = due(ends_on=today())[1]
    take_due()
    found = {reminder.pk: (reminder.state, reminder.detail) for reminder in Reminder.objects.all()}
    assert [found[one.pk] for one in (over, in_freeze, cancelled, void, of_renewed, last_day)] == [
        ("expired", "Not sent: the membership was over."),
        ("expired", "Not sent: the membership was frozen."),
        ("superseded", ""),
        ("superseded", ""),
        ("superseded", ""),
        ("due", ""),
    ]


def test_reading_a_batch_of_them_takes_the_same_queries_for_any_length() -> None:
    counts = []
    for rows in (1, 5):
        for _ in range(rows):
            due()
        with CaptureQueriesContext(connection) as queries:
            assert take_due() == rows
        counts.append(sum(query["sql"].startswith("SELECT") for query in queries))
    assert counts[0] == counts[1]
