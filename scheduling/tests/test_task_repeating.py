"""Tasks that come again: the next one is made once, when the former is closed or its own day comes, and goes with an undo."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core import erasing
from core.calendar import today
from core.events.models import Event
from core.models import User
from core.refusals import Gone
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.together import together
from realtime.models import Notification
from scheduling import task_comments, task_repeating, tasks
from scheduling.centre_time import at
from scheduling.models import Task, TaskReminder
from scheduling.recurrence import Recurrence, kept_in_every_month

Sign = Callable[[str], Person]
TASKS = "/api/tasks/"
TOMORROW = today() + timedelta(days=1)
DUE = at(TOMORROW, time(10))
WEEK = timedelta(days=7)


def change(person: Person, task: Task, body: Any, code: int = 200) -> dict[str, Any]:
    answer = person.client.patch(f"{TASKS}{task.pk}/", body)
    assert answer.status_code == code, answer.json()
    found: dict[str, Any] = answer.json()
    return found


def heard(user: User, task: int) -> list[str]:
    events = Event.objects.filter(subject=f"task/{task}", audience__contains=[f"user:{user.pk}"]).order_by("position")
    return [event.type.removeprefix("task.") for event in events]


def test_done_makes_the_next_one_and_undoing_takes_it_back(person: Sign) -> None:
    desk, manager, mia = person("front_desk").user, person("manager").user, CustomerFactory.create()
    task = tasks.create(
        title="Count the till", description="All of it", role="front_desk", priority=3, due_at=DUE, customer=mia,
        checklist=[{"text": "Coins"}, {"text": "Notes"}], rule="FREQ=WEEKLY", by=manager,
    )  # fmt: skip
    tasks.take(task=task, by=desk)
    tasks.check(task=task, item=1, done=True, by=desk)
    for _ in range(2):
        former = tasks.done(task=task, by=desk)
    made = Task.objects.get(follows=task)
    assert former.next_on is None
    assert (made.title, made.description, made.priority, made.customer, made.created_by) == (
        "Count the till", "All of it", 3, mia, manager,
    )  # fmt: skip
    assert (made.role, made.assignee, made.taken_at, made.state) == ("front_desk", None, None, "open")
    assert [item["done"] for item in made.checklist] == [False, False]
    assert (made.due_at, made.next_on) == (at(TOMORROW + WEEK, time(10)), TOMORROW + 2 * WEEK)
    assert set(TaskReminder.objects.filter(task=made).values_list("kind", flat=True)) >= {"due", "overdue"}
    assert heard(desk, made.pk) == heard(manager, made.pk) == ["created"]
    assert not Notification.objects.filter(kind="task_assigned").exists()

    back = tasks.reopen(task=task, by=desk)
    assert (back.next_on, Task.objects.count()) == (TOMORROW + WEEK, 1)
    assert heard(desk, made.pk) == ["created", "withdrawn"]

    tasks.cancel(task=task, by=desk)
    made = Task.objects.get(follows=task)
    assert made.due_at == at(TOMORROW + WEEK, time(10)), "what isn't to be done this time is to be done the next"
    task_comments.comment(task=made, text="Ask Deniz", by=desk)
    tasks.reopen(task=task, by=desk)
    tasks.done(task=task, by=desk)
    assert Task.objects.get(follows=task) == made, "what somebody has written under stays, and nothing is made beside it"


def test_its_day_makes_it_though_the_former_is_open(person: Sign) -> None:
    trainer, manager = person("trainer").user, person("manager").user
    task = tasks.create(title="Clean", assignee=trainer, due_at=DUE, rule="FREQ=DAILY", by=manager)
    assert task_repeating.make_due() == 0
    days_ago = today() - timedelta(days=3)
    Task.objects.update(next_on=days_ago, rule_from=days_ago - timedelta(days=1))
    assert task_repeating.make_due() == 1
    made = Task.objects.get(follows=task)
    assert (made.due_at, made.next_on) == (at(today(), time(10)), TOMORROW), "what was missed is made once"
    assert (made.assignee, task_repeating.make_due()) == (trainer, 0)
    tasks.done(task=task, by=trainer)
    tasks.reopen(task=task, by=trainer)
    assert Task.objects.filter(follows=task).exists(), "its day has come"
    User.objects.filter(pk=trainer.pk).update(is_active=False)
    tasks.done(task=made, by=manager)
    after = Task.objects.get(follows=made)
    assert (after.assignee, after.role) == (None, "manager"), "who left gets nothing"


def test_the_rule_is_set_moved_and_ended(person: Sign) -> None:
    desk = person("front_desk")
    for body, code in (
        ({"rule": "FREQ=HOURLY"}, "rule"), ({"rule": "every week"}, "rule"), ({"rule": "FREQ=WEEKLY;COUNT=3"}, "rule"),
        ({"rule": "FREQ=WEEKLY", "due_at": None}, "needs_due"), ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never"),
    ):  # fmt: skip
        refused = desk.client.post(TASKS, {"title": "Call", "role": "front_desk", "due_at": DUE.isoformat()} | body)
        assert (refused.status_code, refused.json()["fields"]["rule"][0]["code"]) == (400, code), body
    task = tasks.create(title="Call", role="front_desk", due_at=DUE, by=desk.user)
    ruled = change(desk, task, {"rule": "freq=weekly"})
    assert (ruled["rule"], ruled["rule_from"], ruled["rule_at"]) == ("FREQ=WEEKLY", str(TOMORROW), "10:00:00")
    assert (ruled["next_on"], ruled["version"]) == (str(TOMORROW + WEEK), 2)
    assert change(desk, task, {"rule": "FREQ=WEEKLY"})["version"] == 2
    later = DUE + timedelta(days=1)
    assert change(desk, task, {"due_at": later.isoformat()})["next_on"] == str(TOMORROW + WEEK), "put off is this one alone"
    assert change(desk, task, {"rule": "FREQ=WEEKLY"})["rule_from"] == str(TOMORROW)
    for _ in range(2):
        moved = change(desk, task, {"due_at": later.isoformat(), "rule": "FREQ=WEEKLY"})
        assert (moved["rule_from"], moved["version"]) == (str(later.date()), 4)
    [row] = desk.client.get(TASKS).json()["results"]
    assert (row["rule"], "next_on" in row) == ("FREQ=WEEKLY", False)
    history = desk.client.get(f"{TASKS}{task.pk}/history/").json()["results"]
    assert {"field": "rule", "old": "", "new": "FREQ=WEEKLY"} in history[-2]["changes"]
    tasks.done(task=task, by=desk.user)
    tasks.take(task=Task.objects.get(follows=task), by=desk.user)
    tasks.reopen(task=task, by=desk.user)
    assert change(desk, task, {"rule": ""}, code=409)["fields"]["rule"][0]["code"] == "followed"
    last = Task.objects.get(follows=task)
    assert change(desk, last, {"rule": ""})["next_on"] is None
    tasks.done(task=last, by=desk.user)
    assert not Task.objects.filter(follows=last).exists()


@pytest.mark.django_db
def test_the_wall_says_when_and_every_month_has_its_day() -> None:
    with time_machine.travel(datetime(2027, 3, 28, 8, tzinfo=UTC), tick=False):
        Task.objects.create(
            title="x", role="manager", rule="FREQ=DAILY", rule_from=date(2027, 3, 27), rule_at=time(18), next_on=date(2027, 3, 28)
        )
        assert task_repeating.make_due() == 1
        assert Task.objects.latest("pk").due_at == datetime(2027, 3, 28, 16, tzinfo=UTC), "the clocks went forward"
    for rule, first, following in (
        ("FREQ=MONTHLY", date(2027, 1, 31), [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]),
        ("FREQ=MONTHLY;INTERVAL=2", date(2027, 12, 30), [date(2028, 2, 29), date(2028, 4, 30)]),
        ("FREQ=YEARLY", date(2028, 2, 29), [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2027, 1, 31), [date(2027, 3, 31)]),
    ):
        day: date | None = first
        for expected in following:
            assert day
            day = Recurrence(kept_in_every_month(rule, first), first, time(9)).after(day)
            assert day == expected, rule


def test_the_database_holds_it(person: Sign) -> None:
    task = tasks.create(title="Call", role="trainer", due_at=DUE, rule="FREQ=DAILY", by=person("manager").user)
    tasks.done(task=task, by=person("manager").user)
    with pytest.raises(IntegrityError, match="follows"), transaction.atomic():
        Task.objects.create(title="Call", role="trainer", follows=task)
    with pytest.raises(IntegrityError, match="task_rule_is_whole"), transaction.atomic():
        Task.objects.update(rule_at=None)


@pytest.mark.django_db(transaction=True)
def test_clocks_and_people_at_once_make_one() -> None:
    manager = UserFactory.create(role="manager")
    for number in range(4):
        about = CustomerFactory.create() if number % 2 else None
        task = tasks.create(title=f"Call {number}", role="manager", due_at=DUE, customer=about, rule="FREQ=DAILY", by=manager)
        Task.objects.update(next_on=today())
        done = partial(tasks.done, task=task, by=manager)
        calls: list[Callable[[], object]] = [task_repeating.make_due, done, task_repeating.make_due, done]
        answers = together(calls)
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert Task.objects.filter(follows=task).count() == 1
        Task.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_nothing_about_who_is_erased_comes_again() -> None:
    manager = UserFactory.create(role="manager")
    for _ in range(4):
        mia = CustomerFactory.create()
        task = tasks.create(title="Call Mia", role="manager", due_at=DUE, customer=mia, rule="FREQ=DAILY", by=manager)
        Task.objects.update(next_on=today())
        erase, done = partial(erasing.erase, customer=mia, by=manager), partial(tasks.done, task=task, by=manager)
        calls: list[Callable[[], object]] = [erase, task_repeating.make_due, done]
        erased, _, finished = together(calls)
        assert erased is None
        assert isinstance(finished, Task | Gone)
        assert not Task.objects.exists()
