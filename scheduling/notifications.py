"""Which people are told of what happens here: the kinds of notifications of `scheduling`, and who gets them."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from pydantic import AfterValidator

from core.models import User
from realtime.notification_kinds import NotificationData, notification
from realtime.notifications.telling import Notice, notify
from scheduling.models import Appointment, Reminder

Instant = Annotated[datetime, AfterValidator(lambda instant: instant.astimezone(UTC))]


class AppointmentNotice(NotificationData):
    """Told to the member and the trainer; each reads the other's name in it."""

    appointment: int
    customer: int
    customer_name: str
    service_name: str
    trainer_name: str | None
    starts_at: Instant


@notification("appointment_booked")
class AppointmentBookedNotice(AppointmentNotice):
    pass


@notification("appointment_changed")
class AppointmentChangedNotice(AppointmentNotice):
    """Another time or another trainer."""

    previous_starts_at: Instant
    previous_trainer_name: str | None


@notification("appointment_handed_over")
class AppointmentHandedOverNotice(AppointmentNotice):
    """For the trainer who had it: `trainer_name` is who has it now."""


@notification("appointment_cancelled")
class AppointmentCancelledNotice(AppointmentNotice):
    pass


@notification("class_cancelled")
class ClassCancelledNotice(AppointmentNotice):
    """Told to everybody who was booked or, if they `waited`, on the list."""

    waited: bool


@notification("waitlist_promoted")
class WaitlistPromotedNotice(AppointmentNotice):
    """A seat became free, and it is theirs."""


@notification("waitlist_offered")
class WaitlistOfferedNotice(AppointmentNotice):
    """A seat became free and is kept for them until then."""

    offered_until: Instant


@notification("waitlist_offer_ended")
class WaitlistOfferEndedNotice(AppointmentNotice):
    """They didn't take it in time and are no longer on the list."""


@notification("waitlist_passed_over")
class WaitlistPassedOverNotice(AppointmentNotice):
    """A seat became free and they couldn't have it; they keep their place.

    `why` is a rule of entitlement, `conflict` for something else at this time, or `too_late`: it can't be cancelled in time any
    more, so it is for who books it first.
    """

    why: Literal[
        "no_membership", "not_started", "expired", "left", "frozen", "plan_excluded", "no_visits_left", "conflict", "too_late"
    ]


@notification("reminder_failed", staff_only=True)
class ReminderFailedNotice(NotificationData):
    reminder: int
    customer: int
    customer_name: str
    reminder_kind: Literal[
        "appointment_starts",
        "appointment_booked",
        "appointment_changed",
        "appointment_cancelled",
        "membership_ends",
        "class_cancelled",
        "waitlist_promoted",
        "waitlist_offered",
    ]
    due_at: Instant


def booked(appointment: Appointment) -> list[Notice]:
    return _notices(appointment, dict.fromkeys(_concerned(appointment), AppointmentBookedNotice(**_facts(appointment))))


def changed(appointment: Appointment, *, starts_at: datetime, trainer: User | None) -> list[Notice]:
    """`starts_at` and `trainer` are those it had before. Who becomes its trainer hears that it is booked with them."""
    notice = AppointmentChangedNotice(
        **_facts(appointment), previous_starts_at=starts_at, previous_trainer_name=trainer.name if trainer else None
    )
    told: dict[int, NotificationData] = dict.fromkeys(_concerned(appointment), notice)
    if not appointment.session_id and appointment.trainer_id != (trainer.pk if trainer else None):
        if appointment.trainer_id:
            told[appointment.trainer_id] = AppointmentBookedNotice(**_facts(appointment))
        if trainer:
            told[trainer.pk] = AppointmentHandedOverNotice(**_facts(appointment))
    return _notices(appointment, told)


def cancelled(appointment: Appointment) -> list[Notice]:
    return _notices(appointment, dict.fromkeys(_concerned(appointment), AppointmentCancelledNotice(**_facts(appointment))))


def class_cancelled(appointment: Appointment, *, waited: bool) -> list[Notice]:
    return _to_member(appointment, ClassCancelledNotice(**_facts(appointment), waited=waited))


def promoted(appointment: Appointment) -> list[Notice]:
    return _to_member(appointment, WaitlistPromotedNotice(**_facts(appointment)))


def offered(appointment: Appointment) -> list[Notice]:
    assert appointment.offered_until
    return _to_member(appointment, WaitlistOfferedNotice(**_facts(appointment), offered_until=appointment.offered_until))


def offer_ended(appointment: Appointment) -> list[Notice]:
    return _to_member(appointment, WaitlistOfferEndedNotice(**_facts(appointment)))


def passed_over(appointment: Appointment) -> list[Notice]:
    return _to_member(
        appointment, WaitlistPassedOverNotice.model_validate(_facts(appointment) | {"why": appointment.passed_over})
    )


def send(notices: Collection[Notice], *, by: User | None) -> None:
    """Tells them: last of all in a use case, and once."""
    if notices:
        notify(notices=notices, subject="", customer=None, by=by)


def tell_failed(*, reminder: Reminder) -> None:
    """Those who can put an address right."""
    desk = User.objects.filter(
        is_staff=True,
        is_active=True,
        groups__permissions__codename="change_customer",
        groups__permissions__content_type__app_label="core",
    )
    notice = ReminderFailedNotice.model_validate(
        {
            "reminder": reminder.pk,
            "customer": reminder.customer_id,
            "customer_name": reminder.customer.full_name,
            "reminder_kind": str(reminder.kind),
            "due_at": reminder.due_at,
        }
    )
    notify(
        notices=[Notice(user_id, notice) for user_id in desk.distinct().values_list("pk", flat=True)],
        subject=f"reminder/{reminder.pk}",
        customer=reminder.customer,
        by=None,
    )


def _concerned(appointment: Appointment) -> list[int]:
    """The member, and the trainer of a one-to-one. Of a class the trainer would hear for every seat in it."""
    trainer = None if appointment.session_id else appointment.trainer_id
    return [user_id for user_id in (appointment.customer.user_id, trainer) if user_id]


def _to_member(appointment: Appointment, data: NotificationData) -> list[Notice]:
    return _notices(appointment, {appointment.customer.user_id: data} if appointment.customer.user_id else {})


def _notices(appointment: Appointment, told: Mapping[int, NotificationData]) -> list[Notice]:
    if appointment.ends_at <= timezone.now():  # written down afterwards
        return []
    return [Notice(user_id, data, subject=appointment.subject, customer=appointment.customer) for user_id, data in told.items()]


def _facts(appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment.pk,
        "customer": appointment.customer_id,
        "customer_name": appointment.customer.full_name,
        "service_name": appointment.service.name,
        "trainer_name": appointment.trainer.name if appointment.trainer else None,
        "starts_at": appointment.starts_at,
    }
