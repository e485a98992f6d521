"""What is kept about a person beside their record: each app says how it is counted, moved, given out and erased.

A part answers for the foreign keys in `fields`: a test fails when there is one, to a record or a login, without a part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from core.models import Customer, User
from core.refusals import Refused


@dataclass(frozen=True)
class Merge:
    """`merged` goes, `kept` stays, both rows are held. `login` is whose posts the other's become, if both had one."""

    kept: Customer
    merged: Customer
    login: User | None = None
    former_login: User | None = None


def _nothing(*_: Any) -> None:
    """A part that has nothing to do here."""


def _no_rows(_: Customer) -> list[dict[str, Any]]:
    return []


def _no_subjects(_: Customer) -> list[str]:
    return []


@dataclass(frozen=True)
class Part:
    """`name` is what previews call it. `keeps` says why something outlives an erasure, or is empty.

    `subjects` are those of events about what is kept (`appointment/5`): an erasure scrubs them.
    """

    name: str
    fields: Sequence[str]
    count: Callable[[Customer], int]
    move: Callable[[Merge], None] = _nothing
    # What is to be locked before the record itself is, for those whose rows come first in the order of locks.
    hold: Callable[[Customer], None] = _nothing
    erase: Callable[[Customer], None] = _nothing
    export: Callable[[Customer], list[dict[str, Any]]] = _no_rows
    subjects: Callable[[Customer], list[str]] = _no_subjects
    keeps: str = ""
    # Constraints of the database that stand against moving it, and what is said then.
    refusals: Mapping[str, Refused] = field(default_factory=dict)


PARTS: list[Part] = []


def of_customer(model: type[Model], name: str, *exported: str, subject: str = "", path: str = "customer", **changes: Any) -> Part:
    """A part that is rows with a foreign key to the record: moved by it, deleted on erasure. `changes` replace what differs."""
    manager: Any = model._default_manager

    def of(customer: Customer) -> Any:
        return manager.filter(**{path: customer})

    def move(merge: Merge) -> None:
        manager.filter(**{path: merge.merged}).update(**{path: merge.kept})

    return Part(**{
        "name": name,
        "fields": [f"{model._meta.label}.{path}"],
        "count": lambda customer: of(customer).count(),
        "move": move,
        "erase": lambda customer: of(customer).delete(),
        "export": lambda customer: list(of(customer).order_by("pk").values(*exported)) if exported else [],
        "subjects": lambda customer: [f"{subject}/{pk}" for pk in of(customer).values_list("pk", flat=True)] if subject else [],
        **changes,
    })  # fmt: skip


def of_login(
    model: type[Model], name: str, *exported: str, path: str = "user", subject: str = "", moves: bool = False, **changes: Any
) -> Part:
    """A part that is rows of the login: on erasure they go with it. Unless it `moves`, it stays with its login in a merge."""
    manager: Any = model._default_manager

    def of(customer: Customer) -> Any:
        return manager.filter(**{path: customer.user_id}) if customer.user_id else manager.none()

    def move(merge: Merge) -> None:
        if moves and merge.login and merge.former_login:
            manager.filter(**{path: merge.former_login}).update(**{path: merge.login})

    return Part(**{
        "name": name,
        "fields": [f"{model._meta.label}.{path}"],
        "count": lambda customer: of(customer).count(),
        "move": move,
        "erase": lambda customer: of(customer).delete(),
        "export": lambda customer: list(of(customer).order_by("pk").values(*exported)) if exported else [],
        "subjects": lambda customer: [f"{subject}/{pk}" for pk in of(customer).values_list("pk", flat=True)] if subject else [],
        **changes,
    })  # fmt: skip


def unanswered(model: type[Model]) -> list[str]:
    """Foreign keys to the model, as `app.Model.field`, for which no part answers."""
    answered = {name for part in PARTS for name in part.fields}
    relations: Any = [one for one in model._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete]
    return sorted({f"{one.related_model._meta.label}.{one.field.name}" for one in relations} - answered)
