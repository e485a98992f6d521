"""Which people are told of what happens here: the kinds of notifications of `scheduling`, and who gets them."""

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


@notification("reminder_failed", staff_only=True)
class ReminderFailedNotice(NotificationData):
    reminder: int
    customer: int
    customer_name: str
    reminder_kind: Literal["appointment_starts", "membership_ends"]
    due_at: Instant


def tell_booked(*, appointment: Appointment, by: User | None) -> None:
    _tell(appointment, dict.fromkeys(_concerned(appointment), AppointmentBookedNotice(**_facts(appointment))), by)


def tell_changed(*, appointment: Appointment, starts_at: datetime, trainer: User | None, by: User | None) -> None:
    """`starts_at` and `trainer` are those it had before. Who becomes its trainer hears that it is booked with them."""
    changed = AppointmentChangedNotice(
        **_facts(appointment), previous_starts_at=starts_at, previous_trainer_name=trainer.name if trainer else None
    )
    told: dict[int, NotificationData] = dict.fromkeys(_concerned(appointment), changed)
    if appointment.trainer_id != (trainer.pk if trainer else None):
        if appointment.trainer_id:
            told[appointment.trainer_id] = AppointmentBookedNotice(**_facts(appointment))
        if trainer:
            told[trainer.pk] = AppointmentHandedOverNotice(**_facts(appointment))
    _tell(appointment, told, by)


def tell_cancelled(*, appointment: Appointment, by: User | None) -> None:
    _tell(appointment, dict.fromkeys(_concerned(appointment), AppointmentCancelledNotice(**_facts(appointment))), by)


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


def _tell(appointment: Appointment, told: dict[int, NotificationData], by: User | None) -> None:
    if appointment.ends_at <= timezone.now():  # written down afterwards
        return
    notify(
        notices=[Notice(user_id, data) for user_id, data in told.items()],
        subject=appointment.subject,
        customer=appointment.customer,
        by=by,
    )


def _facts(appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment.pk,
        "customer": appointment.customer_id,
        "customer_name": appointment.customer.full_name,
        "service_name": appointment.service.name,
        "trainer_name": appointment.trainer.name if appointment.trainer else None,
        "starts_at": appointment.starts_at,
    }
