"""Pictures of posts."""

from django.db import models

from core.text import single_line
from social.models.post import Post


class Picture(models.Model):
    """`alt` says what is to be seen, for those who don't see it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    image = models.ImageField(upload_to="posts/")
    alt = models.CharField(max_length=300, validators=[single_line])

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.alt
