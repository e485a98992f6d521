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
from core.people_events import Change, CustomerCreated, CustomerDeleted, CustomerDetailsChanged, CustomerUpdated
from core.refusals import Gone, Refused, check_version, refusing


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
        "joined_on": customer.joined_on,
    }


@transaction.atomic
def create(*, by: User | None, user: User | None = None, **fields: Unpack[Fields]) -> Customer:
    """Adds a customer, owned by the login `user` if given. Raises Refused for an email that is taken (`unique`) or missing
    without a guardian (`required`), for a birth date nobody has, and for a guardian who can't be one.
    """
    tags = fields.pop("tags", ())
    customer = Customer(user=user, **fields)
    if customer.guardian:
        customer.guardian = hold(customer.guardian)[customer.guardian.pk]
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
def change(*, customer: Customer, by: User | None, seen: int | None = None, **fields: Unpack[Fields]) -> Customer:
    """Sets the given fields and nothing else. Raises Refused as `create` does; Stale if `seen` is another version by now."""
    guardian = fields.get("guardian")
    held = hold(customer, *([guardian] if guardian else []))
    customer = held[customer.pk]
    check_version(customer.version, seen=seen)
    if guardian:
        fields["guardian"] = held[guardian.pk]
    tags = fields.pop("tags", None)
    changed = {name: value for name, value in fields.items() if getattr(customer, name) != value}
    changes = {name: (_plain(name, getattr(customer, name)), _plain(name, value)) for name, value in changed.items()}
    if tags is not None and set(tags) != set(customer.tags.all()):
        changes["tags"] = (_plain("tags", customer.tags.all()), _plain("tags", tags))
    if not changes:
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
    if "tags" in changes:
        customer.tags.set(tags or ())
    tell_change(customer=customer, changes=changes, by=by)
    return customer


def tell_change(*, customer: Customer, changes: dict[str, Change], by: User | None) -> None:
    """Records that the customer's version, bumped and saved by the caller, differs from the one before in `changes`."""
    subject, actor = f"customer/{customer.pk}", by.pk if by else None
    record(CustomerUpdated(**_names(customer)), subject=subject, audience=readers(customer), actor=actor)
    details = CustomerDetailsChanged(id=customer.pk, version=customer.version, changes=changes)
    record(details, subject=subject, audience=audience.NOBODY, actor=actor)


def _plain(field: str, value: Any) -> str | int | list[str] | None:
    """What the history keeps of a value. Of the staff's notes it keeps nothing: they are in no event (domain rule 27)."""
    if field == "notes":
        return None
    if field == "tags":
        return sorted(tag.name for tag in value)
    if isinstance(value, Customer):
        return value.pk
    return str(value) if value is not None else None


@transaction.atomic
def delete(*, customer: Customer, by: User) -> None:
    """Removes the record. Raises ProtectedError while memberships, appointments or minors they answer for hold it."""
    customer = hold(customer)[customer.pk]
    told = readers(customer)
    pk, version = customer.pk, customer.version + 1
    customer.delete()
    pictures.discard_all(kind="customer", owner_id=pk)
    record(CustomerDeleted(id=pk, version=version), subject=f"customer/{pk}", audience=told, actor=by.pk)


def hold(*customers: Customer) -> dict[int, Customer]:
    """These records as they are now, locked in the order of their ids, so that nobody waits in a ring.

    Whoever gives or takes a guardian holds both, so two requests together make no chain. Raises Gone.
    """
    held = Customer.objects.select_for_update(of=("self",)).order_by("pk").in_bulk({customer.pk for customer in customers})
    if any(customer.pk not in held for customer in customers):
        raise Gone
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
