"""What `realtime` keeps about a person: what they were told, and what others were told of them."""

from core.person_parts import PARTS, of_customer, of_login
from realtime.models import Inbox, Notification, NotificationChoice

PARTS += [
    of_customer(Notification, "notifications about them"),
    of_login(Notification, "notifications", "kind", "created_at", "read_at", moves=True),
    # One row a login and kind, so they can't move: those of the login that stays hold.
    of_login(NotificationChoice, "notification choices", "kind", "channels"),
    of_login(Inbox, "inbox"),
]
