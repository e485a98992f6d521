"""Steps of signing in, as a browser takes them through django-allauth's headless API."""

import re
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.http import HttpRequest
from rest_framework.test import APIClient

from core.models import User
from core.tests.factories import PASSWORD, TOTP_SECRET, UserFactory

ACCOUNTS = "/_allauth/browser/v1/"
MIA = {"email": "Mia@Example.org", "password": PASSWORD, "first_name": "Mia", "last_name": "Ott"}


def post(path: str, body: Any, client: APIClient | None = None) -> Any:
    return (client or APIClient()).post(ACCOUNTS + path, body)


def code(answer: Any) -> str:
    """Why it was refused."""
    return str(answer.json()["code"])


def field_code(answer: Any, field: str) -> str:
    return str(answer.json()["fields"][field][0]["code"])


def mailed_code() -> str:
    """What the latest mail asks to be typed."""
    found = re.search(r"^ +(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def mailed_link() -> str:
    """Where the latest mail leads to, below the public address."""
    found = re.search(r"http://localhost:\d+(/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]


def app_code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app shows now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counters[len(counters) // 2]))


def with_password(email: str, role: str = "member", **fields: Any) -> User:
    user = UserFactory.create(email=email, role=role, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(email: str) -> APIClient:
    client = APIClient()
    assert post("auth/login", {"email": email, "password": PASSWORD}, client).status_code == 200
    return client


def shown(client: Any, user: User) -> Any:
    """The client, signed in, as of somebody who has just given a password."""
    client.force_login(user)
    request: Any = HttpRequest()
    request.session, request.user = client.session, user
    record_authentication(request, user, method="password")
    request.session.save()
    return client


def reauthenticated(client: APIClient) -> APIClient:
    assert post("auth/reauthenticate", {"password": PASSWORD}, client).status_code == 200
    return client
