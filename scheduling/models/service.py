"""What the centre offers."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from core.text import single_line


class Service(models.Model):
    """A class that many take together, or something one-to-one. `capacity` is what a new session of a class holds."""

    class Kind(models.TextChoices):
        CLASS = "class", "Class"
        ONE_TO_ONE = "one_to_one", "One-to-one"

    name = models.CharField(max_length=80, unique=True, validators=[single_line])
    kind = models.CharField(max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(1440)])
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_takes_time"),
            models.CheckConstraint(
                condition=Q(kind="class", capacity__gt=0) | Q(kind="one_to_one", capacity=1),
                name="service_one_to_one_holds_one",
                violation_error_message="A one-to-one service has a capacity of 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
