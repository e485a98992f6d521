"""Two records of one person become one, and nothing is lost (domain rule 28).

What each app keeps of a person moves by its part (`core.person_parts`). The record that goes leaves its number and its id behind:
links and cards with them lead to the one that stays.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from django.core.serializers.python import Serializer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import customers, sessions, standing
from core.customers import readers
from core.events.record import record
from core.models import Customer, Membership, MergedCustomer, User
from core.person_parts import PARTS, Merge
from core.refusals import Conflict, Refused, refusing
from core.roles import set_roles
from core.transfer_events import CustomerMerged

FIELDS = (
    "first_name", "last_name", "preferred_name", "birth_date", "email", "phone_number", "address", "postal_code", "city",
    "country", "emergency_contact_name", "emergency_contact_phone", "guardian", "language", "joined_on", "notes",
)  # fmt: skip
KEPT, MERGED, BOTH = "kept", "merged", "both"
LONGEST_NOTES = 5000


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ, and whose value stays unless somebody says otherwise."""

    field: str
    kept: Any
    merged: Any
    chosen: str


@dataclass(frozen=True)
class Overlap:
    """Two memberships of one kind that would give access at once: one of them is to be set aside."""

    first: Membership
    second: Membership


@dataclass(frozen=True)
class Preview:
    choices: list[Choice]
    moves: dict[str, int]
    overlaps: list[Overlap]
    both_have_logins: bool


def preview(*, kept: Customer, merged: Customer) -> Preview:
    """What a merge would do. Raises Refused for one record given twice."""
    _refuse_same(kept, merged)
    return Preview(
        choices=[
            Choice(name, getattr(kept, name), getattr(merged, name), _default(name, kept, merged))
            for name in FIELDS
            if getattr(kept, name) != getattr(merged, name)
        ],
        moves={part.name: count for part in PARTS if (count := part.count(merged))},
        overlaps=[Overlap(first, second) for first, second in _overlaps(kept, merged)],
        both_have_logins=bool(kept.user_id and merged.user_id),
    )


@transaction.atomic
def merge(
    *,
    kept: Customer,
    merged: Customer,
    by: User,
    fields: Mapping[str, str] | None = None,
    void: Collection[int] = (),
    login: str = KEPT,
) -> Customer:
    """Moves everything of `merged` to `kept` and lets `merged` go. `fields` says whose value stays where not the usual one.

    `void` are memberships to set aside where two overlap: they stay, with what was paid for them, and give no access. `login`
    says whose login stays if both have one; the other can't sign in any more, what was written with it is the other's then.
    Raises Conflict `memberships_overlap`, or as a part says; Refused for what can't be chosen.
    """
    _refuse_same(kept, merged)
    held = customers.hold(kept, merged)
    kept, merged = held[kept.pk], held[merged.pk]
    chosen = _chosen(kept, merged, fields or {})
    told = readers(kept) | readers(merged)
    snapshot = Serializer().serialize([merged])[0]["fields"]
    _set_aside(kept, merged, void)
    stays, goes = _logins(kept, merged, login)
    move = Merge(kept=kept, merged=merged, login=stays, former_login=goes)
    for part in PARTS:
        with refusing(dict(part.refusals)):
            part.move(move)
    _join_logins(move, by=by)
    left = (merged.pk, merged.member_number)
    _refuse_losses(merged)
    Customer.objects.filter(pk=merged.pk).delete()
    MergedCustomer.objects.create(id=left[0], member_number=left[1], kept=kept, snapshot=_plain(snapshot), merged_by=by)
    kept.version += 1
    kept.save(update_fields=["version", "user"])
    kept = customers.change(customer=kept, by=by, **chosen)
    standing.refresh(customer=kept)
    record(
        CustomerMerged(id=kept.pk, version=kept.version, merged=left[0]),
        subject=f"customer/{kept.pk}",
        audience=told | readers(kept),
        actor=by.pk,
    )
    return kept


def current(pk: int) -> int:
    """The record that a link with this id means: itself, or the one it was merged into."""
    found = MergedCustomer.objects.filter(pk=pk).values_list("kept", flat=True).first()
    return pk if found is None else found


def all_current(pks: Collection[int]) -> set[int]:
    """The same for many at once."""
    kept = dict(MergedCustomer.objects.filter(pk__in=pks).values_list("pk", "kept"))
    return {kept.get(pk, pk) for pk in pks}


def numbered(number: int, among: QuerySet[Customer]) -> Customer | None:
    """Whose card has this member number: of the record itself, or of one that was merged into it."""
    return among.filter(member_number=number).first() or among.filter(merged_from__member_number=number).first()


