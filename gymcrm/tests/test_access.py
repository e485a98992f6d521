"""Nobody sees what isn't theirs: every route, for every kind of person. A route without a row fails.

`other` and `self` are members; what a route names by id belongs to `self`. 404 tells a stranger nothing, not even that it exists.
Topics of the live line have their rows in `realtime/tests/test_access.py`.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from drf_spectacular.generators import EndpointEnumerator

from core import invitations, memberships, pictures, saved_views
from core.calendar import today
from core.imports import runs
from core.models import CheckIn, Customer, CustomerView, Freeze, User
from core.tests.factories import CustomerFactory, MembershipFactory, TagFactory, UserFactory
from core.tests.signing_in import shown
from realtime.models import Block, Notification
from scheduling import bookings, calendar_links, tasks
from scheduling.models import Closure, Reminder, Room, Service, TaskView, TimeOff
from scheduling.tests.factories import SessionFactory, TimetableFactory
from social import comments, posts, reactions, reports

PEOPLE = ("anonymous", "other", "self", "trainer", "front_desk", "manager", "owner")
ROWS = {
    #                                        anon other self train desk manag owner
    "GET /api/appointments/":               "401  200   200  200   200  200   200",
    # A member books for themselves; what the body asks for is a one-to-one with nobody, which only the staff book.
    "POST /api/appointments/":              "401  400   400  201   201  201   201",
    "GET /api/appointments/{pk}/":          "401  404   200  200   200  200   200",
    "PATCH /api/appointments/{pk}/":        "401  403   403  200   200  200   200",
    "POST /api/appointments/{pk}/cancel/":  "401  404   200  200   200  200   200",
    "POST /api/appointments/{pk}/confirm/": "401  404   200  200   200  200   200",
    "POST /api/appointments/{pk}/accept/":  "401  404   400  400   400  400   400",
    "POST /api/appointments/{pk}/attended/": "401 403   403  409   409  409   409",
    "POST /api/appointments/{pk}/no-show/": "401  403   403  409   409  409   409",
    "POST /api/appointments/{pk}/unmark/":  "401  403   403  200   200  200   200",
    "POST /api/appointments/cancel-many/":  "401  403   403  200   200  200   200",
    "GET /api/sessions/{pk}/roster/":       "401  403   403  200   200  200   200",
    "POST /api/sessions/{pk}/roster/close/": "401 403   403  409   409  409   409",
    "GET /api/appointments/{pk}/calendar/": "401 404   200  200   200  200   200",
    # Whoever has the address reads; what is read is that of `self`.
    "GET /api/calendars/{token}.ics":      "200  200   200  200   200  200   200",
    "GET /api/me/calendars/":               "401  200   200  200   200  200   200",
    "POST /api/me/calendars/":              "401  201   201  403   403  403   403",
    "DELETE /api/me/calendars/{kind}/":     "401  204   204  204   204  204   204",
    "GET /api/me/mails/":                   "401  200   200  200   200  200   200",
    "PATCH /api/me/mails/{kind}/":          "401  200   200  404   404  404   404",
    "GET /api/asyncapi/":                   "200  200   200  200   200  200   200",
    "GET /api/availability/":               "401  200   200  200   200  200   200",
    "GET /api/blocks/":                     "401  200   200  200   200  200   200",
    # Staff see everybody; nobody blocks themselves.
    "POST /api/blocks/":                    "401  201   400  403   403  403   403",
    "DELETE /api/blocks/{pk}/":             "401  404   204  404   404  404   404",
    "GET /api/check-ins/":                  "401  200   200  200   200  200   200",
    "POST /api/check-ins/":                 "401  403   403  201   201  201   201",
    "GET /api/check-ins/{pk}/":             "401  404   200  200   200  200   200",
    "POST /api/check-ins/{pk}/undo/":       "401  403   403  200   200  200   200",
    "GET /api/closures/":                   "401  200   200  200   200  200   200",
    "POST /api/closures/":                  "401  403   403  403   403  201   201",
    "GET /api/closures/{pk}/":              "401  200   200  200   200  200   200",
    "PATCH /api/closures/{pk}/":            "401  403   403  403   403  200   200",
    "DELETE /api/closures/{pk}/":           "401  403   403  403   403  204   204",
    "GET /api/customers/":                  "401  200   200  200   200  200   200",
    "POST /api/customers/":                 "401  403   403  403   201  201   201",
    "POST /api/customers/mark/":            "401  403   403  403   200  200   200",
    "GET /api/customers/count/":            "401  200   200  200   200  200   200",
    "GET /api/customers/{pk}/":             "401  404   200  200   200  200   200",
    "PUT /api/customers/{pk}/":             "401  404   200  403   200  200   200",
    "PATCH /api/customers/{pk}/":           "401  404   200  403   200  200   200",
    "DELETE /api/customers/{pk}/":          "401  403   403  403   403  409   409",
    "GET /api/customers/{pk}/consents/":    "401  404   200  200   200  200   200",
    # A member says it here and now: how and when staff were told, which the body holds, is not theirs to set.
    "POST /api/customers/{pk}/consents/":   "401  404   400  403   200  200   200",
    "GET /api/customers/{pk}/history/":     "401  403   403  200   200  200   200",
    "POST /api/customers/{pk}/picture/":    "401  404   201  403   201  201   201",
    "DELETE /api/customers/{pk}/picture/":  "401  404   204  403   204  204   204",
    "GET /api/customers/duplicates/":       "401  403   403  403   403  200   200",
    "GET /api/customers/export/":           "401  403   403  403   403  200   200",
    "GET /api/customers/{pk}/merge/":       "401  403   403  403   403  200   200",
    "POST /api/customers/{pk}/merge/":      "401  403   403  403   403  200   200",
    "GET /api/customers/{pk}/erasure/":     "401  403   403  403   403  200   200",
    "POST /api/customers/{pk}/erasure/":    "401  403   403  403   403  204   204",
    "GET /api/customers/{pk}/data/":        "401  403   403  403   403  200   200",
    "GET /api/me/data/":                    "401  200   200  404   404  404   404",
    "GET /api/customer-views/":             "401  403   403  200   200  200   200",
    "POST /api/customer-views/":            "401  403   403  201   201  201   201",
    "GET /api/customer-views/{pk}/":        "401  403   403  200   200  200   200",
    "PATCH /api/customer-views/{pk}/":      "401  403   403  403   403  200   200",
    "DELETE /api/customer-views/{pk}/":     "401  403   403  403   403  204   204",
    "GET /api/task-views/":                 "401  403   403  200   200  200   200",
    "POST /api/task-views/":                "401  403   403  201   201  201   201",
    "GET /api/task-views/{pk}/":            "401  403   403  200   200  200   200",
    "PATCH /api/task-views/{pk}/":          "401  403   403  403   403  200   200",
    "DELETE /api/task-views/{pk}/":         "401  403   403  403   403  204   204",
    "GET /api/imports/":                    "401  200   200  200   200  200   200",
    "POST /api/imports/":                   "401  403   403  403   403  400   400",
    "GET /api/imports/{pk}/":               "401  404   404  404   404  200   200",
    "PATCH /api/imports/{pk}/":             "401  403   403  403   403  200   200",
    "DELETE /api/imports/{pk}/":            "401  403   403  403   403  204   204",
    "POST /api/imports/{pk}/check/":        "401  403   403  403   403  200   200",
    "POST /api/imports/{pk}/start/":        "401  403   403  403   403  409   409",
    "GET /api/imports/{pk}/problems/":      "401  404   404  404   404  200   200",
    "GET /api/invitations/":                "401  403   403  403   200  200   200",
    "POST /api/invitations/":               "401  403   403  403   403  201   201",
    "GET /api/invitations/{pk}/":           "401  403   403  403   404  200   200",
    "POST /api/invitations/{pk}/resend/":   "401  403   403  403   404  200   200",
    "POST /api/invitations/{pk}/revoke/":   "401  403   403  403   404  200   200",
    "POST /api/invitations/look-up/":       "409  409   409  409   409  409   409",
    "POST /api/invitations/accept/":        "409  409   409  409   409  409   409",
    "GET /api/me/":                         "401  200   200  200   200  200   200",
    "PATCH /api/me/":                       "401  200   200  200   200  200   200",
    "GET /api/me/pass/":                    "401  200   200  404   404  404   404",
    "POST /api/me/picture/":                "401  403   403  201   201  201   201",
    "DELETE /api/me/picture/":              "401  403   403  204   204  204   204",
    "GET /api/memberships/":                "401  200   200  200   200  200   200",
    "POST /api/memberships/":               "401  403   403  403   201  201   201",
    "GET /api/memberships/{pk}/":           "401  404   200  200   200  200   200",
    "POST /api/memberships/{pk}/cancel/":   "401  403   403  403   200  200   200",
    "POST /api/memberships/{pk}/end-freeze/": "401 403  403  403   200  200   200",
    "POST /api/memberships/{pk}/freeze/":   "401  403   403  403   200  200   200",
    "GET /api/memberships/{pk}/payments/":  "401  404   200  403   200  200   200",
    "POST /api/memberships/{pk}/payments/": "401  403   403  403   201  201   201",
    "POST /api/memberships/{pk}/renew/":    "401  403   403  403   201  201   201",
    "POST /api/memberships/{pk}/restore/":  "401  403   403  403   200  200   200",
    "POST /api/memberships/{pk}/upgrade/":  "401  403   403  403   201  201   201",
    "GET /api/pictures/{pk}/":              "401  404   200  404   404  404   404",
    "GET /api/inbox/":                      "401  200   200  200   200  200   200",
    "POST /api/inbox/read/":                "401  200   200  200   200  200   200",
    "GET /api/notifications/":              "401  200   200  200   200  200   200",
    "POST /api/notifications/{pk}/read/":   "401  404   200  404   404  404   404",
    "GET /api/notifications/choices/":      "401  200   200  200   200  200   200",
    "PATCH /api/notifications/choices/{kind}/": "401  200   200  200   200  200   200",
    "GET /api/permissions/":                "401  403   403  403   403  200   200",
    "GET /api/plans/":                      "401  200   200  200   200  200   200",
    "POST /api/plans/":                     "401  403   403  403   403  201   201",
    "GET /api/plans/{pk}/":                 "401  200   200  200   200  200   200",
    "PATCH /api/plans/{pk}/":               "401  403   403  403   403  200   200",
    "DELETE /api/plans/{pk}/":              "401  403   403  403   403  409   409",
    # What there is to see is for everybody; what is written, each changes their own. These are those of `self`.
    "GET /api/posts/":                      "401  200   200  200   200  200   200",
    "POST /api/posts/":                     "401  201   201  201   201  201   201",
    "GET /api/reports/":                    "401  403   403  403   403  200   200",
    "POST /api/reports/":                   "401  201   400  201   201  201   201",
    "GET /api/reports/{pk}/":               "401  403   403  403   403  200   200",
    "POST /api/reports/{pk}/decide/":       "401  403   403  403   403  200   200",
    "POST /api/posts/pictures/":            "401  201   201  201   201  201   201",
    "GET /api/posts/{pk}/":                 "401  200   200  200   200  200   200",
    "PATCH /api/posts/{pk}/":               "401  403   200  403   403  403   403",
    "DELETE /api/posts/{pk}/":              "401  403   204  403   403  403   403",
    "GET /api/posts/{pk}/history/":         "401  200   200  200   200  200   200",
    "POST /api/posts/{pk}/hide/":           "401  403   403  403   403  200   200",
    "POST /api/posts/{pk}/show/":           "401  403   403  403   403  200   200",
    "POST /api/posts/{pk}/restore/":        "401  403   200  403   403  403   403",
    "GET /api/comments/":                   "401  200   200  200   200  200   200",
    "POST /api/comments/":                  "401  201   201  201   201  201   201",
    "GET /api/comments/{pk}/":              "401  200   200  200   200  200   200",
    "PATCH /api/comments/{pk}/":            "401  403   200  403   403  403   403",
    "DELETE /api/comments/{pk}/":           "401  403   204  403   403  403   403",
    "GET /api/comments/{pk}/history/":      "401  200   200  200   200  200   200",
    "POST /api/comments/{pk}/hide/":        "401  403   403  403   403  200   200",
    "POST /api/comments/{pk}/show/":        "401  403   403  403   403  200   200",
    "POST /api/comments/{pk}/restore/":     "401  403   200  403   403  403   403",
    "GET /api/reactions/":                  "401  200   200  200   200  200   200",
    "POST /api/reactions/":                 "401  201   201  201   201  201   201",
    "DELETE /api/reactions/{pk}/":          "401  403   204  403   403  403   403",
    "GET /api/reminders/":                  "401  200   200  200   200  200   200",
    "GET /api/reminders/{pk}/":             "401  404   200  200   200  200   200",
    "GET /api/roles/":                      "401  403   403  403   403  200   200",
    "GET /api/roles/{pk}/":                 "401  403   403  403   403  200   200",
    "PATCH /api/roles/{pk}/":               "401  403   403  403   403  403   200",
    "GET /api/rooms/":                      "401  200   200  200   200  200   200",
    "POST /api/rooms/":                     "401  403   403  403   403  201   201",
    "GET /api/rooms/{pk}/":                 "401  200   200  200   200  200   200",
    "PATCH /api/rooms/{pk}/":               "401  403   403  403   403  200   200",
    "DELETE /api/rooms/{pk}/":              "401  403   403  403   403  204   204",
    "GET /api/schema/":                     "200  200   200  200   200  200   200",
    "GET /api/services/":                   "401  200   200  200   200  200   200",
    "POST /api/services/":                  "401  403   403  403   403  201   201",
    "GET /api/services/{pk}/":              "401  200   200  200   200  200   200",
    "PATCH /api/services/{pk}/":            "401  403   403  403   403  200   200",
    "DELETE /api/services/{pk}/":           "401  403   403  403   403  409   409",
    "GET /api/sessions/":                   "401  200   200  200   200  200   200",
    "POST /api/sessions/":                  "401  403   403  403   201  201   201",
    "GET /api/sessions/{pk}/":              "401  200   200  200   200  200   200",
    "PATCH /api/sessions/{pk}/":            "401  403   403  403   200  200   200",
    "POST /api/sessions/{pk}/cancel/":      "401  403   403  403   200  200   200",
    "POST /api/sessions/{pk}/preview/":     "401  403   403  403   200  200   200",
    "GET /api/staff/":                      "401  200   200  200   200  200   200",
    "GET /api/staff/{pk}/":                 "401  200   200  200   200  200   200",
    "PATCH /api/staff/{pk}/":               "401  403   403  403   403  403   200",
    "GET /api/tasks/":                      "401  403   403  200   200  200   200",
    "POST /api/tasks/":                     "401  403   403  201   201  201   201",
    "GET /api/tasks/{pk}/":                 "401  403   403  200   404  200   200",
    # It is for the trainers.
    "PATCH /api/tasks/{pk}/":              "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/take/":           "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/release/":        "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/done/":           "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/reopen/":         "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/cancel/":         "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/check/":          "401  403   403  200   404  200   200",
    "GET /api/tasks/{pk}/comments/":        "401  403   403  200   404  200   200",
    "POST /api/tasks/{pk}/comments/":       "401  403   403  201   404  201   201",
    "GET /api/tasks/{pk}/history/":         "401  403   403  200   404  200   200",
    "POST /api/tasks/many/":                "401  403   403  200   400  200   200",
    "POST /api/tasks/for-customers/":       "401  403   403  201   201  201   201",
    "GET /api/tags/":                       "401  403   403  200   200  200   200",
    "POST /api/tags/":                      "401  403   403  403   201  201   201",
    "GET /api/tags/{pk}/":                  "401  403   403  200   200  200   200",
    "PATCH /api/tags/{pk}/":                "401  403   403  403   403  200   200",
    "DELETE /api/tags/{pk}/":               "401  403   403  403   403  204   204",
    "GET /api/time-off/":                   "401  403   403  200   200  200   200",
    # A trainer enters their own, and this one is the trainer's.
    "POST /api/time-off/":                  "401  403   403  201   403  201   201",
    "GET /api/time-off/{pk}/":              "401  403   403  200   200  200   200",
    "PATCH /api/time-off/{pk}/":            "401  403   403  200   403  200   200",
    "DELETE /api/time-off/{pk}/":           "401  403   403  204   403  204   204",
    "GET /api/today/":                      "401  403   403  200   200  200   200",
    "GET /api/today/arrangement/":          "401  403   403  200   200  200   200",
    "PUT /api/today/arrangement/":          "401  403   403  200   200  200   200",
    "GET /api/timetables/":                 "401  200   200  200   200  200   200",
    "POST /api/timetables/":                "401  403   403  403   403  201   201",
    "GET /api/timetables/{pk}/":            "401  200   200  200   200  200   200",
    "PATCH /api/timetables/{pk}/":          "401  403   403  403   403  200   200",
    "GET /api/timetables/{pk}/conflicts/":  "401  200   200  200   200  200   200",
    "POST /api/timetables/{pk}/end/":       "401  403   403  403   403  200   200",
    "POST /api/timetables/{pk}/following/": "401  403   403  403   403  201   201",
    "GET /api/working-hours/":              "401  403   403  200   200  200   200",
    "GET /api/working-hours/{pk}/":         "401  403   403  200   200  200   200",
    "PUT /api/working-hours/{pk}/":         "401  403   403  200   403  200   200",
}  # fmt: skip
# Lists that everybody may ask for and that show each only their own: how many rows each kind of person finds.
OWN_ROWS = {
    #                                        anon other self train desk manag owner
    "/api/appointments/":                   "0    0     1    1     1    1     1",
    "/api/blocks/":                         "0    0     1    0     0    0     0",
    "/api/check-ins/":                      "0    0     1    1     1    1     1",
    "/api/customers/":                      "0    1     1    2     2    2     2",
    "/api/notifications/":                  "0    0     1    1     0    0     0",
    "/api/memberships/":                    "0    0     1    1     1    1     1",
    "/api/reminders/":                      "0    0     3    3     3    3     3",
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/customers/": {"first_name": "Neu", "last_name": "Ott", "email": "neu@example.org"},
    "PUT /api/customers/{pk}/": {"first_name": "Neu", "last_name": "Ott", "email": "neu@example.org"},
    "PATCH /api/customers/{pk}/": {"first_name": "Neu"},
    "POST /api/customers/{pk}/consents/": {"kind": "photo", "given": True, "source": "paper"},
    "POST /api/customers/{pk}/picture/": {"content_type": "image/jpeg"},
    "POST /api/me/picture/": {"content_type": "image/jpeg"},
    "POST /api/reports/{pk}/decide/": {"decision": "kept"},
    "POST /api/posts/pictures/": {"content_type": "image/jpeg"},
    "POST /api/customer-views/": {"name": "Neu", "question": {"status": "ending"}},
    "PATCH /api/customer-views/{pk}/": {"name": "Neu"},
    "POST /api/task-views/": {"name": "Neu", "question": {"due": "overdue"}},
    "PATCH /api/task-views/{pk}/": {"name": "Neu"},
    "POST /api/plans/": {"name": "Neu", "price": "1.00", "currency": "EUR", "months": 1, "colour": "#228877"},
    "PATCH /api/plans/{pk}/": {"name": "Neu"},
    "POST /api/memberships/{pk}/payments/": {"amount": "1.00", "method": "cash"},
    "POST /api/rooms/": {"name": "Neu", "capacity": 9},
    "PATCH /api/rooms/{pk}/": {"name": "Neu"},
    "POST /api/services/": {"name": "Neu", "kind": "class", "minutes": 60, "capacity": 9, "colour": "#228877"},
    "PATCH /api/services/{pk}/": {"name": "Neu"},
    "POST /api/tags/": {"name": "Neu"},
    "PATCH /api/tags/{pk}/": {"name": "Neu"},
    "POST /api/me/calendars/": {"kind": "member"},
    "PATCH /api/me/mails/{kind}/": {"wanted": False},
    "POST /api/tasks/": {"title": "Neu", "role": "front_desk"},
    "PATCH /api/tasks/{pk}/": {"title": "Neu"},
    "POST /api/tasks/{pk}/check/": {"item": 1, "done": True},
    "POST /api/tasks/{pk}/comments/": {"text": "Neu"},
    "PATCH /api/me/": {"display_name": "Neu"},
    "POST /api/invitations/": {"kind": "staff", "email": "neu@example.org", "roles": ["trainer"]},
    "POST /api/invitations/look-up/": {"token": "nobody's"},
    "POST /api/invitations/accept/": {"token": "nobody's"},
    "PATCH /api/roles/{pk}/": {"grant": ["core.add_customer"]},
    "PATCH /api/staff/{pk}/": {"give": ["front_desk"]},
    "PATCH /api/appointments/{pk}/": {"trainer": None},
    "POST /api/inbox/read/": {"up_to": 2**62},
    "PATCH /api/notifications/choices/{kind}/": {"channels": []},
    "PATCH /api/imports/{pk}/": {"date_order": "mdy"},
    "PATCH /api/closures/{pk}/": {"name": "Neu"},
    "PATCH /api/sessions/{pk}/": {"capacity": 3},
    "PATCH /api/timetables/{pk}/": {"capacity": 3},
    "PATCH /api/time-off/{pk}/": {"note": "neu"},
    "PUT /api/today/arrangement/": {"order": ["tasks"], "hidden": ["ending"]},
    "PUT /api/working-hours/{pk}/": {"weekly": [], "days": []},
}
# allauth's own endpoints act on the session that calls them and name nobody else.
ACCOUNT_ROUTES = {
    "config", "current_session", "reauthenticate", "confirm_login_code", "request_password_reset", "reset_password", "login",
    "signup", "verify_email", "resend_email_verification_code", "verify_phone", "resend_phone_verification_code",
    "change_password", "manage_email", "manage_phone", "authenticate", "authenticators", "manage_totp", "manage_recovery_codes",
    "manage_webauthn", "authenticate_webauthn", "reauthenticate_webauthn", "login_webauthn", "sessions",
}  # fmt: skip
# Of routes whose last part is a kind.
KINDS = {"calendars": "member", "mails": "membership_ends", "choices": "appointment_booked"}
IN_THE_API = (
    "-list", "-detail", "-cancel", "-count", "-picture", "-read", "-choices", "-choice", "-check", "-start", "-problems",
    "-resend", "-revoke", "-look-up", "-accept",
    "-preview", "-following", "-end", "-conflicts",
    "-confirm", "-accept", "-attended", "-no-show", "-unmark", "-cancel-many", "-roster", "-close", "-calendar", "-calendars",
    "-mail", "-mails", "-for-customers", "-merge", "-erasure", "-consents", "-history", "-data", "-duplicates", "-export",
)  # fmt: skip
# The client's shell and the list of what is under /api/ hold nobody's data; the outbox is routed in development only.
OPEN_ROUTES = {"client", "api-root", "outbox"}


class Centre:
    """Two members, staff of every role, and what is `self`'s: an appointment with three messages, a membership, a check-in."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {
            "other": UserFactory.create(role="member"),
            "self": UserFactory.create(role="member"),
            **{role: UserFactory.create(role=role) for role in PEOPLE[3:]},
        }
        self.other: Customer = CustomerFactory.create(user=self.users["other"], notes="secret of other")
        self.customer: Customer = CustomerFactory.create(user=self.users["self"], notes="secret of self")
        self.upload = pictures.ask(kind="customer", owner_id=self.customer.pk, by=self.users["self"])
        self.invitation = invitations.invite_staff(
            email="secret@example.org", roles=Group.objects.filter(name="trainer"), language="en", by=self.users["owner"]
        )
        self.tag = TagFactory.create(name="secret of self")
        self.customer.tags.add(self.tag)
        self.service = Service.objects.create(
            name="Personal training", kind="one_to_one", minutes=60, colour="#228877", needs_membership=False
        )
        self.room = Room.objects.create(name="Studio", capacity=12)
        self.starts_at = timezone.now() + timedelta(days=3)
        kind = Service.objects.create(name="Yoga", kind="class", minutes=60, capacity=9, colour="#228877")
        self.session = SessionFactory.create(service=kind, starts_at=self.starts_at)
        self.timetable = TimetableFactory.create(service=kind, starts_on=today() + timedelta(days=9))
        self.closure = Closure.objects.create(
            name="Holiday", starts_on=self.timetable.starts_on, ends_on=self.timetable.starts_on
        )
        self.time_off = TimeOff.objects.create(
            trainer=self.users["trainer"], starts_at=self.starts_at, ends_at=self.starts_at + timedelta(hours=1), note="secret"
        )
        self.appointment = bookings.book(
            customer=self.customer,
            service=self.service,
            trainer=self.users["trainer"],
            starts_at=self.starts_at,
            notes="secret of self",
            by=None,
        )
        self.run = runs.upload(name="secret", content=b"Name,Email\nsecret,secret@example.org\n", by=self.users["owner"])
        self.view = saved_views.create(CustomerView, name="secret of owner", question={}, shared=True, by=self.users["owner"])
        self.task_view = saved_views.create(TaskView, name="secret of owner", question={}, shared=True, by=self.users["owner"])
        self.task = tasks.create(
            title="secret", role="trainer", customer=self.customer, checklist=[{"text": "secret"}], by=self.users["manager"]
        )
        self.post = posts.create(text="for everybody", by=self.users["self"])
        self.comment = comments.create(post=self.post, text="for everybody", by=self.users["self"])
        self.reaction = reactions.react(post=self.post, kind="like", by=self.users["self"])
        self.report = reports.report(writing=self.comment, reason="insult", note="secret", by=self.users["trainer"])
        # Of somebody whom no other row needs.
        self.block = Block.objects.create(user=self.users["self"], other=UserFactory.create(role="member"))
        self.membership = MembershipFactory.create(customer=self.customer, starts_on=today() - timedelta(days=9))
        self.freeze = Freeze.objects.create(
            membership=self.membership, starts_on=today() + timedelta(days=4), ends_on=today() + timedelta(days=5)
        )
        self.check_in = CheckIn.objects.create(customer=self.customer, membership=self.membership, method="search")

        self.calendar = calendar_links.make(user=self.users["self"], kind=calendar_links.Kind.MEMBER)
        self.sessions = {person: self.sign_in(user) for person, user in self.users.items()}

    @staticmethod
    def sign_in(user: User) -> str:
        client = shown(Client(), user)
        return str(client.cookies[settings.SESSION_COOKIE_NAME].value)

    def client(self, person: str) -> Client:
        client = Client()
        if person != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client

    @property
    def double(self) -> Customer:
        return CustomerFactory.create(notes="secret of double")

    def path(self, route: str) -> str:
        reminder = Reminder.objects.filter(customer=self.customer).first()
        assert reminder
        ids = {
            "appointments": self.appointment.pk,
            "check-ins": self.check_in.pk,
            "memberships": self.membership.pk,
            "plans": self.membership.plan_id,
            "customers": self.customer.pk,
            "customer-views": self.view.pk,
            "task-views": self.task_view.pk,
            "imports": self.run.pk,
            "invitations": self.invitation.pk,
            "pictures": self.upload.pk,
            "roles": Group.objects.get(name="trainer").pk,
            "notifications": Notification.objects.get(user=self.users["self"]).pk,
            "reminders": reminder.pk,
            "closures": self.closure.pk,
            "rooms": self.room.pk,
            "sessions": self.session.pk,
            "time-off": self.time_off.pk,
            "timetables": self.timetable.pk,
            "working-hours": self.users["trainer"].pk,
            "services": self.service.pk,
            "staff": self.users["trainer"].pk,
            "blocks": self.block.pk,
            "reports": self.report.pk,
            "posts": self.post.pk,
            "comments": self.comment.pk,
            "reactions": self.reaction.pk,
            "tags": self.tag.pk,
            "tasks": self.task.pk,
        }
        route = route.replace("{kind}", KINDS.get(route.split("/")[-3], ""))
        route = route.replace("{token}", self.calendar)
        if route.endswith("availability/"):
            return f"{route}?trainer={self.users['trainer'].pk}&service={self.service.pk}"
        query = "?file=csv" if route.endswith("export/") else f"?other={self.double.pk}" if route.endswith("merge/") else ""
        route += query
        return re.sub(r"/api/([\w-]+)/\{pk\}", lambda found: f"/api/{found[1]}/{ids[found[1]]}", route)

    def body(self, row: str) -> dict[str, Any]:
        days = {"starts_on": f"{today() + timedelta(days=7)}", "ends_on": f"{today() + timedelta(days=8)}"}
        bodies: dict[str, dict[str, Any]] = {
            "POST /api/appointments/": {
                "customer": self.customer.pk,
                "service": self.service.pk,
                "trainer": None,
                "starts_at": (self.starts_at + timedelta(days=1)).isoformat(),
            },
            "POST /api/reports/": {"post": self.post.pk, "reason": "spam"},
            "POST /api/blocks/": {"other": self.users["self"].pk},
            "POST /api/posts/": {"text": "Neu"},
            "PATCH /api/posts/{pk}/": {"text": "Neu"},
            "POST /api/comments/": {"post": self.post.pk, "text": "Neu"},
            "PATCH /api/comments/{pk}/": {"text": "Neu"},
            "POST /api/reactions/": {"post": self.post.pk, "kind": "love"},
            "POST /api/closures/": {"name": "Neu", "starts_on": days["starts_on"], "ends_on": days["ends_on"]},
            "POST /api/sessions/": {
                "service": self.session.service_id,
                "trainer": self.users["trainer"].pk,
                "starts_at": (self.starts_at + timedelta(days=2)).isoformat(),
            },
            "POST /api/time-off/": {
                "trainer": self.users["trainer"].pk,
                "starts_at": (self.starts_at + timedelta(days=2)).isoformat(),
                "ends_at": (self.starts_at + timedelta(days=3)).isoformat(),
            },
            "POST /api/timetables/": {
                "service": self.session.service_id,
                "trainer": self.users["trainer"].pk,
                "starts_on": days["starts_on"],
                "at": "18:00",
                "rule": "FREQ=WEEKLY",
            },
            "POST /api/timetables/{pk}/end/": {"last_day": days["ends_on"]},
            "POST /api/timetables/{pk}/following/": {"first": f"{self.timetable.starts_on + timedelta(days=7)}", "at": "11:00"},
            "POST /api/appointments/cancel-many/": {"appointments": [self.appointment.pk]},
            "POST /api/customers/mark/": {"ids": [self.customer.pk], "tag": self.tag.pk, "on": False},
            "POST /api/tasks/many/": {"ids": [self.task.pk], "action": "done"},
            "POST /api/tasks/for-customers/": {"ids": [self.customer.pk], "title": "Neu", "role": "trainer"},
            "POST /api/check-ins/": {"customer": self.other.pk, "anyway": True},
            "POST /api/memberships/": {"customer": self.customer.pk, "plan": self.membership.plan_id},
            "POST /api/memberships/{pk}/cancel/": {"last_day": f"{today()}"},
            "POST /api/memberships/{pk}/freeze/": days,
            "POST /api/memberships/{pk}/end-freeze/": {"freeze": self.freeze.pk},
            "POST /api/memberships/{pk}/upgrade/": {"plan": self.membership.plan_id, "starts_on": days["ends_on"]},
        }
        if row == "POST /api/customers/{pk}/merge/":
            return {"other": self.double.pk}
        if row == "POST /api/memberships/{pk}/restore/":
            memberships.cancel(membership=self.membership, last_day=today(), by=None)
        return bodies.get(row) or BODIES.get(row, {})


