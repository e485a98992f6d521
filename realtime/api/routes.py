"""What the app adds to `/api/`: prefix, viewset, basename; and what isn't a viewset."""

from django.urls import URLPattern, path
from rest_framework.viewsets import ViewSetMixin

from realtime.api.notifications import Inbox, InboxRead, NotificationChoice, NotificationChoices, Notifications

ROUTES: list[tuple[str, type[ViewSetMixin], str]] = [
    ("notifications", Notifications, "notification"),
]
PATHS: list[URLPattern] = [
    path("inbox/", Inbox.as_view(), name="inbox"),
    path("inbox/read/", InboxRead.as_view(), name="inbox-read"),
    path("notifications/choices/", NotificationChoices.as_view(), name="notification-choices"),
    path("notifications/choices/<slug:kind>/", NotificationChoice.as_view(), name="notification-choice"),
]
