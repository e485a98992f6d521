"""What somebody feels about a post."""

from typing import Self

from django.conf import settings
from django.db import models

from core.models import User
from social.models.post import Post
from social.models.writing import unseen_by


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def visible_to(self, user: User) -> Self:
        """Of posts that the person sees, and by whom they see."""
        there = self.filter(post__in=Post.objects.visible_to(user))
        return there if user.is_staff else there.exclude(unseen_by(user, "user"))


class Reaction(models.Model):
    """One for each person and post; it can become another."""

    class Kind(models.TextChoices):
        LIKE = "like", "Like"
        LOVE = "love", "Love"
        STRONG = "strong", "Strong"
        BRAVO = "bravo", "Bravo"
        LAUGH = "laugh", "Laugh"

    # The constraint below begins with this column.
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="given", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="reaction_once")]
        indexes = [models.Index(fields=["post", "-id"], name="reaction_by_post")]

    def __str__(self) -> str:
        return self.kind
