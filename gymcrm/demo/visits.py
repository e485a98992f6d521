"""Who came in lately, what was paid, who rests, and what is said of it all by itself."""

from collections.abc import Sequence
from datetime import time, timedelta
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone

from core import freezes, memberships
from core.calendar import day_of, today
from core.entry import judge
from core.models import CheckIn, Customer, Membership, Payment, User, Visit
from gymcrm.demo.seed import chance
from scheduling.centre_time import at
from scheduling.models import Appointment, Reminder
from scheduling.reminders.kinds import memberships as with_what_follows
from scheduling.reminders.memberships import ahead

# As many as what is usual on the start page looks back at.
WEEKS = 9
DAY = timedelta(days=1)


def pay(sold: Sequence[Membership]) -> None:
    """On the day they were sold; of those that run now, a few are still open."""
    random = chance("payments")
    Payment.objects.bulk_create(
        Payment(
            membership=membership,
            amount=membership.price,
            currency=membership.currency,
            method=random.choice(Payment.Method.values),
            paid_on=membership.starts_on,
        )
        for membership in sold
        if membership.price > Decimal(0) and not (membership.covers(today()) and random.random() < 0.05)
    )


def come_in(sold: Sequence[Membership]) -> dict[int, CheckIn]:
    """The last weeks at the door; returns each member's last visit. A card keeps a visit at least."""
    random = chance("check-ins")
    now, rows = timezone.now(), []
    for back in range(WEEKS * 7, -1, -1):
        day = today() - back * DAY
        for membership in sold:
            if not membership.covers(day) or random.random() > 0.22:
                continue
            came = at(day, time(random.randint(7, 20), random.randint(0, 59)))
            takes = membership.visits_left is not None
            if came >= now or (takes and membership.visits_left == 1):
                continue
            if membership.visits_left is not None:
                membership.visits_left -= 1
            method = random.choice(CheckIn.Method.values)
            rows.append(
                CheckIn(customer_id=membership.customer_id, membership=membership, at=came, method=method, took_visit=takes)
            )
    made = CheckIn.objects.bulk_create(rows)
    Visit.objects.bulk_create(
        Visit(membership=row.membership, kind=Visit.Kind.CHECK_IN, subject=row.subject, day=day_of(row.at), taken_at=row.at)
        for row in made
        if row.membership and row.took_visit
    )
    return {row.customer_id: row for row in sorted(made, key=lambda row: row.at)}


def warn() -> None:
    """What the desk was told of those who came in today."""
    came = list(CheckIn.objects.standing().on(today()).select_related("customer"))
    for row in came:
        row.warnings = [str(warning) for warning in judge(customer=row.customer, day=today()).warnings]
    CheckIn.objects.bulk_update(came, ["warnings"])


def rest(members: Sequence[Customer], by: User) -> None:
    """Some are away for a while, some have said that they leave: nobody who has, or had, something ahead."""
    booked = set(Appointment.objects.filter(starts_at__gte=timezone.now()).values_list("customer", flat=True))
    running = Membership.objects.filter(visits__isnull=True, starts_on__lte=today() - DAY, ends_on__gte=today() + 9 * DAY)
    free = list(running.exclude(customer__in=[*booked, members[0].pk]).order_by("pk")[:14])
    for number, membership in enumerate(free[:9]):
        start = today() + (number % 3) * 4 * DAY
        if not CheckIn.objects.standing().on(start).filter(membership=membership).exists():
            freezes.freeze(membership=membership, starts_on=start, ends_on=start + (13 + number) * DAY, reason="Holidays", by=by)
    for membership in free[9:]:
        memberships.cancel(membership=membership, last_day=today() + 7 * DAY, reason="Moves away", by=by)


def leave(members: Sequence[Customer], by: User) -> None:
    """Two who are booked talk to the desk: one leaves, one is away. What is booked then waits for a decision."""
    ahead_of = Appointment.objects.ahead().filter(starts_at__gte=timezone.now() + 6 * DAY, membership__isnull=False)
    busiest = ahead_of.exclude(customer=members[0]).order_by().values_list("membership").annotate(n=Count("pk"))
    leaving, away = Membership.objects.in_bulk([pk for pk, _ in busiest.order_by("-n", "membership")[:2]]).values()
    memberships.cancel(membership=leaving, last_day=today() + 5 * DAY, reason="Moves away", by=by)
    freezes.freeze(membership=away, starts_on=today() + 6 * DAY, ends_on=today() + 19 * DAY, reason="Surgery", by=by)


def remind() -> None:
    """Of every membership that ends, unless it is told of already."""
    now = timezone.now()
    told = set(Reminder.objects.filter(kind=Reminder.Kind.MEMBERSHIP_ENDS).values_list("subject", flat=True))
    ending = with_what_follows().filter(ends_on__gte=today())
    Reminder.objects.bulk_create(
        reminder for one in ending.order_by("pk") if one.subject not in told for reminder in ahead(one, now=now)
    )
