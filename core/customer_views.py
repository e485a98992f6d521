"""Saved views: questions to the list of members that staff keep, for themselves or for all who work here."""

from collections.abc import Collection, Mapping
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q

from core.events import audience
from core.events.record import record
from core.models import CustomerView, User
from core.people_events import CustomerViewChanged, CustomerViewCreated, CustomerViewDeleted, CustomerViewState
from core.refusals import Conflict, Forbidden, Gone, Refused, check_version, refusing

# Nobody finds the right one among more.
MOST_EACH = 50


class Fields(TypedDict, total=False):
    """`question` is in the shape that the list checks and answers to."""

    name: str
    question: Mapping[str, Any]
    shared: bool


def _refusals() -> dict[str, Refused]:
    return {"customer_view_name_unique": Refused("You have a view of this name already.", code="unique", field="name")}


@transaction.atomic
def create(*, by: User, **fields: Unpack[Fields]) -> CustomerView:
    """Keeps a view. Raises Refused `unique` for a name one has already, Conflict `too_many` beyond MOST_EACH."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once would both be the last that there is room for
    if CustomerView.objects.filter(owner=by).count() >= MOST_EACH:
        raise Conflict(f"You have {MOST_EACH} views: delete one first.", code="too_many")
    with refusing(_refusals()):
        view = CustomerView.objects.create(owner=by, **fields)
    _tell(CustomerViewCreated, view, shown=view.shared, by=by)
    return view


@transaction.atomic
def change(*, view: CustomerView, by: User, seen: int | None = None, **fields: Unpack[Fields]) -> CustomerView:
    """Sets the given fields and nothing else. Raises Forbidden for another's without the right, Stale, and as `create` does."""
    view = _hold(view)
    _refuse_anothers(view, "core.change_customerview", by)
    check_version(view.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(view, name) != value}
    if not changed:
        return view
    was_shared = view.shared
    for name, value in changed.items():
        setattr(view, name, value)
    view.version += 1
    with refusing(_refusals()):
        view.save(update_fields=[*changed, "version"])
    _tell(CustomerViewChanged, view, shown=was_shared or view.shared, by=by)
    return view


@transaction.atomic
def delete(*, view: CustomerView, by: User) -> None:
    """Forgets the view. Raises Forbidden for another's without the right."""
    view = _hold(view)
    _refuse_anothers(view, "core.delete_customerview", by)
    _delete(view, by=by)


@transaction.atomic
def forget(words: Collection[str], *, by: User) -> None:
    """Deletes every view that searches for one of these: the names and addresses of somebody who is erased."""
    asked = Q(*(("question__search__icontains", word) for word in words if word), _connector=Q.OR)
    for view in CustomerView.objects.filter(asked).select_for_update(of=("self",)).order_by("pk") if asked else ():
        _delete(view, by=by)


def _delete(view: CustomerView, *, by: User) -> None:
    pk = view.pk
    view.delete()
    view.pk, view.version = pk, view.version + 1
    _tell(CustomerViewDeleted, view, shown=view.shared, by=by)


def _hold(view: CustomerView) -> CustomerView:
    held = CustomerView.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=view.pk).first()
    if held is None:
        raise Gone
    return held


def _refuse_anothers(view: CustomerView, permission: str, by: User) -> None:
    """What is shared can also be put right by who may; what isn't, by nobody else."""
    if view.owner_id != by.pk and not (view.shared and by.has_perm(permission)):
        raise Forbidden("This view is somebody else's.", code="permission_denied")


def _tell(event: type[CustomerViewState], view: CustomerView, *, shown: bool, by: User) -> None:
    """Without the question: what somebody searches for may be an address. `shown`: others see it, or did until now."""
    record(
        event(id=view.pk, version=view.version, owner=view.owner_id, shared=view.shared),
        subject=f"customer_view/{view.pk}",
        audience=[audience.STAFF] if shown else [audience.user(view.owner_id)],
        actor=by.pk,
    )
