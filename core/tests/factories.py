"""People for tests."""

from typing import Any

import factory
from django.contrib.auth.models import Group

from core.models import Customer, User
from core.roles import STAFF_ROLES

PASSWORD = "correct-horse-battery"


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(role="trainer")`: a login with that role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    display_name = factory.Sequence(lambda n: f"Person {n}")

    @factory.post_generation
    def role(user: User, create: bool, extracted: str | None, **_: Any) -> None:
        if extracted:
            user.groups.set([Group.objects.get(name=extracted)])
            user.is_staff = extracted in STAFF_ROLES
            user.save(update_fields=["is_staff"])


class CustomerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Customer

    first_name = factory.Sequence(lambda n: f"First{n}")
    last_name = factory.Sequence(lambda n: f"Last{n}")
    email = factory.Sequence(lambda n: f"customer{n}@example.org")
