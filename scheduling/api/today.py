"""What `scheduling` shows on the start page of the staff: classes, one-to-ones, tasks, reminders, and figures of the day.

Who plans the classes sees everybody's; a trainer, who doesn't, sees the classes and one-to-ones that are theirs.
"""

from typing import Any

from django.db.models import Case, CharField, Count, DurationField, F, Value, When, Window
from django.db.models.functions import RowNumber
from rest_framework import serializers

from core.api.fields import InstantField
from core.api.serializers import StrictModelSerializer
from core.models import User
from core.today import Card, Day, Figure, counted, listed
from scheduling import seats, session_list
from scheduling.api.sessions import SessionSerializer
from scheduling.models import Appointment, Reminder, Session, Task
from scheduling.timetable_events import session_facts

MOST = 100
MOST_TASKS = 50
MOST_REMINDERS = 30
SEES_ALL = "scheduling.change_session"
State = Reminder.State
# What a reminder of the day is for the screen, by its state; one that was superseded is nothing any more.
GROUPS = {"planned": (State.PLANNED, State.DUE), "sent": (State.SENT,), "failed": (State.FAILED, State.EXPIRED)}


class ClassSerializer(SessionSerializer):
    own = None  # type: ignore[assignment]  # staff book as members elsewhere


class ClassesSerializer(serializers.Serializer[Any]):
    """Those of the day, in order, with the cancelled ones. `trainer`: only theirs; null, everybody's."""

    count = serializers.IntegerField()
    rows = ClassSerializer(many=True)
    trainer = serializers.IntegerField(allow_null=True)


class OneToOneSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    service_name = serializers.CharField(source="service.name", read_only=True)
    trainer_name = serializers.CharField(source="trainer.name", read_only=True, allow_null=True, default=None)
    room_name = serializers.CharField(source="room.name", read_only=True, allow_null=True, default=None)
    starts_at = InstantField(read_only=True)
    ends_at = InstantField(read_only=True)

    class Meta:
        model = Appointment
        fields = [
            "id", "customer", "customer_name", "service_name", "trainer", "trainer_name", "room_name", "starts_at", "ends_at",
            "state", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OneToOnesSerializer(serializers.Serializer[Any]):
    """One-to-ones of the day that aren't cancelled, in order. `trainer` as of classes."""

    count = serializers.IntegerField()
    rows = OneToOneSerializer(many=True)
    trainer = serializers.IntegerField(allow_null=True)


class TaskDueSerializer(StrictModelSerializer):
    assignee_name = serializers.CharField(source="assignee.name", read_only=True, allow_null=True, default=None)
    customer_name = serializers.CharField(source="customer.full_name", read_only=True, allow_null=True, default=None)
    due_at = InstantField(read_only=True)

    class Meta:
        model = Task
        fields = [
            "id", "title", "assignee", "assignee_name", "role", "due_at", "priority", "state", "customer", "customer_name",
            "created_by", "version",
        ]  # fmt: skip
        read_only_fields = fields


class TasksDueSerializer(serializers.Serializer[Any]):
    """What is to be done by the end of the day and isn't, the longest overdue first."""

    count = serializers.IntegerField()
    rows = TaskDueSerializer(many=True)


class ReminderRowSerializer(StrictModelSerializer):
    customer_name = serializers.CharField(source="customer.full_name", read_only=True)
    due_at = InstantField(read_only=True)
    OWN = ("id", "kind", "subject", "customer", "due_at", "state", "detail", "version")

    class Meta:
        model = Reminder
        fields = ["id", "kind", "subject", "customer", "customer_name", "due_at", "state", "detail", "version"]
        read_only_fields = fields


class ReminderGroupSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    rows = ReminderRowSerializer(many=True)


class RemindersOfDaySerializer(serializers.Serializer[Any]):
    """Those due on the day: `planned`, on their way included, the next first; `sent` and `failed` the latest first."""

    planned = ReminderGroupSerializer()
    sent = ReminderGroupSerializer()
    failed = ReminderGroupSerializer()


def _only(user: User) -> int | None:
    """Whose classes and one-to-ones the person sees: null, everybody's."""
    return None if user.has_perm(SEES_ALL) else user.pk


def classes(user: User, day: Day) -> dict[str, Any]:
    rows = Session.objects.filter(starts_at__gte=day.start, starts_at__lt=day.end)
    if only := _only(user):
        rows = rows.filter(trainer=only)
    shown = counted(rows.select_related(*session_list.NAMED).order_by("starts_at", "id"), MOST)
    facts = [session_facts(one, seats.Seats(one.taken, one.waiting)) for one in shown]
    return {**listed(shown), "rows": facts, "trainer": only}


def one_to_ones(user: User, day: Day) -> dict[str, Any]:
    rows = Appointment.objects.visible_to(user).exclude(state=Appointment.State.CANCELLED)
    rows = rows.filter(session__isnull=True, starts_at__gte=day.start, starts_at__lt=day.end)
    if only := _only(user):
        rows = rows.filter(trainer=only)
    named = rows.select_related("customer", "service", "trainer", "room").only(
        "customer__first_name", "customer__last_name", "service__name", "trainer__display_name", "trainer__email", "room__name",
        "starts_at", "ends_at", "state", "version",
    )  # fmt: skip
    return {**listed(counted(named.order_by("starts_at", "id"), MOST)), "trainer": only}


def tasks_due(user: User, day: Day) -> dict[str, Any]:
    rows = Task.objects.visible_to(user).to_do().filter(due_at__lt=day.end)
    return listed(counted(rows.select_related("assignee", "customer").order_by("due_at", "-priority", "id"), MOST_TASKS))


def reminders(user: User, day: Day) -> dict[str, Any]:
    """One query: each group counted and cut in the database."""
    group = Case(*(When(state__in=states, then=Value(name)) for name, states in GROUPS.items()), output_field=CharField())
    # The next of what is planned, the latest of what is over.
    sooner = Case(
        When(group="planned", then=F("due_at") - day.start), default=day.start - F("due_at"), output_field=DurationField()
    )
    rows = Reminder.objects.visible_to(user).filter(due_at__gte=day.start, due_at__lt=day.end)
    shown = (
        rows.exclude(state=State.SUPERSEDED)
        .annotate(group=group)
        .annotate(sooner=sooner)
        .annotate(
            total=Window(Count("pk"), partition_by="group"),
            place=Window(RowNumber(), partition_by="group", order_by=["sooner", "id"]),
        )
        .filter(place__lte=MOST_REMINDERS)
        .select_related("customer")
        .only(*ReminderRowSerializer.OWN, "customer__first_name", "customer__last_name")
        .order_by("group", "place")
    )
    by_group: dict[str, list[Any]] = {name: [] for name in GROUPS}
    for row in shown:
        by_group[vars(row)["group"]].append(row)
    return {name: listed(held) for name, held in by_group.items()}


CARDS = [
    Card("classes", "scheduling.view_session", ClassesSerializer, classes),
    Card("one_to_ones", "scheduling.view_appointment", OneToOnesSerializer, one_to_ones),
    Card("tasks", "scheduling.view_task", TasksDueSerializer, tasks_due),
    Card("reminders", "scheduling.view_reminder", RemindersOfDaySerializer, reminders),
]
FIGURES = [
    Figure("bookings", "scheduling.view_appointment", Appointment.objects.all, instant="created_at"),
    Figure(
        "no_shows", "scheduling.view_appointment", lambda: Appointment.objects.filter(state=Appointment.State.NO_SHOW),
        instant="starts_at", names_rows=True,
    ),
]  # fmt: skip
