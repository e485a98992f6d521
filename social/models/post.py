"""What members and staff tell each other."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models

from core.text import paragraphs
from social.models.writing import Writing, WritingQuerySet


class PostQuerySet(WritingQuerySet["Post"]):
    pass


class Post(Writing):
    """`comment_count`, of those that are shown, and `reactions`, how many of each kind, are kept by the database (third
    migration); `tally` grows by one whenever it changes one of them.
    """

    text = models.TextField(validators=[paragraphs, MaxLengthValidator(5000)])
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    reactions: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    tally = models.PositiveIntegerField(default=0, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta(Writing.Meta):
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:60]
