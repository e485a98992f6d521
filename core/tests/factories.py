"""People for tests."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from core.calendar import today
from core.models import Customer, Membership, Plan, Tag, User
from core.roles import STAFF_ROLES
from core.second_factor import required_of

PASSWORD = "correct-horse-battery"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(DjangoModelFactory[User]):
    """`UserFactory.create(role="trainer")`: a login with that role, with the second factor that it asks for."""

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
        if required_of([extracted] if extracted else []) or user.is_superuser:
            TOTP.activate(user, TOTP_SECRET)

    @post_generation
    def address(user: User, create: bool, extracted: bool | None, **_: Any) -> None:
        """Verified unless told otherwise."""
        if extracted is not False:
            user.confirm_address()


class CustomerFactory(DjangoModelFactory[Customer]):
    class Meta:
        model = Customer

    first_name = Sequence(lambda n: f"First{n}")
    last_name = Sequence(lambda n: f"Last{n}")
    email = Sequence(lambda n: f"customer{n}@example.org")


class PlanFactory(DjangoModelFactory[Plan]):
    """A month long, unless told otherwise."""

    class Meta:
        model = Plan

    name = Sequence(lambda n: f"Plan {n}")
    price = Decimal("49.90")
    currency = "EUR"
    months = 1
    colour = "#0f6b5c"


class MembershipFactory(DjangoModelFactory[Membership]):
    """A row as it is, past the use cases: the member's standing doesn't know of it."""

    class Meta:
        model = Membership

    customer = SubFactory(CustomerFactory)
    plan = SubFactory(PlanFactory)
    starts_on = LazyFunction(today)
    ends_on = LazyAttribute(lambda membership: membership.starts_on + timedelta(days=29))
    sold_until = SelfAttribute("ends_on")
    anchor_day = LazyAttribute(lambda membership: membership.starts_on.day)
    visits = SelfAttribute("plan.visits")
    visits_left = SelfAttribute("visits")
    price = SelfAttribute("plan.price")
    currency = SelfAttribute("plan.currency")


class TagFactory(DjangoModelFactory[Tag]):
    class Meta:
        model = Tag

    name = Sequence(lambda n: f"Tag {n}")
