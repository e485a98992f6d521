"""What a centre sells."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from core.models.user import User
from core.text import single_line


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        """Staff see all; anyone else what is on offer."""
        return self if user.is_staff and user.has_perm("core.view_plan") else self.filter(offered=True)


class Plan(models.Model):
    """A membership level. It lasts `months` or `days`, or holds a number of `visits`, or both.

    Money is a decimal with its currency.
    `includes` is what a member gets for it, a line each. A plan that is no longer `offered` is sold to nobody new and stays
    with those who hold it. `version` grows by one with each change.
    """

    name = models.CharField(max_length=80, unique=True, validators=[single_line])
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    months = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(120)])
    days = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3660)])
    visits = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)])
    includes = ArrayField(models.CharField(max_length=120, validators=[single_line]), size=12, blank=True, default=list)
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    offered = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["price", "id"], name="plan_by_price")]
        constraints = [
            models.CheckConstraint(
                # A comparison with null is neither true nor false, and a check lets that pass.
                condition=Q(months__isnull=False, months__gt=0)
                | Q(days__isnull=False, days__gt=0)
                | Q(visits__isnull=False, visits__gt=0),
                name="plan_has_a_length_or_visits",
            ),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(days__isnull=True), name="plan_has_one_length"),
            models.CheckConstraint(condition=Q(price__gte=0), name="plan_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
