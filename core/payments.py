"""Recording what was paid for a membership. The money itself is taken elsewhere."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from core.calendar import today
from core.membership_changes import hold, save, tell
from core.membership_events import MembershipPaid
from core.models import Membership, Payment, User
from core.refusals import Refused

OLDEST = timedelta(days=3660)


@transaction.atomic
def record_payment(
    *, membership: Membership, amount: Decimal, method: str, note: str = "", paid_on: date | None = None, by: User | None
) -> Payment:
    """Writes down money received, or given back where `amount` is below zero.

    Raises Refused `too_much` for more than is open, or more given back than was received; `out_of_range` for a day to come.
    """
    held = hold(membership)
    paid_on = paid_on or today()
    if not timedelta(0) <= today() - paid_on <= OLDEST:
        raise Refused("A day that has been, in the last ten years.", code="out_of_range", field="paid_on")
    if amount == 0:
        raise Refused("Something, or nothing to record.", code="zero", field="amount")
    paid = held.payments.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    owed = Decimal(0) if held.voided_at else held.price
    if amount > 0 and paid + amount > owed:
        raise Refused(f"Open are {max(owed - paid, Decimal(0))} {held.currency}.", code="too_much", field="amount")
    if paid + amount < 0:
        raise Refused(f"Received were {paid} {held.currency}.", code="too_much", field="amount")
    payment = Payment.objects.create(
        membership=held,
        amount=amount,
        currency=held.currency,
        method=method,
        note=note,
        paid_on=paid_on,
        recorded_by=by,
    )
    save(held)
    tell(held.customer, [(MembershipPaid, held)], by=by)
    return payment
