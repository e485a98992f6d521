"""What people are told of the feed in their inbox: comments, replies, and reactions, which are gathered.

Nothing of what was written stands in it: what is deleted is then gone here, too. A person's notices of the feed go out last in a
use case, as all of them do (`realtime.notifications.inbox`).
"""

from typing import Any

from django.db.models import Q

from core.models import Customer, User
from realtime.notification_kinds import NotificationData, notification
from realtime.notifications.inbox import withdraw
from realtime.notifications.telling import Notice, notify
from social.models import Comment, Post, Reaction


class FeedNotice(NotificationData):
    """`by_name` is who did it; of several the last."""

    post: int
    by_name: str


@notification("post_commented")
class PostCommentedNotice(FeedNotice):
    comment: int


@notification("comment_replied")
class CommentRepliedNotice(FeedNotice):
    comment: int


@notification("post_reacted")
class PostReactedNotice(FeedNotice):
    """`others`: how many have reacted beside them. Until it is read one stands for all, and says what is so now."""

    others: int


def tell_commented(comment: Comment, *, by: User) -> None:
    """Whose post it is, and whose comment it answers: once who is both."""
    facts: dict[str, Any] = {"post": comment.post_id, "comment": comment.pk, "by_name": by.name}
    notices = {comment.post.author_id: Notice(comment.post.author_id, PostCommentedNotice(**facts))}
    if comment.parent:
        notices[comment.parent.author_id] = Notice(comment.parent.author_id, CommentRepliedNotice(**facts))
    notify(notices=list(notices.values()), subject=comment.subject, customer=_record_of(by), by=by)


def tell_reacted(post: Post, *, by: User) -> None:
    """The post's author, in the place of what they haven't read of it yet."""
    if by.pk != post.author_id:
        _withdraw_unread(post)
        _tell_gathered(post, by)


def tell_taken_back(post: Post, *, by: User) -> None:
    """It is no news: only what isn't read yet is told anew, without them."""
    if by.pk != post.author_id and _withdraw_unread(post):
        _tell_gathered(post, by)


def withdraw_written(writing: Post | Comment) -> None:
    """What was told of it goes with it: of a post also what was told of those who reacted."""
    if isinstance(writing, Comment):
        parents = {writing.parent.author_id} if writing.parent else set()
        withdraw(Q(user__in={writing.post.author_id, *parents}, subject=writing.subject))
    else:
        withdraw(Q(user=writing.author_id, subject=writing.subject))


def _withdraw_unread(post: Post) -> int:
    kind = PostReactedNotice.kind
    return withdraw(Q(user=post.author_id, subject=post.subject, kind=kind, read_at__isnull=True))


def _tell_gathered(post: Post, by: User) -> None:
    """Who has reacted last, and how many others have; the author aside."""
    given = Reaction.objects.filter(post=post).exclude(user=post.author_id)
    last = given.select_related("user").order_by("-id").first()
    if last is None:
        return
    data = PostReactedNotice(post=post.pk, by_name=last.user.name, others=given.count() - 1)
    notify(notices=[Notice(post.author_id, data)], subject=post.subject, customer=_record_of(last.user), by=by)


def _record_of(user: User) -> Customer | None:
    """Whom it names: with them it goes out of every inbox."""
    return Customer.objects.filter(user=user).first()
