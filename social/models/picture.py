"""Pictures of posts."""

from django.core.validators import MaxValueValidator
from django.db import models

from core.text import single_line
from social.models.post import Post

MOST_PICTURES = 10


class Picture(models.Model):
    """One that was uploaded and checked (`core.pictures`), in its `place` among those of the post, from 0.

    `alt` says what is to be seen, for those who don't see it. With the row the picture leaves the bucket: the database says so
    (fourth migration), whoever deletes it.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures", db_index=False)
    upload = models.OneToOneField("core.Picture", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(validators=[MaxValueValidator(MOST_PICTURES - 1)])
    alt = models.CharField(max_length=300, blank=True, default="", validators=[single_line])

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["post", "place"], name="picture_in_its_place"),
            models.CheckConstraint(condition=models.Q(place__lt=MOST_PICTURES), name="picture_is_one_of_ten"),
        ]

    def __str__(self) -> str:
        return self.alt
