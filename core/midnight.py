"""When a new day begins at the centre, members stand elsewhere without anybody having done anything: access ends or begins, a
freeze is over. The status is computed whenever it is asked for; what follows the day in a member's row (`core.standing`) is
written here, and the screens are told.

The clock calls `step` all the time: how far it is stands in the database, so after a night in which nothing ran, all of its days
are made up for, and a process that dies in the middle loses nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from core.calendar import today
from core.customers import readers
from core.events.record import record
from core.models import Customer, Freeze, Membership, StandingDay
from core.models.order import ENDS
from core.people_events import CustomerStandingChanged
from core.standing import ENDING, Standing, put, status

BATCH = 200
DAY = timedelta(days=1)


def step() -> bool:
    """Does a batch of what a new day moves; returns whether there may be more. Of several at once, one does it."""
    now = today()
    if StandingDay.objects.filter(day=now).exists():
        return False
    with transaction.atomic():
        StandingDay.objects.bulk_create([StandingDay()], ignore_conflicts=True)
        done = StandingDay.objects.select_for_update(skip_locked=True).first()
        if done is None or done.day == now:
            return False
        if done.towards != now:
            done.towards, done.after = now, 0
        ids = _moved(done.day, now, after=done.after)
        _refresh(ids, was=done.day, now=now)
        more = len(ids) == BATCH
        done.day, done.towards, done.after = (done.day, now, ids[-1]) if more else (now, None, 0)
        done.save()
    return more


def _moved(since: date | None, now: date, *, after: int) -> list[int]:
    """The next members for whom something begins or ends on the days after `since`, up to `now`; the first time, all."""
    held, rests, members = Membership.objects.standing(), Freeze.objects.standing(), Customer.objects.all()
    found: list[tuple[str, QuerySet[Any]]]
    if since is None:
        found = [("customer_id", held)]
    else:
        begins, ended = (since + DAY, now), (since, now - DAY)
        found = [
            ("customer_id", held.filter(starts_on__range=begins)),
            ("customer_id", held.filter(ends_on__range=ended)),
            ("customer_id", held.filter(used_up_on__range=ended)),
            ("membership__customer_id", rests.filter(starts_on__range=begins)),
            ("membership__customer_id", rests.filter(ends_on__range=ended)),
            ("id", members.filter(GreaterThan(ENDS, since + ENDING), LessThanOrEqual(ENDS, now + ENDING))),
        ]
    ids: set[int] = set()
    for column, rows in found:
        ahead = rows.filter(**{f"{column}__gt": after}).order_by(column).values_list(column, flat=True)
        ids.update(ahead.distinct()[:BATCH])
    return sorted(ids)[:BATCH]


def _refresh(ids: Collection[int], *, was: date | None, now: date) -> None:
    members = list(Customer.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    memberships = _by_member(Membership.objects.standing().filter(customer__in=ids))
    freezes = _by_member(Freeze.objects.standing().filter(membership__customer__in=ids).select_related("membership"))
    fields: set[str] = set()
    told = []
    for member in members:
        stood = status(member, was) if was else None
        moved = put(member, Standing.on(now, memberships[member.pk], freezes[member.pk], member.last_visit_at))
        fields.update(moved)
        if moved or stood not in (None, status(member, now)):
            told.append(member)
    if fields:
        Customer.objects.bulk_update(told, sorted(fields))
    for member in told:
        record(
            CustomerStandingChanged(
                id=member.pk, version=member.version, status=status(member, now).value, access_until=member.access_until
            ),
            subject=f"customer/{member.pk}",
            audience=readers(member),
            actor=None,
        )


def _by_member(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.customer_id if isinstance(row, Membership) else row.membership.customer_id].append(row)
    return found
