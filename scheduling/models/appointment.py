"""Who comes to what, and when."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, Count, DateField, DateTimeField, Exists, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from core.models import CheckIn, Customer, Freeze, Membership, User
from core.models.overlap import same
from core.text import paragraphs, single_line
from scheduling.centre_time import local
from scheduling.models.overlap import at_once
from scheduling.models.room import Room
from scheduling.models.service import Service
from scheduling.models.session import Session

# When its open roster is closed by the clock: an index and every question use the same expression, which is one of UTC because
# an index takes none that depends on a zone.
CLOSES_AT = Func(
    F("ends_at"),
    F("open_roster_minutes"),
    arg_joiner=" AT TIME ZONE 'UTC' + ",  # before the template, as a migration has them: else each looks like another index
    template="((%(expressions)s * interval '1 minute') AT TIME ZONE 'UTC')",
    output_field=DateTimeField(),
)

# The day it is on at the centre.
DAY = TruncDate("starts_at", tzinfo=timezone.get_default_timezone(), output_field=DateField())


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """Staff who may view appointments see all; anyone else their own."""
        if user.is_staff and user.has_perm("scheduling.view_appointment"):
            return self
        return self.filter(customer__user=user)

    def with_names(self) -> Self:
        """With what the outer shape names (`scheduling.events.AppointmentState`)."""
        return self.select_related("customer__user", "service", "trainer", "room")

    def with_position(self) -> Self:
        """With `position`, from 1, of those who wait; who has been offered a seat isn't counted among those before."""
        before = (
            Appointment.objects.waiting()
            .filter(session=OuterRef("session"), place__lte=OuterRef("place"))
            .order_by()
            .values("session")
            .annotate(before=Count("pk"))
        )
        waits = When(state=Appointment.State.WAITLISTED, offered_until__isnull=True, then=Subquery(before.values("before")))
        return self.annotate(position=Case(waits, default=None, output_field=models.IntegerField()))

    def ahead(self) -> Self:
        """What is to take place: booked, and perhaps confirmed."""
        return self.filter(state__in=Appointment.BOOKED)

    def to_be_closed(self) -> Self:
        """What is still only booked although the time after which its service says what that means is over, on the database's
        clock; the oldest first."""
        closing = self.ahead().exclude(open_roster=Service.OpenRoster.LEFT_OPEN)
        return closing.alias(closes_at=CLOSES_AT).filter(closes_at__lte=Now()).order_by("closes_at", "id")

    def taking_time(self) -> Self:
        """Those at whose time the member is nowhere else."""
        return self.filter(state__in=Appointment.PRESENT)

    def waiting(self) -> Self:
        """Those who wait and have been offered nothing, in any order."""
        return self.filter(state=Appointment.State.WAITLISTED, offered_until__isnull=True)

    def inside_freezes(self) -> Self:
        """What is ahead at a time on which the membership it goes by rests (domain rule 8)."""
        return self.ahead().alias(day=DAY).filter(Exists(_resting(OuterRef("membership"), OuterRef("day"))))

    def without_access(self) -> Self:
        """What goes by a membership and is ahead on a day on which no membership of the member's gives access to it any more: it
        was cancelled, shortened, set aside, or it rests; and none that stands includes the service and has a visit left. The
        staff decide what becomes of it. A card that is used up has given its visits to what was booked by it.
        """
        own = Q(pk=OuterRef("membership"))
        asks = Service.plans.through.objects.filter(service=OuterRef(OuterRef("service")))
        included = ~Exists(asks) | Exists(asks.filter(plan=OuterRef("plan")))
        unused = Q(visits_left__isnull=True) | Q(visits_left__gt=0)
        holds = Membership.objects.standing().filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("day")),
            own | (Q(included) & unused),
            ~Exists(_resting(OuterRef("pk"), OuterRef(OuterRef("day")))),
            customer=OuterRef("customer"),
            starts_on__lte=OuterRef("day"),
        )
        by_one = self.ahead().filter(membership__isnull=False, starts_at__gt=timezone.now())
        return by_one.alias(day=DAY).exclude(Exists(holds))


def _resting(membership: OuterRef, day: OuterRef) -> models.QuerySet[Freeze]:
    return Freeze.objects.filter(membership=membership, starts_on__lte=day, ends_on__gte=day)


