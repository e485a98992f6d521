"""Doing one thing to many members: those chosen in the list, or all that a question finds."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from core import merging
from core.customers import tell_change
from core.member_list import Asked
from core.models import Customer, Tag, User
from core.refusals import Refused

# Each is told of on the line and in the history: so many take a few seconds.
MOST = 1000


def chosen(*, ids: Collection[int] | None, asked: Asked | None, by: User, exactly: bool = False) -> list[int]:
    """The members among `ids`, or all that `asked` finds, whom the user may see. The id of a merged record means who was kept.

    Raises Refused `too_many` for more than MOST; with `exactly` also `nobody`, and `gone` when some of `ids` aren't there.
    """
    field = "question" if asked else "ids"
    wanted = merging.all_current(ids or ())
    members = asked.members(by) if asked else Customer.objects.visible_to(by).filter(pk__in=wanted)
    found = sorted(members.values_list("pk", flat=True)[: MOST + 1])
    if len(found) > MOST:
        raise Refused(f"At most {MOST} members at once.", code="too_many", field=field)
    if exactly and not found:
        raise Refused("Nobody is chosen.", code="nobody", field=field)
    if exactly and ids is not None and len(found) != len(wanted):
        raise Refused("Not all of these members are there any more.", code="gone", field=field)
    return found


@transaction.atomic
def mark(*, members: Collection[int], tag: Tag, on: bool, by: User) -> list[int]:
    """Puts the tag on these members, or takes it off. Returns whom that changed: to do the opposite to them undoes it."""
    held = Customer.objects.select_for_update(of=("self",)).filter(pk__in=members).order_by("pk").prefetch_related("tags")
    changed = [customer for customer in held if (tag in customer.tags.all()) is not on]
    ids = [customer.pk for customer in changed]
    if on:
        Customer.tags.through.objects.bulk_create(Customer.tags.through(customer_id=pk, tag=tag) for pk in ids)
    else:
        Customer.tags.through.objects.filter(customer__in=ids, tag=tag).delete()
    Customer.objects.filter(pk__in=ids).update(version=F("version") + 1)
    for customer in changed:
        before = {mark.name for mark in customer.tags.all()}
        after = before | {tag.name} if on else before - {tag.name}
        customer.version += 1
        tell_change(customer=customer, changes={"tags": (sorted(before), sorted(after))}, by=by)
    return ids
