"""What the centre sells, and who holds what."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from core.calendar import today
from core.models import CheckIn, Customer, Membership, Plan
from core.standing import COLUMNS, Standing
from gymcrm.demo import visits as door
from gymcrm.demo.seed import chance
from scheduling.centre_time import at

Periods = dict[int, list[Membership]]


def offer() -> list[Plan]:
    return Plan.objects.bulk_create(
        Plan(name=name, price=Decimal(price), currency="EUR", months=months, visits=visits, colour=colour)
        for name, price, months, visits, colour in (
            ("Monthly", "49.90", 1, None, "#2f9e8f"),
            ("Quarterly", "134.00", 3, None, "#3b7dd8"),
            ("Yearly", "468.00", 12, None, "#7a5cc7"),
            ("Off-peak yearly", "348.00", 12, None, "#c78a2c"),
            ("10 visits", "99.00", None, 10, "#d0567a"),
        )
    )


def sell(members: Sequence[Customer], plans: Sequence[Plan]) -> Periods:
    """One period after the other since each joined; some let it lapse. Returns each member's periods."""
    random = chance("memberships")
    sold = [membership for index, member in enumerate(members) for membership in _history(random, member, plans, index)]
    periods: Periods = {}
    for membership in Membership.objects.bulk_create(sold):
        periods.setdefault(membership.customer_id, []).append(membership)
    door.pay(sold)
    came = door.come_in(sold)
    Membership.objects.bulk_update([one for one in sold if one.visits], ["visits_left"])
    _write_standings(members, periods, came)
    return periods


def _write_standings(members: Sequence[Customer], periods: Periods, came: Mapping[int, CheckIn]) -> None:
    for member in members:
        last = came.get(member.pk)
        standing = vars(Standing.on(today(), periods.get(member.pk, []), [], last.at if last else None))
        for column, value in standing.items():
            setattr(member, column, value)
    Customer.objects.bulk_update(members, COLUMNS)


def by_time(periods: Sequence[Membership], day: date) -> Membership | None:
    """What a booking for the day goes by, of those that hold no number of visits."""
    return next((period for period in periods if period.visits is None and period.covers(day)), None)


def _history(random: Random, member: Customer, plans: Sequence[Plan], index: int) -> list[Membership]:
    now = today()
    plan = plans[2] if index == 0 else random.choices(plans, [30, 25, 25, 10, 10])[0]
    lapses = index != 0 and random.random() < 0.14
    stops = now - timedelta(days=random.randint(5, 200))
    history: list[Membership] = []
    starts_on, number = member.joined_on, 0
    while starts_on <= now and not (lapses and starts_on > stops):
        number += 1
        # From the first day on, so that the 31st stays the 31st where a month has one.
        ends_on = member.joined_on + relativedelta(months=number * (plan.months or 6)) - timedelta(days=1)
        history.append(
            Membership(
                customer=member,
                plan=plan,
                starts_on=starts_on,
                ends_on=ends_on,
                sold_until=ends_on,
                anchor_day=member.joined_on.day,
                visits=plan.visits,
                visits_left=plan.visits,
                price=plan.price,
                currency=plan.currency,
                created_at=min(timezone.now(), at(starts_on, time(random.randint(8, 19), random.randint(0, 59)))),
            )
        )
        starts_on = ends_on + timedelta(days=1)
    return history
