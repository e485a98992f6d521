"""What `core` itself keeps about a person. The order is that of an erasure: what points at something goes before it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry

from core import pictures
from core.models import (
    AnsweredRequest,
    CheckIn,
    Consent,
    Customer,
    CustomerView,
    Invitation,
    Membership,
    MergedCustomer,
    Payment,
    Picture,
    Registration,
    User,
)
from core.person_parts import PARTS, Merge, Part, of_customer, of_login
from core.picture_owners import CUSTOMER, WRITER
from core.refusals import Conflict

OVERLAP = Conflict("Two memberships would give access at once: say which one stands.", code="memberships_overlap", field="void")
PAYMENTS = "What was paid, and for which plan and days, is kept for the books, without the person."


def _move_check_ins(merge: Merge) -> None:
    """A code that both showed in one moment counts once; both visits stay."""
    moved = CheckIn.objects.filter(customer=merge.merged)
    used = CheckIn.objects.filter(customer=merge.kept, pass_step__isnull=False).values("pass_step")
    moved.filter(pass_step__in=used).update(pass_step=None)
    moved.update(customer=merge.kept)


def _move_consents(merge: Merge) -> None:
    """What was said last holds: a consent given before a later withdrawal, or before a later consent, ends there."""
    both = Consent.objects.filter(customer__in=(merge.kept, merge.merged))
    rows = list(both.order_by("given_at", "id"))
    ends = {row.pk: (row.withdrawn_at, row.withdrawn_source) for row in rows if row.withdrawn_at}
    for place, consent in enumerate(rows):
        if consent.pk in ends:
            continue
        same = [row for row in rows if row.kind == consent.kind]
        later = [end for row in same if (end := ends.get(row.pk)) and end[0] and end[0] >= consent.given_at]
        again = next((row for row in rows[place + 1 :] if row.kind == consent.kind and row.pk not in ends), None)
        if later:
            consent.withdrawn_at, consent.withdrawn_source = max(later)
        elif again:
            consent.withdrawn_at, consent.withdrawn_source = again.given_at, again.given_source
        consent.save(update_fields=["withdrawn_at", "withdrawn_source"])
    both.filter(customer=merge.merged).update(customer=merge.kept)


def _memberships(customer: Customer) -> list[dict[str, Any]]:
    columns = ("plan__name", "starts_on", "ends_on", "price", "currency", "visits", "visits_left", "cancelled_at")
    return list(Membership.objects.filter(customer=customer).order_by("starts_on", "id").values(*columns))


def _payments(customer: Customer) -> list[dict[str, Any]]:
    columns = ("paid_on", "amount", "currency", "method", "note")
    return list(Payment.objects.filter(membership__customer=customer).order_by("paid_on", "id").values(*columns))


def _wards(customer: Customer) -> list[dict[str, Any]]:
    return [dict(row) for row in customer.wards.order_by("pk").values("first_name", "last_name")]


def _login(customer: Customer) -> list[dict[str, Any]]:
    columns = ("email", "display_name", "language", "date_joined", "last_login")
    return [dict(row) for row in User.objects.filter(customer=customer).values(*columns)]


def _move_picture(merge: Merge) -> None:
    pictures.hand_over(kind=CUSTOMER, owner_id=merge.merged.pk, to=merge.kept.pk)
    if merge.kept.picture_id is None and merge.merged.picture_id is not None:
        merge.kept.picture_id = merge.merged.picture_id
        merge.kept.save(update_fields=["picture"])


def _erase_picture(customer: Customer) -> None:
    Customer.objects.filter(pk=customer.pk).update(picture=None)
    pictures.discard_all(kind=CUSTOMER, owner_id=customer.pk)


def _move_uploads(merge: Merge) -> None:
    if merge.login and merge.former_login:
        Picture.objects.filter(uploaded_by=merge.former_login).update(uploaded_by=merge.login)
        pictures.hand_over(kind=WRITER, owner_id=merge.former_login.pk, to=merge.login.pk)


def _erase_uploads(customer: Customer) -> None:
    if customer.user_id:
        pictures.discard_all(kind=WRITER, owner_id=customer.user_id)


def _move_tags(merge: Merge) -> None:
    merge.kept.tags.add(*merge.merged.tags.all())
    merge.merged.tags.clear()


def _move_wards(merge: Merge) -> None:
    merge.merged.wards.exclude(pk=merge.kept.pk).update(guardian=merge.kept)


PARTS += [
    of_customer(CheckIn, "visits", "at", "method", move=_move_check_ins, subject="check_in"),
    of_customer(
        Membership,
        "memberships",
        subject="membership",
        export=_memberships,
        refusals={"membership_times_dont_overlap": OVERLAP, "membership_visits_dont_overlap": OVERLAP},
    ),
    Part(
        "payments",
        [],
        count=lambda customer: Payment.objects.filter(membership__customer=customer).count(),
        export=_payments,
        keeps=PAYMENTS,
    ),
    of_customer(
        Consent, "consents", "kind", "given_at", "given_source", "withdrawn_at", "withdrawn_source", move=_move_consents
    ),
    Part(
        "tags",
        ["core.Customer_tags.customer"],
        count=lambda customer: customer.tags.count(),
        move=_move_tags,
        erase=lambda customer: customer.tags.clear(),
    ),
    Part(
        "wards",
        ["core.Customer.guardian"],
        count=lambda customer: customer.wards.count(),
        move=_move_wards,
        export=_wards,
    ),
    Part(
        "pictures",
        [],
        count=lambda customer: Picture.objects.filter(owner_kind=CUSTOMER, owner_id=customer.pk, state="ready").count(),
        move=_move_picture,
        erase=_erase_picture,
    ),
    of_customer(MergedCustomer, "merged records", path="kept"),
    of_customer(Invitation, "invitations", "email", "sent_at", "accepted_at", subject="invitation"),
    # The database keeps these itself, and takes them with the record.
    Part("search terms", ["core.SearchTerm.customer"], count=lambda customer: 0),
    of_login(EmailAddress, "login addresses", "email", "verified"),
    of_login(Authenticator, "second factors", "type", "created_at"),
    of_login(UserSession, "sessions", "created_at", "last_seen_at", "ip", "user_agent"),
    of_login(Registration, "registration"),
    of_login(CustomerView, "saved views", "name", "question", path="owner"),
    of_login(AnsweredRequest, "answered requests", path="actor"),
    of_login(LogEntry, "entries of the admin's log"),
    of_login(Picture, "uploads", path="uploaded_by", move=_move_uploads, erase=_erase_uploads),
    Part(
        "login",
        [
            "core.Customer.user", "core.User_groups.user", "core.User_user_permissions.user", "core.Import.created_by",
            "core.Payment.recorded_by", "core.CheckIn.recorded_by",
            "core.Invitation.invited_by", "core.Invitation.accepted_by", "core.MergedCustomer.merged_by",
        ],
        count=lambda customer: int(customer.user_id is not None),
        export=_login,
    ),
]  # fmt: skip
