"""Words that staff mark members with."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from core.text import single_line


class Tag(models.Model):
    """The staff's alone: no member ever sees what they are marked with."""

    name = models.CharField(max_length=40, validators=[single_line])
    colour = models.CharField(max_length=7, default="#5b6b7a", validators=[RegexValidator(r"^#[0-9a-f]{6}$")])

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="tag_name_unique",
                violation_error_code="unique",
                violation_error_message="There is a tag of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
