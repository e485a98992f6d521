"""What there is to be reminded of: for each kind its subject, when a reminder of it is no longer of use, and what it tells."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from core.calendar import day_of, span_of
from core.models import Membership
from scheduling.models import Appointment, Reminder
from scheduling.reminders.links import Purpose

State = Reminder.State
Refusal = tuple[str, str]


@dataclass(frozen=True)
class Kind:
    """`subject` is the first part of `subject/5`, and what a template calls it. `about` fetches several subjects by id at once.

    `refusal`: what becomes of a reminder instead of being sent now, with the detail that its log says; None to send it.
    `not_after`: from when on a message is of no use, however late it is. `has_calendar`: its appointment goes along as a file.
    `answers`: what can be said to it by a link.
    """

    subject: str
    about: Callable[[Collection[int]], Mapping[int, Any]]
    refusal: Callable[[Any, datetime], Refusal | None]
    not_after: Callable[[Any], datetime]
    has_calendar: bool = False
    answers: Callable[[Any], Sequence[Purpose]] = lambda _: ()


def _appointments(ids: Collection[int]) -> Mapping[int, Appointment]:
    return Appointment.objects.with_names().select_related("session__room").in_bulk(ids)


def _appointment_refusal(appointment: Appointment, now: datetime) -> Refusal | None:
    if appointment.state not in Appointment.BOOKED:
        return State.SUPERSEDED, ""
    if now >= appointment.starts_at:  # domain rule 20
        return State.EXPIRED, "Not sent: the appointment had begun."
    return None


def _appointment_answers(appointment: Appointment) -> Sequence[Purpose]:
    confirmed = appointment.state == Appointment.State.CONFIRMED
    return (Purpose.CANCEL,) if confirmed else (Purpose.CONFIRM, Purpose.CANCEL)


def _cancellation_refusal(appointment: Appointment, now: datetime) -> Refusal | None:
    return _too_late(appointment, now) if appointment.state == Appointment.State.CANCELLED else (State.SUPERSEDED, "")


def _booking_refusal(appointment: Appointment, now: datetime) -> Refusal | None:
    return _too_late(appointment, now) if appointment.state in Appointment.BOOKED else (State.SUPERSEDED, "")


def _offer_refusal(appointment: Appointment, now: datetime) -> Refusal | None:
    if appointment.offered_until is None:
        return State.SUPERSEDED, ""
    return (State.EXPIRED, "Not sent: the offer was over.") if now >= appointment.offered_until else None


def _too_late(appointment: Appointment, now: datetime) -> Refusal | None:
    return (State.EXPIRED, "Not sent: the class had begun.") if now >= appointment.starts_at else None


def memberships() -> QuerySet[Membership]:
    """With what reminders of them go by: names, freezes, and whether access goes on after the end."""
    others = Membership.objects.standing().filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on")),
        customer=OuterRef("customer"),
        starts_on__lte=ExpressionWrapper(OuterRef("ends_on") + Value(1), output_field=DateField()),
        used_up_on__isnull=True,
    )
    goes_on = Exists(others.exclude(pk=OuterRef("pk")))
    return Membership.objects.with_names().prefetch_related("freezes").annotate(goes_on=goes_on)


def _membership_refusal(membership: Membership, now: datetime) -> Refusal | None:
    today = day_of(now)
    if not ends_for_good(membership):
        return State.SUPERSEDED, ""
    if not membership.covers(today):  # domain rule 20
        return State.EXPIRED, "Not sent: the membership was over."
    if membership.frozen_on(today):  # domain rule 8
        return State.EXPIRED, "Not sent: the membership was frozen."
    return None


def ends_for_good(membership: Membership) -> bool:
    """Whether its end is news: it stands, has an end that nobody asked for, and no access goes on after it."""
    gone = membership.voided_at or membership.cancelled_at or membership.used_up_on
    return not gone and membership.ends_on is not None and not vars(membership)["goes_on"]


KINDS: dict[str, Kind] = {
    Reminder.Kind.APPOINTMENT_STARTS: Kind(
        subject="appointment",
        about=_appointments,
        refusal=_appointment_refusal,
        not_after=lambda appointment: appointment.starts_at,
        answers=_appointment_answers,
    ),
    **dict.fromkeys(
        (Reminder.Kind.APPOINTMENT_BOOKED, Reminder.Kind.APPOINTMENT_CHANGED, Reminder.Kind.WAITLIST_PROMOTED),
        Kind("appointment", _appointments, _booking_refusal, lambda one: one.starts_at, has_calendar=True),
    ),
    **dict.fromkeys(
        (Reminder.Kind.APPOINTMENT_CANCELLED, Reminder.Kind.CLASS_CANCELLED),
        Kind("appointment", _appointments, _cancellation_refusal, lambda one: one.starts_at, has_calendar=True),
    ),
    Reminder.Kind.WAITLIST_OFFERED: Kind(
        "appointment",
        _appointments,
        _offer_refusal,
        lambda one: one.offered_until or one.starts_at,
        answers=lambda _: (Purpose.ACCEPT,),
    ),
    Reminder.Kind.MEMBERSHIP_ENDS: Kind(
        subject="membership",
        about=lambda ids: memberships().in_bulk(ids),
        refusal=_membership_refusal,
        not_after=lambda membership: span_of(membership.ends_on, membership.ends_on)[1],
    ),
}
