"""Who is written to about a member (domain rules 24 and 26)."""

from datetime import date

from django.conf import settings

from core.models import Customer


def recipient(customer: Customer, *, on: date) -> Customer:
    """Whose address and language a message about this member takes: a minor's guardian, else the member.

    A grown-up with a guardian and no address of their own is still reached through the guardian. A guardian has no guardian
    and so, the database sees to it, an address.
    """
    if customer.guardian and (customer.is_minor_on(on) or not customer.email):
        return customer.guardian
    return customer


def language_of(customer: Customer) -> str:
    """What they are written to in: what their record says, else what they chose for their login, else the centre's."""
    chosen = customer.language or (customer.user.language if customer.user else "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
