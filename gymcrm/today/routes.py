"""What the start page adds to `/api/`."""

from django.urls import URLPattern, path

from gymcrm.today.api import Today

PATHS: list[URLPattern] = [path("today/", Today.as_view(), name="today")]
