"""Of which kinds a person wants to be told, and by which channels."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from core.events import audience
from core.events.record import record
from core.models import User
from core.refusals import Refused
from realtime.models import NotificationChoice
from realtime.notification_kinds import CHANNELS, KINDS, Kind, open_to
from realtime.notifications.events import NotificationKindChosen
from realtime.notifications.inbox import hold


@dataclass(frozen=True, slots=True)
class Choice:
    """What holds for one kind; `version` 0 says that nothing was chosen yet."""

    kind: str
    channels: list[str]
    version: int


def choices(user: User) -> list[Choice]:
    """One for each kind that the person can be told of."""
    chosen = {choice.kind: choice for choice in NotificationChoice.objects.filter(user=user)}
    return [_choice(kind, chosen.get(kind.name)) for kind in open_to(is_staff=user.is_staff)]


@transaction.atomic
def choose(*, user: User, kind: str, channels: Collection[str]) -> Choice:
    """Sets the channels for a kind. Raises Refused `unknown_kind`, also for one that the person is never told of."""
    known = KINDS.get(kind)
    if known is None or (known.staff_only and not user.is_staff):
        raise Refused("There is no such kind of notification.", code="unknown_kind", field="kind")
    wanted = [channel for channel in CHANNELS if channel in channels]
    hold([user.pk])
    row = NotificationChoice.objects.filter(user=user, kind=kind).first()
    if _choice(known, row).channels == wanted:
        return _choice(known, row)
    if row is None:
        row = NotificationChoice.objects.create(user=user, kind=kind, channels=wanted)
    else:
        row.channels = wanted
        row.version += 1
        row.save(update_fields=["channels", "version"])
    record(
        NotificationKindChosen.model_validate({"kind": kind, "channels": wanted, "version": row.version}),
        subject=f"inbox/{user.pk}",
        audience={audience.user(user.pk)},
        actor=user.pk,
    )
    return _choice(known, row)


def _choice(kind: Kind, row: NotificationChoice | None) -> Choice:
    return Choice(kind.name, list(row.channels), row.version) if row else Choice(kind.name, list(kind.channels), 0)
