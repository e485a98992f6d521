"""What the start page adds to `/api/`."""

from django.urls import URLPattern, path

from gymcrm.today.api import Today, TodayArrangement

PATHS: list[URLPattern] = [
    path("today/", Today.as_view(), name="today"),
    path("today/arrangement/", TodayArrangement.as_view(), name="today-arrangement"),
]
