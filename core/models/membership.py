"""Plans that a centre sells, and the memberships that members hold."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from core.models.customer import Customer
from core.text import single_line


class Plan(models.Model):
    """A membership level. A plan lasts `months`, or holds a number of `visits`, or both; money is a decimal with its currency."""

    name = models.CharField(max_length=80, unique=True, validators=[single_line])
    price = models.DecimalField(max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3, validators=[RegexValidator(r"^[A-Z]{3}$")])
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(months__gt=0) | Q(visits__gt=0), name="plan_has_a_length_or_visits"),
            models.CheckConstraint(condition=Q(price__gte=0), name="plan_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A plan held by a member. `ends_on` is the last day of access, inclusive. What was sold keeps its own price."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="memberships")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["customer", "-starts_on"]
        indexes = [models.Index(fields=["ends_on", "id"], name="membership_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            # Core ranges only: the embedded PostgreSQL carries no btree_gist.
            ExclusionConstraint(
                name="membership_periods_dont_overlap",
                expressions=[
                    (
                        Func(F("customer_id"), F("customer_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.starts_on}–{self.ends_on or '…'}"
