"""Which reminders somebody wants by mail. Only what reminds can be refused: what happened to a booking is always told."""

from collections.abc import Collection

from django.db import transaction

from core import customers
from core.customers import readers
from core.events.record import record
from core.models import Customer, User
from core.refusals import Refused
from scheduling.events import MailsChosen
from scheduling.models import MailChoice, Reminder

REFUSABLE = (Reminder.Kind.APPOINTMENT_STARTS, Reminder.Kind.MEMBERSHIP_ENDS)


def choices(customer: Customer) -> list[MailChoice]:
    """One for each kind that can be refused; `version` 0, and not saved, where nothing was chosen yet."""
    chosen = {row.kind: row for row in MailChoice.objects.filter(customer=customer)}
    return [chosen.get(kind) or MailChoice(customer=customer, kind=kind, wanted=True, version=0) for kind in REFUSABLE]


def refused(people: Collection[int]) -> set[tuple[int, str]]:
    """By whom of these, and which kinds."""
    return set(MailChoice.objects.filter(customer__in=people, wanted=False).values_list("customer_id", "kind"))


@transaction.atomic
def choose(*, customer: Customer, kind: str, wanted: bool, by: User | None) -> MailChoice:
    """What is planned stays so and is judged when it is due. Raises Refused `unknown_kind`."""
    if kind not in REFUSABLE:
        raise Refused("There is no such kind of mail to choose.", code="unknown_kind", field="kind")
    customer = customers.hold(customer)[customer.pk]
    held = {one.kind: one for one in choices(customer)}
    choice = held[kind]
    if choice.wanted == wanted:
        return choice
    choice.wanted = wanted
    choice.version += 1
    choice.save()
    record(
        MailsChosen.model_validate({"customer": customer.pk, "kind": kind, "wanted": wanted, "version": choice.version}),
        subject=f"customer/{customer.pk}",
        audience=readers(customer),
        actor=by.pk if by else None,
    )
    return choice
