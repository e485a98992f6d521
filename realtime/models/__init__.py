"""Every model of the app, in one place as Django asks."""

from realtime.models.notification import Inbox, Notification, NotificationChoice

__all__ = ["Inbox", "Notification", "NotificationChoice"]
