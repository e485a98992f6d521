"""Up to which day it is written down where members stand."""

from django.db import models
from django.db.models import Q


class StandingDay(models.Model):
    """One row. All of `day` is done; of `towards`, the members up to the id `after`. `day` is None before the first time."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField(null=True)
    towards = models.DateField(null=True)
    after = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="standing_day_is_one_row")]

    def __str__(self) -> str:
        return f"{self.day}"
