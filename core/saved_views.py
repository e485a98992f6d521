"""Saved views: questions to a list that staff keep, for themselves or for all who work here. Each list declares its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict, TypeVar, Unpack

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import User
from core.models.saved_view import SavedView
from core.people_events import SavedViewState
from core.refusals import Conflict, Forbidden, Gone, Refused, check_version, refusing

# Nobody finds the right one among more.
MOST_EACH = 50
View = TypeVar("View", bound=SavedView)


@dataclass(frozen=True)
class Told:
    """What is said of the views of a list: `subject` is the first part of theirs."""

    subject: str
    created: type[SavedViewState]
    changed: type[SavedViewState]
    deleted: type[SavedViewState]


TOLD: dict[type[SavedView], Told] = {}


class Fields(TypedDict, total=False):
    """`question` is in the shape that the list checks and answers to."""

    name: str
    question: Mapping[str, Any]
    shared: bool


def declare(model: type[SavedView], told: Told) -> None:
    TOLD[model] = told


@transaction.atomic
def create(model: type[View], *, by: User, **fields: Unpack[Fields]) -> View:
    """Keeps a view. Raises Refused `unique` for a name one has already, Conflict `too_many` beyond MOST_EACH."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once would both be the last that there is room for
    if model._default_manager.filter(owner=by).count() >= MOST_EACH:
        raise Conflict(f"You have {MOST_EACH} views: delete one first.", code="too_many")
    with refusing(_refusals(model)):
        view = model._default_manager.create(owner=by, **fields)
    _tell(TOLD[model].created, view, shown=view.shared, by=by)
    return view


@transaction.atomic
def change(*, view: View, by: User, seen: int | None = None, **fields: Unpack[Fields]) -> View:
    """Sets the given fields and nothing else. Raises Forbidden for another's without the right, Stale, and as `create` does."""
    view = _hold(view)
    refuse_anothers(view, "change", by)
    check_version(view.version, seen=seen)
    changed = {name: value for name, value in fields.items() if getattr(view, name) != value}
    if not changed:
        return view
    was_shared = view.shared
    for name, value in changed.items():
        setattr(view, name, value)
    view.version += 1
    with refusing(_refusals(type(view))):
        view.save(update_fields=[*changed, "version"])
    _tell(TOLD[type(view)].changed, view, shown=was_shared or view.shared, by=by)
    return view


@transaction.atomic
def delete(*, view: SavedView, by: User) -> None:
    """Forgets the view. Raises Forbidden for another's without the right."""
    view = _hold(view)
    refuse_anothers(view, "delete", by)
    drop(view, by=by)


def drop(view: SavedView, *, by: User) -> None:
    """The same without asking whose it is. It is held."""
    pk = view.pk
    view.delete()
    view.pk, view.version = pk, view.version + 1
    _tell(TOLD[type(view)].deleted, view, shown=view.shared, by=by)


def may_change(view: SavedView, user: User, action: str = "change") -> bool:
    """What is shared can also be put right by who may; what isn't, by nobody else."""
    meta = view._meta
    return view.owner_id == user.pk or (view.shared and user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}"))


def refuse_anothers(view: SavedView, action: str, by: User) -> None:
    if not may_change(view, by, action):
        raise Forbidden("This view is somebody else's.", code="permission_denied")


def _refusals(model: type[SavedView]) -> dict[str, Refused]:
    refused = Refused("You have a view of this name already.", code="unique", field="name")
    return {constraint.name: refused for constraint in model._meta.constraints}


def _hold(view: View) -> View:
    found = type(view)._default_manager.select_for_update(of=("self",)).select_related("owner").filter(pk=view.pk).first()
    if found is None:
        raise Gone
    return found


def _tell(event: type[SavedViewState], view: SavedView, *, shown: bool, by: User) -> None:
    """Without the question: what somebody searches for may be an address. `shown`: others see it, or did until now."""
    record(
        event(id=view.pk, version=view.version, owner=view.owner_id, shared=view.shared),
        subject=f"{TOLD[type(view)].subject}/{view.pk}",
        audience=[audience.STAFF] if shown else [audience.user(view.owner_id)],
        actor=by.pk,
    )
