"""Whatever the use cases do, in whatever order, the columns of standing are what the rows say; and so are the ends."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import checkins, freezes, memberships, payments
from core.calendar import today
from core.events.models import Event
from core.models import CheckIn, Customer, Freeze, Membership, Plan
from core.refusals import Refused
from core.standing import COLUMNS, Standing
from core.tests.factories import CustomerFactory, PlanFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Desk:
    """One member, and whatever may happen to them; what is refused does nothing."""

    def __init__(self) -> None:
        self.customer = CustomerFactory.create()
        self.plans = [
            PlanFactory.create(),
            PlanFactory.create(months=None, days=20),
            PlanFactory.create(months=None, visits=2),
            PlanFactory.create(months=2, visits=2),
        ]

    def membership(self, pick: int) -> Membership | None:
        rows = list(Membership.objects.filter(customer=self.customer).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    def plan(self, pick: int) -> Plan:
        return self.plans[pick % len(self.plans)]

    def do(self, what: str, pick: int, offset: int, length: int) -> None:
        day, held = today() + offset * DAY, self.membership(pick)
        if what == "sell":
            memberships.sell(customer=self.customer, plan=self.plan(length), starts_on=day if pick % 2 else None, by=None)
        elif what == "check_in":
            checkins.check_in(customer=self.customer, method="search", by=None)
        elif what == "undo":
            last = CheckIn.objects.filter(customer=self.customer).first()
            if last:
                checkins.undo(check_in=last, by=None)
        elif what == "end_freeze":
            rest = Freeze.objects.filter(membership__customer=self.customer).last()
            if rest:
                freezes.end_freeze(freeze=rest, by=None)
        elif held is None:
            return
        elif what == "renew":
            memberships.renew(membership=held, plan=self.plan(length) if pick % 3 == 0 else None, by=None)
        elif what == "freeze":
            freezes.freeze(membership=held, starts_on=day, ends_on=day + length * DAY, by=None)
        elif what == "upgrade":
            memberships.upgrade(membership=held, plan=self.plan(length), by=None)
        elif what == "cancel":
            memberships.cancel(membership=held, last_day=day, by=None)
        elif what == "pay":
            payments.record_payment(membership=held, amount=Decimal(length), method="cash", by=None)


def check(customer: Customer) -> None:
    customer.refresh_from_db()
    rows = list(Membership.objects.standing().filter(customer=customer))
    rests = list(Freeze.objects.standing().filter(membership__customer=customer))
    visit = CheckIn.objects.standing().filter(customer=customer).order_by("-at").first()
    said = Standing.on(today(), rows, rests, visit.at if visit else None)
    assert {name: getattr(customer, name) for name in vars(said)} == vars(said)
    assert set(vars(said)) == {"plan_id" if name == "plan" else name for name in COLUMNS}
    for row in rows:
        frozen = sum((rest.days for rest in rests if rest.membership_id == row.pk), 0)
        cut = row.cancelled_at or hasattr(row, "renewal")
        if row.sold_until and row.ends_on and not cut:
            assert row.ends_on == row.sold_until + frozen * DAY
        assert all(row.covers(rest.starts_on) for rest in rests if rest.membership_id == row.pk)
        if row.visits is not None:
            taken = CheckIn.objects.standing().filter(membership=row, took_visit=True).count()
            assert row.used_up_on or row.visits_left == row.visits - taken


WHAT = ["sell", "sell", "renew", "freeze", "freeze", "end_freeze", "upgrade", "cancel", "check_in", "check_in", "undo", "pay"]
step = st.tuples(st.sampled_from(WHAT), st.integers(0, 5), st.integers(-5, 40), st.integers(0, 30), st.integers(0, 9))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(steps=st.lists(step, min_size=4, max_size=14))
def test_standing_follows_the_rows_after_anything(steps: list[tuple[str, int, int, int, int]]) -> None:
    with time_machine.travel(START, tick=False) as clock, transaction.atomic():
        desk = Desk()
        for what, pick, offset, length, days in steps:
            told = Event.objects.count()
            try:
                with transaction.atomic():
                    desk.do(what, pick, offset, length)
            except Refused:
                assert Event.objects.count() == told
            if Event.objects.count() > told:  # the columns are of the day on which something was last done
                check(desk.customer)
            clock.shift(timedelta(days=days // 3, minutes=2))
        transaction.set_rollback(True)
