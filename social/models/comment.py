"""What people say under a post."""

from django.core.validators import MaxLengthValidator
from django.db import models

from core.text import paragraphs
from social.models.post import Post
from social.models.writing import Writing, WritingQuerySet


class CommentQuerySet(WritingQuerySet["Comment"]):
    pass


class Comment(Writing):
    """`parent` is the comment that it replies to: one level, so a reply has none below it."""

    # The composite index below begins with this column.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(validators=[paragraphs, MaxLengthValidator(2000)])

    objects = CommentQuerySet.as_manager()

    class Meta(Writing.Meta):
        ordering = ["id"]
        indexes = [*Writing.Meta.indexes, models.Index(fields=["post", "-id"], name="comment_by_post")]

    def __str__(self) -> str:
        return self.text[:60]
