"""Loading never happens over somebody's data; what is loaded, by what it says (`test_centre` loads it twice)."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from core.models import Customer, Event, Membership, Plan, User
from gymcrm.demo.load import load
from realtime.models import Notification
from scheduling.models import Appointment, Reminder, Service, Session, Task
from scheduling.tests.factories import ServiceFactory
from social.models import Comment, Picture, Post

pytestmark = pytest.mark.django_db
# The clocks go back on the 25th, inside the month ahead.
NOW = datetime(2026, 10, 7, 10, 20, tzinfo=UTC)
Contents = dict[str, Counter[str]]
MODELS: list[type[Model]] = [
    Customer, Plan, Membership, Service, Session, Appointment, Reminder, Task, Post, Comment, Picture, Event, User,
    Notification,
]  # fmt: skip
# Ids count on from the last load, and stand in the reminders' subjects and the events' data; a password has its own salt.
VARYING = {"id", "member_number", "position", "password"}
VARYING_OF = {Reminder: {"subject"}, Notification: {"subject", "data"}, Event: {"subject", "audience", "actor", "data", "time"}}


def contents() -> Contents:
    """Every row of every table, by what it says."""
    return {
        model.__name__: Counter(
            str(row)
            for row in model._default_manager.values_list(
                *(
                    field.name
                    for field in model._meta.concrete_fields
                    if not field.is_relation and field.name not in VARYING | VARYING_OF.get(model, set())
                )
            )
        )
        for model in MODELS
    }


def loaded_and_undone() -> Contents:
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        assert load()
        found = contents()
        transaction.set_rollback(True)
    return found


def test_where_there_is_data_nothing_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    ServiceFactory.create()
    before = contents()
    call_command("demo")
    assert "nothing was loaded" in capsys.readouterr().out
    assert contents() == before
