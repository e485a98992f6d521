"""Clients of every kind of person. See `people` for who is who."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from rest_framework.test import APIClient

from core.models import Customer, User
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.signing_in import shown


@dataclass(frozen=True)
class Person:
    """A signed-in client; `customer` is the record the login owns, if it is a member's."""

    client: APIClient
    user: User
    customer: Customer | None


@pytest.fixture
def person(db: None) -> Callable[[str], Person]:
    """`person("trainer")` signs somebody of that role in; `member` owns a customer record."""

    def sign_in(role: str) -> Person:
        user = UserFactory.create(role=role)
        customer = CustomerFactory.create(user=user, notes="only for staff") if role == "member" else None
        return Person(client=shown(APIClient(), user), user=user, customer=customer)

    return sign_in


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Slow hashing is what a real password needs and a test's doesn't."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
