"""Every model of the app, in one place as Django asks."""

from realtime.models.block import Block
from realtime.models.notification import Inbox, Notification, NotificationChoice

__all__ = ["Block", "Inbox", "Notification", "NotificationChoice"]
