"""`/admin/`: every page opens without a query for each row, and appointments change through the use cases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.events.models import Event
from core.tests.factories import CustomerFactory, UserFactory
from scheduling.models import Appointment, Closure, Reminder, Session, Task, TimeOff, WorkingDay, WorkingHours
from scheduling.tests.factories import (
    SOON,
    AppointmentFactory,
    ReminderFactory,
    RoomFactory,
    ServiceFactory,
    SessionFactory,
    TimetableFactory,
)

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "scheduling"]


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def task() -> Task:
    return Task.objects.create(title="Call", assignee=UserFactory.create(), customer=CustomerFactory.create())


MAKE: dict[str, Callable[[], Any]] = {
    "room": RoomFactory.create,
    "timetable": TimetableFactory.create,
    "closure": lambda: Closure.objects.create(name=f"Day {Closure.objects.count()}", starts_on=SOON, ends_on=SOON),
    "workinghours": lambda: WorkingHours.objects.create(trainer=UserFactory.create()),
    "workingday": lambda: WorkingDay.objects.create(trainer=UserFactory.create(), day=SOON),
    "timeoff": lambda: TimeOff.objects.create(trainer=UserFactory.create(), starts_at=SOON, ends_at=SOON + timedelta(days=1)),
    "service": ServiceFactory.create,
    "session": SessionFactory.create,
    "appointment": lambda: AppointmentFactory.create(trainer=UserFactory.create()),
    "reminder": ReminderFactory.create,
    "task": task,
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_lists_take_the_same_queries_for_any_length(staff: Client, model: Any) -> None:
    name = model._meta.model_name
    url = f"/admin/scheduling/{name}/?q=a"
    one = MAKE[name]()
    assert staff.get(f"/admin/scheduling/{name}/{one.pk}/change/").status_code == 200

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(url.replace("?q=a", "")).status_code == 200
        return len(queries)

    few = count()
    for _ in range(5):
        MAKE[name]()
    assert count() == few
    assert staff.get(url).status_code == 200


def form(**fields: Any) -> dict[str, Any]:
    return {"starts_at_0": f"{SOON:%Y-%m-%d}", "starts_at_1": "12:00", "trainer": "", "notes": "", **fields}


def test_booking_and_moving_there_is_told_and_reminded_of(staff: Client) -> None:
    fields = form(customer=CustomerFactory.create().pk, service=ServiceFactory.create().pk)
    assert staff.post("/admin/scheduling/appointment/add/", fields).status_code == 302
    appointment = Appointment.objects.get()
    assert Reminder.objects.count() == 3  # one of them confirms it
    url = f"/admin/scheduling/appointment/{appointment.pk}/change/"
    assert staff.post(url, form(starts_at_1="13:00")).status_code == 302
    appointment.refresh_from_db()
    assert appointment.version == 2
    assert set(Event.objects.values_list("type", flat=True)) >= {"appointment.booked", "appointment.changed"}


def test_a_conflict_there_is_an_error_on_the_page(staff: Client) -> None:
    trainer = UserFactory.create(role="trainer")
    SessionFactory.create(trainer=trainer)
    fields = form(customer=CustomerFactory.create().pk, service=ServiceFactory.create().pk, trainer=trainer.pk)
    local = Session.objects.get().starts_at
    fields |= {"starts_at_0": f"{local:%Y-%m-%d}", "starts_at_1": "11:30"}
    answer = staff.post("/admin/scheduling/appointment/add/", fields, follow=True)
    assert "has Service" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_the_action_cancels_through_the_use_case(staff: Client) -> None:
    appointment = AppointmentFactory.create()
    staff.post("/admin/scheduling/appointment/", {"action": "cancel_selected", "_selected_action": [appointment.pk]}, follow=True)
    assert Event.objects.get(type="appointment.cancelled").subject == f"appointment/{appointment.pk}"
