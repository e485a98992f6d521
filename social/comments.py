"""Commenting on a post, and replying to a comment."""

from uuid import UUID

from django.db import transaction

from core.models import User
from core.refusals import Conflict, Refused
from social.models import Comment, Post
from social.notifications import tell_commented
from social.sending import sent_before
from social.writings import TELLINGS, hold, tell


@transaction.atomic
def create(*, post: Post, text: str, by: User, parent: Comment | None = None, client_id: UUID | None = None) -> Comment:
    """Says something under a post. What the same screen sends twice is said once.

    Raises Gone for a post that is deleted, Conflict `hidden` for one that the staff have hidden; Refused `other_post` and
    `reply_to_reply` for a parent that isn't a comment of this post, or `gone` for one that is deleted or hidden meanwhile.
    """
    post = hold(post)
    if before := sent_before(Comment, by=by, client_id=client_id):
        return before
    if post.hidden_at:
        raise Conflict("The staff have hidden this.", code="hidden")
    if parent:
        _refuse_odd(parent, post)
    comment = Comment.objects.create(post=post, parent=parent, author=by, text=text, client_id=client_id)
    tell(comment, TELLINGS[Comment].created, by=by)
    tell_commented(comment, by=by)
    return comment


def _refuse_odd(parent: Comment, post: Post) -> None:
    if parent.post_id != post.pk:
        raise Refused("That comment is under another post.", code="other_post", field="parent")
    if parent.parent_id:
        raise Refused("A reply is to a comment, not to a reply.", code="reply_to_reply", field="parent")
    if not Comment.objects.shown().filter(pk=parent.pk).exists():
        raise Refused("The comment is no longer there.", code="gone", field="parent")
