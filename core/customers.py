"""Creating, changing and deleting customers."""

from collections.abc import Collection
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction

from core import pictures
from core.calendar import today
from core.events import audience
from core.events.record import record
from core.models import Customer, Tag, User
from core.models.customer import BORN_AFTER
from core.people_events import CustomerCreated, CustomerDeleted, CustomerUpdated
from core.refusals import Refused, refusing


class Fields(TypedDict, total=False):
    """What a record can be given. `tags` are all of them, replacing those it had."""

    first_name: str
    last_name: str
    preferred_name: str
    birth_date: date | None
    email: str
    phone_number: Any
    address: str
    postal_code: str
    city: str
    country: str
    emergency_contact_name: str
    emergency_contact_phone: Any
    guardian: Customer | None
    language: str
    tags: Collection[Tag]
    joined_on: date
    notes: str


def _refusals() -> dict[str, Refused]:
    return {
        "customer_email_unique": Refused("A member with this email address exists already.", code="unique", field="email"),
        "customer_has_an_email_or_a_guardian": Refused(
            "An email address is needed, or the guardian of a minor.", code="required", field="email"
        ),
    }


def readers(customer: Customer) -> set[str]:
    """Who may see that something about this customer changed: the staff, and the customer's own login."""
    return {audience.STAFF} | ({audience.user(customer.user_id)} if customer.user_id else set())


def _names(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.pk,
        "version": customer.version,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
    }


@transaction.atomic
def create(*, by: User | None, user: User | None = None, **fields: Unpack[Fields]) -> Customer:
    """Adds a customer, owned by the login `user` if given. Raises Refused for an email that is taken (`unique`) or missing
    without a guardian (`required`), for a birth date nobody has, and for a guardian who can't be one.
    """
    tags = fields.pop("tags", ())
    customer = Customer(user=user, **fields)
    if customer.guardian:
        customer.guardian = _hold(customer.guardian)[customer.guardian.pk]
    _refuse_odd_birth(customer)
    _refuse_odd_guardian(customer)
    with refusing(_refusals()):
        customer.save(force_insert=True)
    customer.tags.set(tags)
    record(
        CustomerCreated(**_names(customer)),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by.pk if by else None,
    )
    return customer


@transaction.atomic
def change(*, customer: Customer, by: User | None, **fields: Unpack[Fields]) -> Customer:
    """Sets the given fields and nothing else. Raises Refused as `create` does."""
    guardian = fields.get("guardian")
    held = _hold(customer, *([guardian] if guardian else []))
    customer = held[customer.pk]
    if guardian:
        fields["guardian"] = held[guardian.pk]
    tags = fields.pop("tags", None)
    before = set(customer.tags.all())
    changed = {name: value for name, value in fields.items() if getattr(customer, name) != value}
    retagged = tags is not None and set(tags) != before
    if not changed and not retagged:
        return customer
    for name, value in changed.items():
        setattr(customer, name, value)
    if "birth_date" in changed:
        _refuse_odd_birth(customer)
    if changed.keys() & {"birth_date", "guardian"}:
        _refuse_odd_guardian(customer)
    customer.version += 1
    with refusing(_refusals()):
        customer.save(update_fields=[*changed, "version"])
    if retagged:
        customer.tags.set(tags or ())
    record(
        CustomerUpdated(**_names(customer)),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by.pk if by else None,
    )
    return customer


@transaction.atomic
def delete(*, customer: Customer, by: User) -> None:
    """Removes the record. Raises ProtectedError while memberships, appointments or minors they answer for hold it."""
    customer = _hold(customer)[customer.pk]
    told = readers(customer)
    pk, version = customer.pk, customer.version + 1
    customer.delete()
    pictures.discard_all(kind="customer", owner_id=pk)
    record(CustomerDeleted(id=pk, version=version), subject=f"customer/{pk}", audience=told, actor=by.pk)


def _hold(*customers: Customer) -> dict[int, Customer]:
    """These records as they are now, locked in the order of their ids, so that nobody waits in a ring.

    Whoever gives or takes a guardian holds both, so two requests together make no chain. Raises Customer.DoesNotExist.
    """
    held = Customer.objects.select_for_update(of=("self",)).order_by("pk").in_bulk({customer.pk for customer in customers})
    if any(customer.pk not in held for customer in customers):
        raise Customer.DoesNotExist
    return held


def _refuse_odd_birth(customer: Customer) -> None:
    if customer.birth_date and not BORN_AFTER <= customer.birth_date <= today():
        raise Refused("Nobody here was born on this day.", code="out_of_range", field="birth_date")


def _refuse_odd_guardian(customer: Customer) -> None:
    """A guardian is a grown-up with no guardian of their own, and has minors only: so every minor is reached in one step."""
    is_guardian = customer.pk is not None and customer.wards.exists()
    if is_guardian and customer.age_on(today()) is not None and customer.is_minor_on(today()):
        raise Refused("Who is somebody's guardian is of age.", code="guardian_is_minor", field="birth_date")
    if customer.guardian is None:
        return
    if customer.pk is not None and customer.guardian_id == customer.pk:
        raise Refused("Nobody is their own guardian.", code="own_guardian", field="guardian")
    if is_guardian:
        raise Refused("They are somebody's guardian themselves.", code="is_guardian", field="guardian")
    if not customer.is_minor_on(today()):
        raise Refused("Only a minor has a guardian.", code="not_a_minor", field="guardian")
    if customer.guardian.guardian_id is not None or customer.guardian.is_minor_on(today()):
        raise Refused("A guardian is of age and has none of their own.", code="guardian_is_minor", field="guardian")
