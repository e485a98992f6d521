"""A person is taken out of the system (domain rule 29): everywhere, but for what was paid, which is kept without them."""

import uuid
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from core import customer_views, customers, sessions
from core.events.record import record
from core.events.scrubbing import scrub
from core.models import (
    AnsweredRequest,
    Customer,
    Event,
    Freeze,
    Import,
    ImportProblem,
    KeptPayment,
    Membership,
    MergedCustomer,
    Payment,
    User,
)
from core.person_parts import PARTS
from core.refusals import Conflict
from core.transfer_events import CustomerErased


def preview(customer: Customer) -> dict[str, Any]:
    """What goes, by name and number; what is kept, and why."""
    counts = {part.name: part.count(customer) for part in PARTS}
    return {
        "goes": {part.name: counts[part.name] for part in PARTS if counts[part.name] and not part.keeps},
        "keeps": [
            {"name": part.name, "count": counts[part.name], "why": part.keeps}
            for part in PARTS
            if part.keeps and counts[part.name]
        ],
        "wards": customer.wards.count(),
    }


@transaction.atomic
def erase(*, customer: Customer, by: User) -> None:
    """Erases the person. Raises Conflict `is_guardian` while minors are reached through them."""
    for part in PARTS:
        part.hold(customer)
    customer = customers.hold(customer)[customer.pk]
    if customer.wards.exists():
        raise Conflict("Minors are reached through this person: give them another guardian first.", code="is_guardian")
    user = customer.user
    leaves = user is not None and not user.is_staff
    told = customers.readers(customer)
    former = list(MergedCustomer.objects.filter(kept=customer).values_list("pk", flat=True))
    addresses = _addresses(customer, former)
    subjects = [f"customer/{pk}" for pk in (customer.pk, *former)]
    subjects += [subject for part in PARTS for subject in part.subjects(customer)]
    if user and leaves:
        subjects.append(f"user/{user.pk}")
    scrub(subjects=subjects, customers=[customer.pk, *former], addresses=addresses)
    _forget_mentions(customer, addresses)
    customer_views.forget({*addresses, str(customer.phone_number or ""), customer.full_name}, by=by)
    _keep_payments(customer)
    if user and not leaves:  # somebody who works here stays, and what they wrote
        Customer.objects.filter(pk=customer.pk).update(user=None)
        customer.user = None
    for part in PARTS:
        part.erase(customer)
    if user and leaves:
        sessions.end_all(user=user, by=by)
        user.delete()
    Customer.objects.filter(pk=customer.pk).delete()
    record(CustomerErased(id=customer.pk), subject=f"customer/{customer.pk}", audience=told, actor=by.pk)


def _addresses(customer: Customer, former: list[int]) -> set[str]:
    """Every address they had here, also before: the line and the records merged into this one remember."""
    found = {customer.email, customer.user.email if customer.user else ""}
    snapshots = MergedCustomer.objects.filter(kept=customer).values_list("snapshot", flat=True)
    found |= {str(snapshot.get("email", "")) for snapshot in snapshots}
    changes = Event.objects.filter(
        type="customer.details_changed", subject__in=[f"customer/{pk}" for pk in (customer.pk, *former)]
    ).values_list("data__changes__email", flat=True)
    found |= {str(address) for change in changes if isinstance(change, list) for address in change if address}
    return {address for address in found if address}


def _forget_mentions(customer: Customer, addresses: set[str]) -> None:
    """Copies that other tables hold: answers that wait to be repeated, reports and samples of imports, the admin's log."""
    mentioned = Q()
    for word in addresses | {str(customer.phone_number or "")} - {""}:
        mentioned |= Q(text__icontains=word)
    if mentioned:
        AnsweredRequest.objects.annotate(text=Cast("body", TextField())).filter(mentioned).delete()
        Import.objects.annotate(text=Cast("sample", TextField())).filter(mentioned).update(sample=[])
        for word in addresses:
            ImportProblem.objects.filter(value__icontains=word).update(value="")
    kind = ContentType.objects.get_for_model(Customer)
    LogEntry.objects.filter(content_type=kind, object_id=str(customer.pk)).delete()


def _keep_payments(customer: Customer) -> None:
    person = uuid.uuid4()
    KeptPayment.objects.bulk_create(
        KeptPayment(
            person=person,
            plan_id=payment.membership.plan_id,
            covers_from=payment.membership.starts_on,
            covers_until=payment.membership.ends_on,
            amount=payment.amount,
            currency=payment.currency,
            method=payment.method,
            paid_on=payment.paid_on,
        )
        for payment in Payment.objects.filter(membership__customer=customer).select_related("membership").order_by("pk")
    )
    Payment.objects.filter(membership__customer=customer).delete()
    Freeze.objects.filter(membership__customer=customer).delete()
    Membership.objects.filter(customer=customer).update(renews=None)