class Appointment(models.Model):
    """A member's time: one-to-one, or a seat in a class session, whose times and trainer it then carries.

    It goes by a `membership`, of which it may have taken a visit, or by the word of the staff: `anyway` is then the rule that
    stood against it. `cancellation_hours`, `late_cancellation`, `no_show` and `open_roster` are the service's when it was booked
    (domain rule 15); what the staff took back after the time of the last is `left_open`, for it isn't closed twice.
    Who waits for a seat has a `place` in the session's list, lower ones first; one that is offered is kept until `offered_until`.
    `passed_over` is why a free seat went to somebody further behind. `check_in` is that by which it counts as attended.
    `version` grows by one with each change. `notes` are the staff's.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        CONFIRMED = "confirmed", "Confirmed"
        WAITLISTED = "waitlisted", "On the waitlist"
        CANCELLED = "cancelled", "Cancelled"
        ATTENDED = "attended", "Attended"
        NO_SHOW = "no_show", "No-show"

    class CancelledBy(models.TextChoices):
        MEMBER = "member", "The member"
        STAFF = "staff", "The staff"
        CLASS = "class", "The class was cancelled"
        OFFER = "offer", "A seat was offered and not taken in time"

    BOOKED = (State.BOOKED, State.CONFIRMED)
    PRESENT = (State.BOOKED, State.CONFIRMED, State.ATTENDED)

    # The composite indexes below begin with these columns, so they carry no index of their own.
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments", db_index=False
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        db_index=False,
    )
    # Of a one-to-one only: seats of a class are where the class is.
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.BOOKED)
    notes = models.TextField(blank=True, default="", validators=[paragraphs, MaxLengthValidator(5000)])
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments")
    took_visit = models.BooleanField(default=False)
    anyway = models.CharField(max_length=20, blank=True, default="")
    anyway_reason = models.CharField(max_length=200, blank=True, default="", validators=[single_line])
    cancellation_hours = models.PositiveIntegerField(default=0)
    late_cancellation = models.CharField(max_length=10, choices=Service.Visit, default=Service.Visit.KEPT)
    no_show = models.CharField(max_length=10, choices=Service.Visit, default=Service.Visit.KEPT)
    open_roster = models.CharField(max_length=9, choices=Service.OpenRoster, default=Service.OpenRoster.LEFT_OPEN)
    open_roster_minutes = models.PositiveSmallIntegerField(default=60)
    place = models.PositiveIntegerField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    passed_over = models.CharField(max_length=20, blank=True, default="")
    check_in = models.ForeignKey(
        CheckIn, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=6, choices=CancelledBy, blank=True, default="")
    late = models.BooleanField(default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="appointment_by_start"),
            models.Index(fields=["starts_at", "id"], name="appointment_one_to_one", condition=Q(session__isnull=True)),
            models.Index(fields=["customer", "starts_at"], name="appointment_by_customer"),
            models.Index(fields=["trainer", "starts_at"], name="appointment_by_trainer"),
            models.Index(fields=["state", "starts_at"], name="appointment_by_state"),
            models.Index(fields=["created_at"], name="appointment_by_making"),
            models.Index(fields=["session", "state"], name="appointment_by_session"),
            models.Index(
                CLOSES_AT,
                "id",
                name="appointment_to_be_closed",
                condition=Q(state__in=["booked", "confirmed"]) & ~Q(open_roster="left_open"),
            ),
            models.Index(fields=["offered_until"], name="appointment_by_offer", condition=Q(offered_until__isnull=False)),
            models.Index(fields=["check_in"], name="appointment_by_check_in", condition=Q(check_in__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="appointment_cancelled_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state="waitlisted", place__isnull=False, session__isnull=False)
                | (~Q(state="waitlisted") & Q(place__isnull=True, offered_until__isnull=True)),
                name="appointment_who_waits_has_a_place",
            ),
            models.UniqueConstraint(fields=["session", "place"], name="appointment_place_once"),
            models.UniqueConstraint(
                fields=["session", "customer"], condition=~Q(state="cancelled"), name="appointment_once_in_a_session"
            ),
            ExclusionConstraint(
                name="appointment_customer_free",
                expressions=[same("customer_id"), at_once()],
                condition=Q(state__in=["booked", "confirmed", "attended"]),
                violation_error_code="conflict",
                violation_error_message="The member has another appointment at this time.",
            ),
            # Seats of one class share its trainer. That two classes don't, `session_trainer_free` sees to; that a class
            # and a one-to-one don't, the trigger `trainer_in_one_place` (fourth migration).
            ExclusionConstraint(
                name="appointment_trainer_free",
                expressions=[same("trainer_id"), at_once()],
                condition=Q(state__in=["booked", "confirmed", "attended"], session__isnull=True, trainer__isnull=False),
                violation_error_code="conflict",
                violation_error_message="The trainer has another appointment at this time.",
            ),
            ExclusionConstraint(
                name="appointment_room_free",
                expressions=[same("room_id"), at_once()],
                condition=Q(state__in=["booked", "confirmed", "attended"], session__isnull=True, room__isnull=False),
                violation_error_code="conflict",
                violation_error_message="The room is taken at this time.",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=True) | Q(room__isnull=True), name="appointment_seat_is_in_the_classs_room"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer}, {self.service}, {local(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """What events and reminders call it."""
        return f"appointment/{self.pk}"

    @property
    def cancel_by(self) -> datetime:
        """A cancellation after it is a late one."""
        return self.starts_at - timedelta(hours=self.cancellation_hours)

    @property
    def closes_at(self) -> datetime:
        """From then on, what nobody said of it is what `open_roster` says."""
        return self.ends_at + timedelta(minutes=self.open_roster_minutes)