def ids(customer: Customer) -> list[int]:
    """Its own, and those of the records that were merged into it: the history is that of all."""
    return [customer.pk, *customer.merged_from.values_list("pk", flat=True)]


def _refuse_same(kept: Customer, merged: Customer) -> None:
    if kept.pk == merged.pk:
        raise Refused("This is one record.", code="same", field="other")


def _default(name: str, kept: Customer, merged: Customer) -> str:
    """What is there before what isn't; the earlier day of joining; both notes, as long as there is room."""
    ours, theirs = getattr(kept, name), getattr(merged, name)
    if name == "joined_on":
        return KEPT if ours <= theirs else MERGED
    if name == "notes" and ours and theirs and len(ours) + len(theirs) + 2 <= LONGEST_NOTES:
        return BOTH
    return KEPT if ours or not theirs else MERGED


def _chosen(kept: Customer, merged: Customer, fields: Mapping[str, str]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise Refused(f"There is no field {min(unknown)}.", code="unknown_field", field="fields")
    values: dict[str, Any] = {}
    for name in FIELDS:
        whose = fields.get(name) or _default(name, kept, merged)
        if whose == BOTH and name != "notes":
            raise Refused("Only notes can be kept from both.", code="invalid", field="fields")
        if whose == BOTH:
            values[name] = f"{kept.notes}\n\n{merged.notes}"
            if len(values[name]) > LONGEST_NOTES:
                raise Refused("Together the notes are too long.", code="too_long", field="fields")
        else:
            values[name] = getattr(kept if whose == KEPT else merged, name)
    if values["guardian"] and values["guardian"].pk in (kept.pk, merged.pk):
        values["guardian"] = None
    return values


def _overlaps(kept: Customer, merged: Customer) -> list[tuple[Membership, Membership]]:
    standing_ones = Membership.objects.standing().filter(customer__in=(kept, merged)).select_related("plan").order_by("starts_on")
    return [(first, second) for first, second in combinations(standing_ones, 2) if _overlap(first, second)]


def _overlap(first: Membership, second: Membership) -> bool:
    if first.customer_id == second.customer_id or (first.visits is None) != (second.visits is None):
        return False
    if first.visits is not None and not (first.visits_left and second.visits_left):
        return False
    return first.starts_on <= (second.ends_on or date.max) and second.starts_on <= (first.ends_on or date.max)


def _set_aside(kept: Customer, merged: Customer, void: Collection[int]) -> None:
    overlaps = _overlaps(kept, merged)
    concerned = {membership.pk: membership for pair in overlaps for membership in pair}
    if set(void) - set(concerned):
        raise Refused("Only a membership that overlaps is set aside.", code="invalid", field="void")
    if any(first.pk not in void and second.pk not in void for first, second in overlaps):
        raise Conflict(
            "Two memberships would give access at once: say which one stands.", code="memberships_overlap", field="void"
        )
    for pk in void:
        membership = concerned[pk]
        membership.voided_at = timezone.now()
        membership.version += 1
        membership.save(update_fields=["voided_at", "version"])


def _logins(kept: Customer, merged: Customer, login: str) -> tuple[User | None, User | None]:
    """Which login stays, and which doesn't if there are two. Raises Conflict where the one to go is of the staff."""
    stays, goes = (merged.user, kept.user) if (login == MERGED and merged.user) or not kept.user else (kept.user, merged.user)
    if stays and goes and goes.is_staff:
        raise Conflict("That login is of somebody who works here: keep it.", code="staff_login", field="login")
    return stays, goes


def _join_logins(move: Merge, *, by: User) -> None:
    """The database allows a login on one record at a time, so it leaves the one before it comes to the other."""
    Customer.objects.filter(pk=move.merged.pk).update(user=None)
    move.merged.user = None
    move.kept.user = move.login
    if move.former_login:
        move.former_login.is_active = False
        move.former_login.save(update_fields=["is_active"])
        set_roles(user=move.former_login, roles=[], by=by)
        sessions.end_all(user=move.former_login, by=by)


def _refuse_losses(merged: Customer) -> None:
    """Whatever still points at it would go with it: a part has forgotten something, and nothing is merged."""
    relations: Any = [one for one in Customer._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    for relation in relations:
        if relation.related_model._meta.model_name == "searchterm":
            continue
        if relation.related_model._default_manager.filter(**{relation.field.name: merged.pk}).exists():
            raise RuntimeError(f"{relation.related_model._meta.label}.{relation.field.name} was not moved.")


def _plain(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, int | str | list) else str(value) for name, value in snapshot.items()
    }
