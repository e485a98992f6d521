"""Reacting to a post: one reaction each, which can become another."""

from django.db import transaction

from core.models import User
from core.refusals import Conflict
from social.feed_events import ReactionChanged, Tally
from social.models import Post, Reaction
from social.notifications import tell_reacted, tell_taken_back
from social.telling import tell
from social.writings import hold


@transaction.atomic
def react(*, post: Post, kind: str, by: User) -> Reaction:
    """Sets the person's reaction. Raises Gone, and Conflict `hidden` for a post that the staff have hidden."""
    post = hold(post)
    if post.hidden_at:
        raise Conflict("The staff have hidden this.", code="hidden")
    reaction = Reaction.objects.filter(post=post, user=by).first()
    is_new = False
    if reaction and reaction.kind == kind:
        return reaction
    if reaction:
        reaction.kind = kind
        reaction.save(update_fields=["kind"])
    else:
        reaction = Reaction.objects.create(post=post, user=by, kind=kind)
        is_new = True
    _tell(post, reaction, by)
    if is_new:
        tell_reacted(post, by=by)
    return reaction


@transaction.atomic
def take_back(*, reaction: Reaction, by: User) -> None:
    """Raises Gone where the post is."""
    post = hold(reaction.post)
    gone, _ = Reaction.objects.filter(pk=reaction.pk).delete()
    if gone:
        _tell(post, None, by)
        tell_taken_back(post, by=by)


def _tell(post: Post, reaction: Reaction | None, by: User) -> None:
    set_to = {"id": reaction.pk, "kind": reaction.kind} if reaction else {"id": None, "kind": None}
    data = ReactionChanged(post=post.pk, user=by.pk, user_name=by.name, **set_to, **Tally.kept(post))
    tell(data, subject=post.subject, post=post, writers={by.pk}, by=by)
