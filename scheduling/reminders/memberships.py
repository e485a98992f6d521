"""Which reminders a membership has: two weeks and three days before it ends, at the same hour of the centre's day."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from core.calendar import today
from core.membership_changes import follows_memberships
from core.models import Membership, User
from scheduling.centre_time import at
from scheduling.models import Reminder
from scheduling.reminders.kinds import ends_for_good, memberships
from scheduling.reminders.planning import plan_all, supersede_these
from scheduling.reminders.telling import tell

# Calendar days (domain rule 4), and the hour at which they are told of.
BEFORE_END = (14, 3)
HOUR = time(10)
DAY = timedelta(days=1)


def ahead(membership: Membership, *, now: datetime) -> list[Reminder]:
    """What is to be planned for it, unsaved: only what lies ahead, never inside a freeze but on the first day after it."""
    end = membership.ends_on
    if end is None or not ends_for_good(membership):
        return []
    days = sorted({_awake(membership, end - before * DAY) for before in BEFORE_END})
    return [
        Reminder(
            kind=Reminder.Kind.MEMBERSHIP_ENDS,
            subject=membership.subject,
            subject_version=membership.version,
            customer=membership.customer,
            channel=Reminder.Channel.EMAIL,
            due_at=at(day, HOUR),
        )
        for day in days
        if membership.starts_on < day <= end and at(day, HOUR) > now
    ]


@follows_memberships
@transaction.atomic
def keep(changed: Membership, by: User | None) -> None:
    """Makes the reminders of a member's memberships those that they should have now; what is right already stays.

    Called in the transaction of every change. It looks at all of them, because a renewal makes the one before it end in silence.
    """
    lasting = memberships().filter(customer=changed.customer_id, ends_on__gte=today() - DAY)
    for membership in lasting.order_by("pk"):
        wanted = {reminder.due_at: reminder for reminder in ahead(membership, now=timezone.now())}
        planned = Reminder.objects.filter(subject=membership.subject, state=Reminder.State.PLANNED)
        held = set(planned.values_list("due_at", flat=True))
        supersede_these(planned.exclude(due_at__in=wanted), by=by)
        missing = [reminder for due_at, reminder in wanted.items() if due_at not in held]
        plan_all([reminder for reminder in missing if not _taken_up_again(reminder, by)], by=by)


def _taken_up_again(wanted: Reminder, by: User | None) -> bool:
    """Plans once more what was taken back, by a renewal that is no more: it is the same reminder (domain rule 18)."""
    held = Reminder.objects.filter(
        subject=wanted.subject,
        kind=wanted.kind,
        due_at=wanted.due_at,
        subject_version=wanted.subject_version,
        state=Reminder.State.SUPERSEDED,
    )
    reminder = held.with_names().select_for_update(of=("self",)).first()
    if reminder is None:
        return False
    reminder.state = Reminder.State.PLANNED
    reminder.version += 1
    reminder.save(update_fields=["state", "version"])
    tell(reminder, by=by)
    return True


def _awake(membership: Membership, day: date) -> date:
    while freeze := membership.frozen_on(day):
        day = freeze.ends_on + DAY
    return day
