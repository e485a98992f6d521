"""A person of the centre: member, former member, or not a member yet."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Lower
from phonenumber_field.modelfields import PhoneNumberField

from core.calendar import today
from core.models.order import ENDS, LAST_VISIT, SORT_NAME
from core.models.tag import Tag
from core.models.user import User
from core.names import full_name
from core.text import paragraphs, single_line

ADULT_AT = 18
FREEZES = Q(frozen_from__isnull=False)
BORN_AFTER = date(1900, 1, 1)


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view customers see all; anyone else the one record that is theirs."""
        if user.is_staff and user.has_perm("core.view_customer"):
            return self
        return self.filter(user=user)

    def with_names(self) -> Self:
        """With what the outer shape names (`core.api.customers`)."""
        return self.select_related("guardian", "picture").prefetch_related("tags")

    def for_list(self) -> Self:
        """With what a row of the list shows (`core.api.member_list`)."""
        shown = self.select_related("plan", "picture").prefetch_related("tags").annotate(phone=Cast("phone_number", TextField()))
        # A phone number is taken apart when it is read, which takes longer than everything else of a row.
        return shown.defer("notes", "address", "phone_number", "emergency_contact_phone")


class Customer(models.Model):
    """The record the centre keeps of a person. `user` is the login that owns it, if any: one login owns at most one record.

    `member_number` is what stands on a card and is said at the desk: the database gives it, once.
    `email` is empty only for who has a `guardian`: the guardian is written to instead (`core.contacts`).
    `version` grows by one with each change, so that a screen can tell which of two states is newer.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="customer"
    )
    member_number = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("core_member_number"), function="nextval")
    )
    first_name = models.CharField(max_length=80, validators=[single_line])
    last_name = models.CharField(max_length=80, validators=[single_line])
    preferred_name = models.CharField(max_length=80, blank=True, default="", validators=[single_line])
    birth_date = models.DateField(null=True, blank=True)
    email = models.EmailField(max_length=254, blank=True, default="", db_collation="pg_c_utf8", validators=[single_line])
    phone_number = PhoneNumberField(blank=True, default="")
    # Street and house, in the lines that stand on an envelope.
    address = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(200)])
    postal_code = models.CharField(max_length=20, blank=True, default="", validators=[single_line])
    city = models.CharField(max_length=80, blank=True, default="", validators=[single_line])
    country = models.CharField(max_length=2, blank=True, default="", validators=[RegexValidator(r"^[A-Z]{2}$")])
    emergency_contact_name = models.CharField(max_length=80, blank=True, default="", validators=[single_line])
    emergency_contact_phone = PhoneNumberField(blank=True, default="")
    guardian = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="wards")
    # What messages are written in; empty: the language of the login, else the centre's.
    language = models.CharField(max_length=10, blank=True, default="", choices=settings.LANGUAGES)
    tags = models.ManyToManyField(Tag, blank=True, related_name="customers")
    joined_on = models.DateField(default=today)
    notes = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    picture = models.ForeignKey("core.Picture", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1)
    sort_name = models.GeneratedField(expression=SORT_NAME, output_field=models.TextField(db_collation="C"), db_persist=True)

    # Follows from the memberships, freezes and check-ins; `core.standing` says how and keeps it.
    plan = models.ForeignKey(
        "core.Plan", on_delete=models.PROTECT, null=True, blank=True, editable=False, db_index=False, related_name="+"
    )
    access_from = models.DateField(null=True, blank=True, editable=False)
    access_until = models.DateField(null=True, blank=True, editable=False)
    frozen_from = models.DateField(null=True, blank=True, editable=False)
    frozen_until = models.DateField(null=True, blank=True, editable=False)
    left_on = models.DateField(null=True, blank=True, editable=False)
    last_visit_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        permissions = [
            ("view_staff_notes", "Can read and write the staff's notes on a customer"),
            ("merge_customer", "Can merge two customers into one"),
            ("erase_customer", "Can erase a person"),
            ("export_customer", "Can export customers to a file, and a person's data"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="customer_email_unique",
                condition=~Q(email=""),
                violation_error_code="unique",
                violation_error_message="A member with this email address exists already.",
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(guardian__isnull=False),
                name="customer_has_an_email_or_a_guardian",
                violation_error_code="required",
                violation_error_message="An email address is needed, or the guardian of a minor.",
            ),
            models.CheckConstraint(condition=~Q(guardian=F("id")), name="customer_is_not_their_own_guardian"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__gte=BORN_AFTER), name="customer_birth_date_believable"
            ),
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name", "id"], name="customer_by_name"),
            # The orders of the list, and by whom each is narrowed most (`core.member_list`).
            models.Index(fields=["sort_name", "id"], name="customer_by_sort_name"),
            models.Index(fields=["joined_on", "id"], name="customer_by_joining"),
            models.Index(LAST_VISIT, "id", name="customer_by_last_visit"),
            models.Index(ENDS, "id", name="customer_by_end"),
            models.Index("plan", "sort_name", "id", name="customer_by_plan_and_name"),
            models.Index("plan", ENDS, "id", name="customer_by_plan_and_end"),
            models.Index(fields=["sort_name", "id"], condition=FREEZES, name="customer_frozen_by_name"),
            models.Index(fields=["joined_on", "id"], condition=FREEZES, name="customer_frozen_by_joining"),
            models.Index(LAST_VISIT, "id", condition=FREEZES, name="customer_frozen_by_last_visit"),
            models.Index(ENDS, "id", condition=FREEZES, name="customer_frozen_by_end"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def called(self) -> str:
        """How a message addresses them."""
        return self.preferred_name or self.first_name

    def age_on(self, day: date) -> int | None:
        """In whole years, None without a birth date. Born on 29 February, a year is full on 1 March where there is no 29th."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None

    def is_minor_on(self, day: date) -> bool:
        """Who has a guardian and no birth date is taken for a minor: that is why they have one."""
        age = self.age_on(day)
        return self.guardian_id is not None if age is None else age < ADULT_AT