@pytest.fixture(scope="module")
def centre(django_db_setup: None, django_db_blocker: Any) -> Iterator[Centre]:
    """One for all: what a person does is undone before the next one comes."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()  # nobody has asked for anything yet
        yield Centre()
        transaction.set_rollback(True)


def routes() -> set[str]:
    return {f"{method} {path}" for path, _, method, _ in EndpointEnumerator().get_api_endpoints()}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path, pattern.name or ""
        else:
            yield from names(pattern, path)


def test_every_route_has_a_row() -> None:
    assert routes() == set(ROWS)


def test_every_route_beside_the_api_is_known() -> None:
    others = {name for path, name in names(get_resolver()) if not path.startswith("admin/")}
    in_the_api = {name for path, name in names(get_resolver()) if path.startswith("api/")}
    assert others - in_the_api <= ACCOUNT_ROUTES | OPEN_ROUTES


@pytest.mark.parametrize("row", ROWS)
def test_row(centre: Centre, row: str) -> None:
    method, route = row.split(" ")
    expected = dict(zip(PEOPLE, map(int, ROWS[row].split()), strict=True))
    for person, status in expected.items():
        with transaction.atomic():
            answer = centre.client(person).generic(
                method, centre.path(route), json.dumps(centre.body(row)), content_type="application/json"
            )
            transaction.set_rollback(True)  # the next person finds what this one found
        assert answer.status_code == status, (person, answer.content[:300])
        if status >= 400:
            assert set(answer.json()) == {"code", "message", "fields"}
        if person not in PEOPLE[3:]:
            assert b"secret" not in answer.content, person


@pytest.mark.parametrize("path", OWN_ROWS)
def test_lists_show_each_only_their_own(centre: Centre, path: str) -> None:
    for person, count in zip(PEOPLE, map(int, OWN_ROWS[path].split()), strict=True):
        body = centre.client(person).get(path).json()
        assert len(body.get("results", [])) == count, person


def test_the_admin_is_for_staff(centre: Centre) -> None:
    pages = {path for path, _ in names(get_resolver()) if path.startswith("admin/") and "<" not in path and "^" not in path}
    assert len(pages) > 20
    open_to_all = {"admin/login/", "admin/logout/", "admin/jsi18n/"}
    for path in pages - open_to_all:
        for person in ("anonymous", "other", "self"):
            assert centre.client(person).get(f"/{path}").status_code in (302, 405), (path, person)
    assert centre.client("owner").get("/admin/core/customer/").status_code == 200
    assert centre.client("trainer").get("/admin/core/user/").status_code == 403


def test_what_functions_get_is_not_shown_in_the_admin(centre: Centre) -> None:
    assert b"secret" not in centre.client("owner").get("/admin/core/event/").content
