"""The memberships that members hold: their days, their freezes, and what was paid."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models.customer import Customer
from core.models.overlap import days_overlap, same
from core.models.plan import Plan
from core.models.user import User
from core.text import paragraphs, single_line


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view memberships see all; anyone else their own."""
        if user.is_staff and user.has_perm("core.view_membership"):
            return self
        return self.filter(customer__user=user)

    def standing(self) -> Self:
        """Without those that were sold by mistake."""
        return self.filter(voided_at__isnull=True)

    def with_names(self) -> Self:
        """With what the outer shape names."""
        return self.select_related("customer__user", "plan")

    def with_paid(self) -> Self:
        """With `paid`: what has been received for it."""
        sums = Payment.objects.filter(membership=OuterRef("pk")).order_by().values("membership").annotate(sum=Sum("amount"))
        money = models.DecimalField(max_digits=10, decimal_places=2)
        return self.annotate(paid=Coalesce(Subquery(sums.values("sum")), Decimal("0.00"), output_field=money))

    def in_state(self, state: str, day: date) -> Self:
        """Those of which `state_on` says so."""
        State = Membership.State
        if state == State.VOID:
            return self.filter(voided_at__isnull=False)
        held = self.standing()
        begun = held.filter(starts_on__lte=day)
        lasting = begun.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        unused = lasting.filter(used_up_on__isnull=True)
        frozen = Exists(Freeze.objects.filter(membership=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day))
        match state:
            case State.UPCOMING:
                return held.filter(starts_on__gt=day)
            case State.OVER | State.CANCELLED:
                return begun.filter(ends_on__lt=day, cancelled_at__isnull=state == State.OVER)
            case State.USED_UP:
                return lasting.filter(used_up_on__isnull=False)
            case State.FROZEN:
                return unused.filter(frozen)
            case _:
                return unused.filter(~frozen)


class Membership(models.Model):
    """A plan held by a member. `ends_on` is the last day of access, inclusive (domain rule 5); without one, it has no end.

    `sold_until` is the last day as it was sold; `ends_on` lies after it by the frozen days, or before it after a cancellation.
    `anchor_day` is the day of the month from which months are counted (domain rule 6). What was sold keeps its own `price`.
    `visits` were sold with it and `visits_left` remain; when none do, `used_up_on` is the day of the last one.
    `renews` is the membership that it follows without a gap: when the end of that one moves, this one moves along.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="memberships", db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="memberships", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    sold_until = models.DateField(null=True, blank=True)
    anchor_day = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(31)])
    visits = models.PositiveSmallIntegerField(null=True, blank=True)
    visits_left = models.PositiveSmallIntegerField(null=True, blank=True)
    used_up_on = models.DateField(null=True, blank=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3)
    renews = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="renewal")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True, default="", validators=[single_line])
    voided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class State(models.TextChoices):
        UPCOMING = "upcoming", "Upcoming"
        CURRENT = "current", "Current"
        FROZEN = "frozen", "Frozen"
        USED_UP = "used_up", "Used up"
        OVER = "over", "Over"
        CANCELLED = "cancelled", "Cancelled"
        VOID = "void", "Void"

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["ends_on", "id"], name="membership_by_end"),
            models.Index(fields=["starts_on", "id"], name="membership_by_start"),
            models.Index(fields=["customer", "starts_on"], name="membership_by_customer"),
            models.Index(fields=["plan", "ends_on"], name="membership_by_plan"),
            models.Index(fields=["created_at"], name="membership_by_sale"),
            models.Index(fields=["used_up_on"], condition=Q(used_up_on__isnull=False), name="membership_by_using_up"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="membership_price_not_negative"),
            models.CheckConstraint(
                condition=Q(visits__isnull=True, visits_left__isnull=True)
                | Q(visits__isnull=False, visits_left__isnull=False, visits__gt=0, visits_left__lte=F("visits")),
                name="membership_visits_left_of_those_sold",
            ),
            models.CheckConstraint(
                condition=Q(visits_left__isnull=False, visits_left=0, used_up_on__isnull=False)
                | (Q(used_up_on__isnull=True) & (Q(visits_left__isnull=True) | Q(visits_left__gt=0))),
                name="membership_used_up_has_its_day",
            ),
            # Domain rule 9: of each kind, time and visits, one at a time gives access.
            ExclusionConstraint(
                name="membership_times_dont_overlap",
                expressions=[same("customer_id"), days_overlap()],
                condition=Q(voided_at__isnull=True, visits__isnull=True),
            ),
            ExclusionConstraint(
                name="membership_visits_dont_overlap",
                expressions=[same("customer_id"), days_overlap()],
                condition=Q(voided_at__isnull=True, visits_left__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.starts_on}–{self.ends_on or '…'}"

    @property
    def subject(self) -> str:
        """What events and reminders call it."""
        return f"membership/{self.pk}"

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days, used up or not."""
        return self.voided_at is None and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def frozen_on(self, day: date) -> "Freeze | None":
        """The freeze that the day falls in. Reads `freezes`: fetch them along with several memberships."""
        return next((freeze for freeze in self.freezes.all() if freeze.starts_on <= day <= freeze.ends_on), None)

    def state_on(self, day: date) -> State:
        """Where it stands on that day. `cancelled` is one that ended by cancellation. Reads `freezes`."""
        if self.voided_at:
            return self.State.VOID
        if day < self.starts_on:
            return self.State.UPCOMING
        if self.ends_on and self.ends_on < day:
            return self.State.CANCELLED if self.cancelled_at else self.State.OVER
        if self.used_up_on:
            return self.State.USED_UP
        return self.State.FROZEN if self.frozen_on(day) else self.State.CURRENT


class FreezeQuerySet(models.QuerySet["Freeze"]):
    def standing(self) -> Self:
        """Of memberships that weren't sold by mistake."""
        return self.filter(membership__voided_at__isnull=True)


class Freeze(models.Model):
    """Days on which a membership rests: whole days, both ends inside. `ended_at` says that it was ended early."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="freezes")
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="", validators=[single_line])
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FreezeQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        indexes = [
            models.Index(fields=["ends_on", "starts_on"], name="freeze_by_end"),
            models.Index(fields=["starts_on"], name="freeze_by_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="freeze_ends_after_it_starts"),
            ExclusionConstraint(
                name="freezes_dont_overlap",
                expressions=[same("membership_id"), days_overlap()],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}–{self.ends_on}"

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


class Payment(models.Model):
    """Money received for a membership, or given back (below zero). Recorded here, processed elsewhere, and never changed."""

    class Method(models.TextChoices):
        CASH = "cash", "Cash"
        CARD = "card", "Card"
        TRANSFER = "transfer", "Bank transfer"
        DIRECT_DEBIT = "direct_debit", "Direct debit"
        OTHER = "other", "Other"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=12, choices=Method)
    note = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(500)])
    paid_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-paid_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="payment_is_of_something")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
