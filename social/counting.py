"""The checker of what the database counts: how many comments and reactions a post has (third migration)."""

from collections.abc import Iterator

from django.db.models import Count

from social.models import Comment, Post, Reaction


def miscounted() -> Iterator[int]:
    """Ids of posts whose counts aren't what their comments and reactions say. There are none."""
    comments = dict(Comment.objects.shown().order_by().values_list("post").annotate(Count("pk")))
    reactions: dict[int, dict[str, int]] = {}
    for post, kind, count in Reaction.objects.order_by().values_list("post", "kind").annotate(Count("pk")):
        reactions.setdefault(post, {})[kind] = count
    for pk, counted, kinds in Post.objects.order_by().values_list("pk", "comment_count", "reactions").iterator():
        if counted != comments.get(pk, 0) or kinds != reactions.get(pk, {}):
            yield pk
