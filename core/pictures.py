"""A picture's way: asked for, uploaded, checked by a function, shown by its owner; superseded or removed, and cleared away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from core.events import audience
from core.events.inbox import Answer, answer
from core.events.record import record
from core.models import Picture, User
from core.people_events import PictureSettled
from core.refusals import Conflict, Refused

log = structlog.get_logger(__name__)

# Uploads that a person may have under way: plenty for a busy counter, and a bound for a script. As many more may have been
# checked and wait for what will show them.
MOST_WAITING = 20
MOST_HELD = 60
# An upload that nothing came of: a form is good for ten minutes, the function has tried its last within another half hour.
ABANDONED_AFTER = timedelta(hours=1)
# The queue before the function forgets after a day: from then on nothing can write a picture's objects any more.
LAST_WRITE_AFTER = timedelta(days=1, hours=1)


@dataclass(frozen=True)
class OwnerKind:
    """What can have a picture. `lock` finds the owner's row and locks it, `shown` says which picture it shows.

    `show` sets that (None takes it away), and records the event by which screens learn of it; `by` is the id of who did it.
    With `held_for` nothing is shown when it has been checked: `take` is called within that time by what will show it.
    """

    lock: Callable[[int], Any | None]
    shown: Callable[[Any], Picture | None]
    show: Callable[[Any, Picture | None, int | None], None]
    held_for: timedelta | None = None


# By the name that `Picture.owner_kind` holds. The app that owns a kind adds it (`core.picture_owners`).
OWNERS: dict[str, OwnerKind] = {}


class Outcome(Answer):
    """What the function made of an upload."""

    type: Literal["picture.outcome"]
    picture: UUID
    outcome: Literal["ready", "refused"]
    reason: str
    digest: str
    at: datetime


@transaction.atomic
def ask(*, kind: str, owner_id: int, by: User) -> Picture:
    """Opens an upload for this owner. Raises Conflict `too_many_uploads`."""
    for state, most in ((Picture.State.WAITING, MOST_WAITING), (Picture.State.READY, MOST_HELD)):
        if Picture.objects.filter(uploaded_by=by, state=state, clear_at__isnull=False).count() >= most:
            raise Conflict("Too many uploads are under way; wait until they are through.", code="too_many_uploads")
    now = timezone.now()
    return Picture.objects.create(
        owner_kind=kind, owner_id=owner_id, uploaded_by=by, asked_at=now, clear_at=now + ABANDONED_AFTER
    )


@answer("picture.outcome", Outcome)
def settle(outcome: Outcome) -> None:
    """Shows what was checked, or says why not; once: a repeat, or a second upload by the same form, changes nothing."""
    asked = Picture.objects.filter(pk=outcome.picture).first()
    if asked is None:
        log.warning("outcome_of_no_picture", picture=str(outcome.picture))
        return
    owners = OWNERS[asked.owner_kind]
    owner = owners.lock(asked.owner_id)  # the owner before the picture, always: two at once must not wait for each other
    picture = Picture.objects.select_for_update().get(pk=asked.pk)
    if picture.state != Picture.State.WAITING:
        return
    if outcome.outcome == "refused":
        refuse(picture, outcome.reason)
        return
    shown = owners.shown(owner) if owner else None
    if owner is None or (shown and shown.asked_at > picture.asked_at):
        _discard([picture])
    else:
        picture.state, picture.digest = Picture.State.READY, outcome.digest
        picture.clear_at = timezone.now() + owners.held_for if owners.held_for else None
        picture.save(update_fields=["state", "digest", "clear_at"])
        owners.show(owner, picture, picture.uploaded_by_id)
        _discard([shown] if shown else [])
    _tell(picture)


def take(*, kind: str, owner_id: int, ids: Sequence[UUID], field: str) -> list[Picture]:
    """Keeps pictures that are held for this owner, in the transaction of what shows them from now on; in the order of `ids`.

    Raises Refused at `field`: `repeated`; `does_not_exist` for one that isn't theirs, is shown already or was given up;
    `still_checking`; `picture_refused` for one that was looked at and not taken.
    """
    if len(set(ids)) < len(ids):
        raise Refused("The same picture stands there twice.", code="repeated", field=field)
    held = Picture.objects.select_for_update().filter(pk__in=ids, owner_kind=kind, owner_id=owner_id, clear_at__isnull=False)
    found = {picture.pk: picture for picture in held.order_by("pk")}
    for pk in ids:
        match found[pk].state if pk in found else Picture.State.REMOVED:
            case Picture.State.READY:
                continue
            case Picture.State.WAITING:
                raise Refused("A picture is still being checked.", code="still_checking", field=field)
            case Picture.State.REFUSED:
                raise Refused("A picture was looked at and can't be shown.", code="picture_refused", field=field)
        raise Refused("There is no such picture any more.", code="does_not_exist", field=field)
    Picture.objects.filter(pk__in=ids).update(clear_at=None)
    return [found[pk] for pk in ids]


def let_go(picture: Picture) -> None:
    """For one that is held and locked, and that nothing came to show."""
    _discard([picture])


def refuse(picture: Picture, reason: str) -> None:
    """For a picture that is waiting and locked. What it became stays to be read for a day."""
    picture.state, picture.reason = Picture.State.REFUSED, reason[:40]
    picture.clear_at = picture.asked_at + LAST_WRITE_AFTER
    picture.save(update_fields=["state", "reason", "clear_at"])
    _tell(picture)


@transaction.atomic
def remove(*, kind: str, owner_id: int, by: User) -> None:
    """Takes the picture away, and whatever of it is still under way."""
    owners = OWNERS[kind]
    owner = owners.lock(owner_id)
    if owner and owners.shown(owner):
        owners.show(owner, None, by.pk)
    discard_all(kind=kind, owner_id=owner_id)


def discard_all(*, kind: str, owner_id: int) -> None:
    """Lets go of every picture of an owner that goes itself, or that shows none any more; in the transaction of that change."""
    held = Picture.objects.select_for_update().filter(owner_kind=kind, owner_id=owner_id)
    _discard(held.filter(state__in=(Picture.State.WAITING, Picture.State.READY)).order_by("pk"))


def hand_over(*, kind: str, owner_id: int, to: int) -> None:
    """All pictures of an owner become another's, in the transaction that moves which one is shown."""
    Picture.objects.filter(owner_kind=kind, owner_id=owner_id).update(owner_id=to)


def _discard(pictures: Any) -> None:
    for picture in pictures:
        picture.state, picture.clear_at = Picture.State.REMOVED, timezone.now()
        picture.save(update_fields=["state", "clear_at"])


def _tell(picture: Picture) -> None:
    record(
        PictureSettled.model_validate({"id": str(picture.pk), "state": str(picture.state), "reason": picture.reason}),
        subject=f"picture/{picture.pk}",
        audience={audience.user(picture.uploaded_by_id)} if picture.uploaded_by_id else audience.NOBODY,
        actor=picture.uploaded_by_id,
    )
