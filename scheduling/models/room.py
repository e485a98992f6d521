"""Where it takes place."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.text import single_line

MOST = 1000


class Room(models.Model):
    """A room holds one class or one-to-one at a time, of at most `capacity` members. `version` grows by one with each change."""

    name = models.CharField(max_length=80, unique=True, validators=[single_line])
    capacity = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(capacity__gt=0), name="room_holds_somebody")]

    def __str__(self) -> str:
        return self.name
