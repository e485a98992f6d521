"""The demo centre is believable, and every row of it one that the system would take."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q
from phonenumbers import is_valid_number
from PIL import Image

from core import picture_store
from core.models import Customer, Event, Membership, Plan, User
from gymcrm.demo.feed import ALT
from gymcrm.demo.load import load
from gymcrm.demo.people import PASSWORD, STAFF
from gymcrm.demo.tests.test_loading import NOW, Contents, contents, loaded_and_undone
from realtime.models import Notification
from scheduling.centre_time import local
from scheduling.deriving import derive
from scheduling.models import Appointment, Reminder, Service, Session, Task, Timetable
from social.models import Comment, Picture, Post

pytestmark = pytest.mark.usefixtures("centre")


@pytest.fixture(scope="module")
def centre(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Contents, Contents]]:
    """These tests only look at it. Loaded for the second time: what both loads said."""
    with django_db_blocker.unblock():
        first = loaded_and_undone()
        with transaction.atomic():
            with time_machine.travel(NOW, tick=False):
                assert load()
            yield first, contents()
            transaction.set_rollback(True)


def test_loaded_twice_it_is_the_same(centre: tuple[Contents, Contents]) -> None:
    first, second = centre
    assert first == second
    assert sum(first["Customer"].values()) == 400


def test_every_row_is_one_the_forms_would_take() -> None:
    checked = 0
    for model in (Customer, Plan, Service, Task, Post, Comment, User):
        for row in model._default_manager.all():
            row.clean_fields()
            checked += 1
    assert checked > 400
    assert all(is_valid_number(c.phone_number) for c in Customer.objects.exclude(phone_number=""))


def test_the_members_are_of_many_languages_and_reach_nobody() -> None:
    names = "".join(Customer.objects.values_list("first_name", flat=True))
    for letter in "ü", "Ł", "ş", "伟", "ف", "Т", "प", "지", "Ε", "ã":
        assert letter in names, letter
    hosts = {email.rpartition("@")[2] for email in Customer.objects.values_list("email", flat=True)}
    assert hosts == {"example.org", "example.com", "example.net", "gym.example"}


def test_every_login_that_is_printed_signs_in(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", "--logins")
    printed = capsys.readouterr().out
    for email in (*(login.email for login in STAFF), "member@gym.example"):
        assert email in printed
        assert authenticate(None, email=email, password=PASSWORD), email
    assert PASSWORD in printed
    assert User.objects.get(email="member@gym.example").customer.first_name == "Mia"
    assert {g for u in User.objects.all() for g in u.groups.values_list("name", flat=True)} == {
        "owner", "manager", "trainer", "front_desk", "member",
    }  # fmt: skip


def test_a_class_keeps_its_hour_when_the_clocks_change() -> None:
    hours: dict[tuple[int, int], set[str]] = {}
    for session in Session.objects.all():
        start = local(session.starts_at)
        hours.setdefault((session.trainer_id, start.weekday()), set()).add(f"{start:%H:%M}")
    assert all(len(found) <= 2 for found in hours.values())
    days = {local(one).date() for one in Session.objects.values_list("starts_at", flat=True)}
    assert (min(days), max(days)) == (date(2026, 9, 6), date(2026, 11, 7))


def test_every_class_is_its_timetables_and_the_clock_only_adds_to_them() -> None:
    assert not Session.objects.filter(timetable=None).exists()
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        derived = [derive(timetable=one, by=None) for one in Timetable.objects.all()]
        transaction.set_rollback(True)
    assert sum(len(one.made) for one in derived) > 50
    assert not any(one.moved or one.removed or one.cancelled or one.conflicts for one in derived)


def test_no_class_is_overfull_and_what_was_is_settled() -> None:
    booked = Count("appointments", filter=~Q(appointments__state__in=["cancelled", "waitlisted"]))
    assert not Session.objects.annotate(booked=booked).filter(booked__gt=F("capacity")).exists()
    assert not Appointment.objects.filter(ends_at__lte=NOW, state="booked").exists()
    assert not Appointment.objects.filter(ends_at__gt=NOW, state__in=["attended", "no_show"]).exists()
    for state in Appointment.State.values:
        assert Appointment.objects.filter(state=state).count() > 50, state


def test_everybody_booked_holds_a_membership_on_that_day_but_who_leaves_or_rests() -> None:
    with time_machine.travel(NOW, tick=False):
        waiting = set(Appointment.objects.without_access().values_list("customer", flat=True))
    assert len(waiting) == 2
    periods: dict[int, list[tuple[date, date | None]]] = {}
    for customer, starts_on, ends_on in Membership.objects.values_list("customer", "starts_on", "ends_on"):
        periods.setdefault(customer, []).append((starts_on, ends_on))
    for customer, starts_at in Appointment.objects.exclude(customer__in=waiting).values_list("customer", "starts_at"):
        day = local(starts_at).date()
        assert any(start <= day and (end is None or day <= end) for start, end in periods[customer])


def test_what_lies_ahead_is_reminded_of_and_what_is_past_was() -> None:
    ahead = Appointment.objects.filter(state="booked", starts_at__gt=NOW + timedelta(hours=24))
    planned = Counter(Reminder.objects.filter(state="planned").values_list("subject", flat=True))
    assert ahead.count() > 500
    assert all(planned[appointment.subject] == 2 for appointment in ahead)
    assert not Reminder.objects.filter(state="planned", due_at__lte=NOW).exists()
    assert Reminder.objects.filter(state="sent").count() > 200
    assert not Reminder.objects.exclude(state="planned").filter(due_at__gt=NOW).exists()


def test_the_line_tells_of_what_lies_ahead_and_is_not_flooded() -> None:
    told = Counter(Event.objects.values_list("type", flat=True))
    one_to_ones = Appointment.objects.filter(session=None, ends_at__gt=NOW).count()
    assert told["appointment.booked"] == one_to_ones > 30
    assert sum(told.values()) < 600


def test_the_printed_logins_have_something_to_read() -> None:
    for login in ("member", "trainer", "desk", "manager"):
        own = Notification.objects.filter(user__email=f"{login}@gym.example")
        assert 1 <= own.unread().count() <= 4, login
        assert not own.filter(Q(created_at__gt=NOW) | Q(read_at__gt=NOW)).exists()
        ids = list(own.order_by("created_at").values_list("pk", flat=True))
        assert ids == sorted(ids), login


def test_posts_carry_pictures_from_the_store() -> None:
    assert {picture.alt for picture in Picture.objects.all()} == set(ALT.values())
    for picture in Picture.objects.select_related("upload"):
        with Image.open(BytesIO(picture_store.read(picture.upload))) as image:
            assert (image.format, image.size) == ("WEBP", (960, 640))
    assert Post.objects.annotate(shown=Count("pictures")).filter(shown__gt=1).exists()
