"""What happens in the feed: event types of `social`.

All of them go to everybody who has the feed or the post open, so nothing is in them that not everybody may see.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator

from core.events.registry import EventData, event
from social.models import Comment, Post

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class Tally(EventData):
    """Of one post, exact as of `tally`: whoever holds a state with a greater one keeps that."""

    comment_count: int
    reactions: dict[str, int]
    tally: int

    @classmethod
    def kept(cls, post: Post) -> dict[str, Any]:
        """As the database counts now."""
        return dict(Post.objects.values("comment_count", "reactions", "tally").get(pk=post.pk))


class WritingGone(EventData):
    id: int
    version: int


@event("post.counted")
class PostCounted(Tally):
    """For those who aren't told of a comment or a reaction, because they don't see whose it is."""

    post: int


class PostState(Tally):
    """The outer shape without what differs by who asks; `pictures` says how many there are to fetch."""

    id: int
    version: int
    author: int
    author_name: str
    text: str
    pictures: int
    created_at: Instant
    edited_at: Instant | None
    client_id: str | None

    @classmethod
    def of(cls, post: Post) -> Self:
        return cls(**_written(post), pictures=post.pictures.count(), **cls.kept(post))


@event("post.created")
class PostCreated(PostState):
    pass


@event("post.edited")
class PostEdited(PostState):
    pass


@event("post.restored")
class PostRestored(PostState):
    """It had been deleted or hidden."""


@event("post.deleted")
class PostDeleted(WritingGone):
    @classmethod
    def of(cls, post: Post) -> Self:
        return cls(id=post.pk, version=post.version)


@event("post.hidden")
class PostHidden(PostDeleted):
    """By the staff: who moderates sees it still."""


class CommentState(Tally):
    """The outer shape, and what the comments of its post come to with it."""

    id: int
    version: int
    post: int
    parent: int | None
    author: int
    author_name: str
    text: str
    created_at: Instant
    edited_at: Instant | None
    client_id: str | None

    @classmethod
    def of(cls, comment: Comment) -> Self:
        return cls(**_written(comment), post=comment.post_id, parent=comment.parent_id, **cls.kept(comment.post))


@event("comment.created")
class CommentCreated(CommentState):
    pass


@event("comment.edited")
class CommentEdited(CommentState):
    pass


@event("comment.restored")
class CommentRestored(CommentState):
    """It had been deleted or hidden."""


@event("comment.deleted")
class CommentDeleted(Tally, WritingGone):
    post: int

    @classmethod
    def of(cls, comment: Comment) -> Self:
        return cls(id=comment.pk, version=comment.version, post=comment.post_id, **cls.kept(comment.post))


@event("comment.hidden")
class CommentHidden(CommentDeleted):
    """By the staff: who moderates sees it still."""


@event("reaction.changed")
class ReactionChanged(Tally):
    """`kind` null: taken back, and then `id` is, too."""

    id: int | None
    post: int
    user: int
    user_name: str
    kind: Literal["like", "love", "strong", "bravo", "laugh"] | None


@event("report.made")
class ReportMade(EventData):
    """To the staff, without what it is about: who moderates fetches it."""

    id: int


@event("report.decided")
class ReportDecided(EventData):
    ids: list[int]
    decision: Literal["hidden", "kept"]


def _written(writing: Post | Comment) -> dict[str, Any]:
    return {
        "id": writing.pk,
        "version": writing.version,
        "author": writing.author_id,
        "author_name": writing.author.name,
        "text": writing.text,
        "created_at": writing.created_at,
        "edited_at": writing.edited_at,
        "client_id": str(writing.client_id) if writing.client_id else None,
    }
