"""What `realtime` keeps about a person: what they were told, and what others were told of them."""

from core.models import Customer
from core.person_parts import PARTS, Merge, of_customer, of_login
from realtime.models import Block, Inbox, Notification, NotificationChoice
from realtime.notifications import inbox


def _withdraw(customer: Customer) -> None:
    inbox.withdraw_about(customer=customer)


def _move_blocks(merge: Merge) -> None:
    """Those that the login which stays has already, and those between the two, go with the login that goes."""
    if not (merge.login and merge.former_login):
        return
    former, kept = merge.former_login.pk, merge.login.pk
    theirs = Block.objects.filter(user=former).exclude(other=kept)
    theirs.exclude(other__in=Block.objects.filter(user=kept).values("other")).update(user=kept)
    of_them = Block.objects.filter(other=former).exclude(user=kept)
    of_them.exclude(user__in=Block.objects.filter(other=kept).values("user")).update(other=kept)


PARTS += [
    of_customer(Notification, "notifications about them", erase=_withdraw),
    of_login(Notification, "notifications", "kind", "created_at", "read_at", moves=True),
    # One row a login and kind, so they can't move: those of the login that stays hold.
    of_login(NotificationChoice, "notification choices", "kind", "channels"),
    of_login(Inbox, "inbox"),
    of_login(Block, "blocks", "other__display_name", "created_at", move=_move_blocks),
    # Who has blocked them they are not told.
    of_login(Block, "blocks by others", path="other"),
]
