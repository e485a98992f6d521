"""What `realtime` keeps about a person: what they were told, and what others were told of them."""

from core.models import Customer
from core.person_parts import PARTS, of_customer, of_login
from realtime.models import Inbox, Notification, NotificationChoice
from realtime.notifications import inbox


def _withdraw(customer: Customer) -> None:
    inbox.withdraw_about(customer=customer)


PARTS += [
    of_customer(Notification, "notifications about them", erase=_withdraw),
    of_login(Notification, "notifications", "kind", "created_at", "read_at", moves=True),
    # One row a login and kind, so they can't move: those of the login that stays hold.
    of_login(NotificationChoice, "notification choices", "kind", "channels"),
    of_login(Inbox, "inbox"),
]
