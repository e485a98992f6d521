"""Rows for tests: written as they are, past the use cases."""

from datetime import UTC, datetime, time, timedelta

from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from core.tests.factories import CustomerFactory, UserFactory
from scheduling.centre_time import local
from scheduling.models import Appointment, Reminder, Room, Service, Session, Timetable

# Far enough ahead for both reminders of an appointment, whenever the test runs.
SOON = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=9)


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    name = Sequence(lambda n: f"Room {n}")
    capacity = 20


class ServiceFactory(DjangoModelFactory[Service]):
    """One-to-one, an hour long and open to everybody, unless told otherwise."""

    class Meta:
        model = Service

    name = Sequence(lambda n: f"Service {n}")
    kind = Service.Kind.ONE_TO_ONE
    minutes = 60
    capacity = 1
    colour = "#0f6b5c"
    needs_membership = False


class TimetableFactory(DjangoModelFactory[Timetable]):
    """Once a week from the day of SOON on, at ten on the wall clock. It has no sessions yet."""

    class Meta:
        model = Timetable

    service = SubFactory(ServiceFactory, kind=Service.Kind.CLASS, capacity=2)
    trainer = SubFactory(UserFactory)
    starts_on = LazyFunction(lambda: local(SOON).date())
    at = time(10)
    rule = "FREQ=WEEKLY"
    minutes = SelfAttribute("service.minutes")
    capacity = SelfAttribute("service.capacity")


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    service = SubFactory(ServiceFactory, kind=Service.Kind.CLASS, capacity=2)
    trainer = SubFactory(UserFactory)
    starts_at = SOON
    ends_at = LazyAttribute(lambda session: session.starts_at + timedelta(minutes=session.service.minutes))
    capacity = SelfAttribute("service.capacity")


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    customer = SubFactory(CustomerFactory)
    service = SubFactory(ServiceFactory)
    starts_at = SOON
    ends_at = LazyAttribute(lambda appointment: appointment.starts_at + timedelta(minutes=appointment.service.minutes))


class ReminderFactory(DjangoModelFactory[Reminder]):
    """Of an appointment of its own, unless given one: `ReminderFactory.create(appointment=…)`."""

    class Meta:
        model = Reminder

    class Params:
        appointment = SubFactory(AppointmentFactory)

    kind = Reminder.Kind.APPOINTMENT_STARTS
    subject = SelfAttribute("appointment.subject")
    subject_version = SelfAttribute("appointment.version")
    customer = SelfAttribute("appointment.customer")
    due_at = LazyAttribute(lambda reminder: reminder.appointment.starts_at - timedelta(hours=24))
