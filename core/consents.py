"""Giving and withdrawing consent, with when and how."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import customers
from core.models import Consent, Customer, User
from core.refusals import Refused


@transaction.atomic
def give(*, customer: Customer, kind: str, source: str, by: User | None, at: datetime | None = None) -> None:
    """From `at`, now if not given, the consent stands. Given while it stands it is given already: nothing changes.

    Raises Refused `out_of_range` for a time that lies ahead, or before it was withdrawn last.
    """
    customer = customers.hold(customer)[customer.pk]
    at = _when(at)
    last = _last(customer, kind)
    if last and last.withdrawn_at is None:
        return
    if last and last.withdrawn_at and at < last.withdrawn_at:
        raise Refused("It was withdrawn after that.", code="out_of_range", field="at")
    Consent.objects.create(customer=customer, kind=kind, given_at=at, given_source=source)
    _tell(customer, kind, given=True, by=by)


@transaction.atomic
def withdraw(*, customer: Customer, kind: str, source: str, by: User | None, at: datetime | None = None) -> None:
    """From `at`, now if not given, the consent no longer stands. Without one that stands nothing changes.

    Raises Refused `out_of_range` for a time that lies ahead, or before it was given.
    """
    customer = customers.hold(customer)[customer.pk]
    at = _when(at)
    last = _last(customer, kind)
    if last is None or last.withdrawn_at is not None:
        return
    if at < last.given_at:
        raise Refused("It was given after that.", code="out_of_range", field="at")
    last.withdrawn_at, last.withdrawn_source = at, source
    last.save(update_fields=["withdrawn_at", "withdrawn_source"])
    _tell(customer, kind, given=False, by=by)


def stands(*, customer: Customer, kind: str) -> bool:
    """Whether it is given now: to be asked before anything that needs it (domain rule 22)."""
    return Consent.objects.filter(customer=customer, kind=kind, withdrawn_at__isnull=True).exists()


def latest(customer: Customer) -> list[Consent | None]:
    """The last time each kind was given, in the order of the kinds; None where it never was."""
    rows = Consent.objects.filter(customer=customer).order_by("kind", "-given_at", "-id").distinct("kind")
    found = {row.kind: row for row in rows}
    return [found.get(kind) for kind in Consent.Kind.values]


def _when(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused("This lies ahead.", code="out_of_range", field="at")
    return at or now


def _last(customer: Customer, kind: str) -> Consent | None:
    return Consent.objects.filter(customer=customer, kind=kind).order_by("-given_at", "-id").first()


def _tell(customer: Customer, kind: str, *, given: bool, by: User | None) -> None:
    customer.version += 1
    customer.save(update_fields=["version"])
    customers.tell_change(customer=customer, changes={f"consent.{kind}": (not given, given)}, by=by)
