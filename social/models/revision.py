"""What a post or a comment said before it was edited."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from social.models.comment import Comment
from social.models.post import Post


class Revision(models.Model):
    """`text` stood there until `until`."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="revisions")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="revisions")
    text = models.TextField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True, comment__isnull=False) | Q(post__isnull=False, comment__isnull=True),
                name="revision_is_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
