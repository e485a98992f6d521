"""Editing, deleting, taking back and hiding what somebody wrote: the same for posts and comments."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from core.models import User
from core.refusals import Conflict, Forbidden, Gone, check_version
from social import feed_events as events
from social.models import Comment, Post, Revision
from social.notifications import withdraw_written
from social.telling import tell as tell_feed

# What others have answered to is no longer changed under them.
EDITABLE_FOR = timedelta(hours=24)
UNDO_FOR = timedelta(minutes=10)


W = TypeVar("W", bound=Post | Comment)


@dataclass(frozen=True)
class Telling:
    """The events of a kind of writing."""

    created: Any
    edited: Any
    restored: Any
    deleted: Any
    hidden: Any


TELLINGS: dict[type[Any], Telling] = {
    Post: Telling(events.PostCreated, events.PostEdited, events.PostRestored, events.PostDeleted, events.PostHidden),
    Comment: Telling(
        events.CommentCreated, events.CommentEdited, events.CommentRestored, events.CommentDeleted, events.CommentHidden
    ),
}


@transaction.atomic
def edit(*, writing: W, text: str, by: User, seen: int | None = None) -> W:
    """Says something else, and keeps what was said.

    Raises Forbidden for another's, Conflict `edit_over` and `hidden`, Stale, Gone.
    """
    writing = _own(writing, by)
    check_version(writing.version, seen=seen)
    if writing.hidden_at:
        raise Conflict("The staff have hidden this.", code="hidden")
    if timezone.now() > writing.created_at + EDITABLE_FOR:
        raise Conflict("It can be changed for a day after it was written.", code="edit_over")
    if text == writing.text:
        return writing
    Revision.objects.create(**{writing._meta.model_name or "": writing}, text=writing.text)
    writing.text, writing.edited_at = text, timezone.now()
    _write(writing, "text", "edited_at")
    tell(writing, TELLINGS[type(writing)].edited, by=by)
    return writing


@transaction.atomic
def delete(*, writing: Post | Comment, by: User) -> None:
    """Takes it off every screen. For UNDO_FOR its author may take that back. Raises Forbidden for another's; Gone."""
    writing = _own(writing, by)
    writing.deleted_at = timezone.now()
    _write(writing, "deleted_at")
    tell(writing, TELLINGS[type(writing)].deleted, by=by)
    withdraw_written(writing)


@transaction.atomic
def restore(*, writing: W, by: User) -> W:
    """Takes a deletion back. Raises Forbidden for another's, Conflict `undo_over`; Gone where its post is."""
    writing = _own(writing, by, deleted=True)
    if writing.deleted_at is None:
        return writing
    if timezone.now() > writing.deleted_at + UNDO_FOR:
        raise Conflict("It was deleted too long ago.", code="undo_over")
    writing.deleted_at = None
    _write(writing, "deleted_at")
    # What the staff had hidden is nobody's to see again but theirs.
    telling = TELLINGS[type(writing)]
    tell(writing, telling.hidden if writing.hidden_at else telling.restored, by=by)
    return writing


@transaction.atomic
def hide(*, writing: W, by: User) -> W:
    """Takes it off everybody's screen but those who moderate. Raises Gone."""
    writing = hold(writing)
    if writing.hidden_at is None:
        writing.hidden_at = timezone.now()
        _write(writing, "hidden_at")
        tell(writing, TELLINGS[type(writing)].hidden, by=by)
        withdraw_written(writing)
    return writing


@transaction.atomic
def show(*, writing: W, by: User) -> W:
    """Shows what was hidden. Raises Gone."""
    writing = hold(writing)
    if writing.hidden_at is not None:
        writing.hidden_at = None
        _write(writing, "hidden_at")
        tell(writing, TELLINGS[type(writing)].restored, by=by)
    return writing


def hold(writing: W, *, deleted: bool = False) -> W:
    """Locks it, a comment's post before the comment. Raises Gone; `deleted` ones are gone unless asked for."""
    if isinstance(writing, Comment):
        hold(writing.post)
    manager: Any = type(writing)._default_manager
    held: W | None = manager.select_for_update(of=("self",), no_key=True).filter(pk=writing.pk).first()
    if held is None or (held.deleted_at and not deleted):
        raise Gone
    return held


def tell(writing: Post | Comment, event: Any, *, by: User) -> None:
    telling = TELLINGS[type(writing)]
    has_words = event not in (telling.deleted, telling.hidden)
    post = writing.post if isinstance(writing, Comment) else writing
    writers = {writing.author_id} if has_words else set()
    tell_feed(event.of(writing), subject=writing.subject, post=post, writers=writers, by=by)


def _own(writing: W, by: User, *, deleted: bool = False) -> W:
    if writing.author_id != by.pk:
        raise Forbidden("Somebody else wrote this.", code="permission_denied")
    return hold(writing, deleted=deleted)


def _write(writing: Post | Comment, *fields: str) -> None:
    writing.version += 1
    writing.save(update_fields=[*fields, "version"])
