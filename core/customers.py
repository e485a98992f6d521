"""Creating, changing and deleting customers."""

from typing import Any

from django.db import transaction

from core import pictures
from core.events import audience
from core.events.record import record
from core.models import Customer, User
from core.people_events import CustomerCreated, CustomerDeleted, CustomerUpdated
from core.refusals import Refused, refusing


def _refusals() -> dict[str, Refused]:
    return {"customer_email_unique": Refused("A member with this email address exists already.", code="unique", field="email")}


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
def create(*, by: User | None, user: User | None = None, **fields: Any) -> Customer:
    """Adds a customer, owned by the login `user` if given. Raises Refused `unique` for an email that is taken."""
    with refusing(_refusals()):
        customer = Customer.objects.create(user=user, **fields)
    record(
        CustomerCreated(**_names(customer)),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by.pk if by else None,
    )
    return customer


@transaction.atomic
def change(*, customer: Customer, by: User, **fields: Any) -> Customer:
    """Sets the given fields and nothing else. Raises Refused `unique` for an email that is taken."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    changed = {name: value for name, value in fields.items() if getattr(customer, name) != value}
    if not changed:
        return customer
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.version += 1
    with refusing(_refusals()):
        customer.save(update_fields=[*changed, "version"])
    record(
        CustomerUpdated(**_names(customer)),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by.pk,
    )
    return customer


@transaction.atomic
def delete(*, customer: Customer, by: User) -> None:
    """Removes the record. Raises ProtectedError while memberships or appointments hold it."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    told = readers(customer)
    pk, version = customer.pk, customer.version + 1
    customer.delete()
    pictures.discard_all(kind="customer", owner_id=pk)
    record(CustomerDeleted(id=pk, version=version), subject=f"customer/{pk}", audience=told, actor=by.pk)
