"""People for tests."""

from typing import Any

from django.contrib.auth.models import Group
from factory.declarations import Sequence
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from core.models import Customer, User
from core.roles import STAFF_ROLES

PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """`UserFactory.create(role="trainer")`: a login with that role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = Sequence(lambda n: f"person{n}@example.org")
    display_name = Sequence(lambda n: f"Person {n}")

    @post_generation
    def role(user: User, create: bool, extracted: str | None, **_: Any) -> None:
        if extracted:
            user.groups.set([Group.objects.get(name=extracted)])
            user.is_staff = extracted in STAFF_ROLES
            user.save(update_fields=["is_staff"])


class CustomerFactory(DjangoModelFactory[Customer]):
    class Meta:
        model = Customer

    first_name = Sequence(lambda n: f"First{n}")
    last_name = Sequence(lambda n: f"Last{n}")
    email = Sequence(lambda n: f"customer{n}@example.org")
