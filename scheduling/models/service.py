"""What the centre offers."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from core.models import Plan
from core.text import single_line
from scheduling.models.room import MOST, Room

LONGEST_HOURS = 24 * 366


class Service(models.Model):
    """A class that many take together, or something one-to-one.

    `capacity`, `trainer` and `room` are what a new session of it has. Whoever holds one of the `plans` may book it; without
    plans, whoever holds any; and anybody at all what needs no membership, a trial. Booking opens `booking_opens_hours` before
    the start (null: at any time) and closes `booking_closes_minutes` before it. A cancellation later than `cancellation_hours`
    before the start is a late one. All of them are elapsed time (domain rule 4). What is no longer `active` can't be booked anew.
    What is still open on a roster `open_roster_minutes` after the end is what `open_roster` says, by the clock.
    `version` grows by one with each change.
    """

    class Kind(models.TextChoices):
        CLASS = "class", "Class"
        ONE_TO_ONE = "one_to_one", "One-to-one"

    class Visit(models.TextChoices):
        """What becomes of the visit that a booking took."""

        KEPT = "kept", "The visit is used up"
        GIVEN_BACK = "given_back", "The visit is given back"

    class Waitlist(models.TextChoices):
        AUTOMATIC = "automatic", "The next one gets the seat"
        OFFER = "offer", "The next one is offered the seat"

    class OpenRoster(models.TextChoices):
        """What it means that nobody said of somebody booked whether they came."""

        LEFT_OPEN = "left_open", "It stays open"
        ATTENDED = "attended", "They came"
        NO_SHOW = "no_show", "They didn't come"

    name = models.CharField(max_length=80, unique=True, validators=[single_line])
    kind = models.CharField(max_length=10, choices=Kind)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(1440)])
    capacity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="services", db_index=False
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    colour = models.CharField(max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")])
    needs_membership = models.BooleanField(default=True)
    plans = models.ManyToManyField(Plan, blank=True, related_name="services")
    booking_opens_hours = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HOURS)]
    )
    booking_closes_minutes = models.PositiveIntegerField(default=0, validators=[MaxValueValidator(60 * LONGEST_HOURS)])
    cancellation_hours = models.PositiveIntegerField(default=12, validators=[MaxValueValidator(LONGEST_HOURS)])
    late_cancellation = models.CharField(max_length=10, choices=Visit, default=Visit.KEPT)
    no_show = models.CharField(max_length=10, choices=Visit, default=Visit.KEPT)
    open_roster = models.CharField(max_length=9, choices=OpenRoster, default=OpenRoster.LEFT_OPEN)
    open_roster_minutes = models.PositiveSmallIntegerField(default=60, validators=[MaxValueValidator(7 * 1440)])
    waitlist = models.CharField(max_length=9, choices=Waitlist, default=Waitlist.AUTOMATIC)
    offer_minutes = models.PositiveSmallIntegerField(default=60, validators=[MinValueValidator(5), MaxValueValidator(7 * 1440)])
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_takes_time"),
            models.CheckConstraint(condition=Q(offer_minutes__gt=0), name="service_offer_takes_time"),
            models.CheckConstraint(
                condition=Q(kind="class", capacity__gt=0) | Q(kind="one_to_one", capacity=1),
                name="service_one_to_one_holds_one",
                violation_error_message="A one-to-one service has a capacity of 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
