"""After a test that commits, the next one finds the database as the migrations left it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import TransactionTestCase

from core.events.models import Line
from core.models import Customer
from core.tests.factories import CustomerFactory, UserFactory
from gymcrm.stack import emptying

pytestmark = pytest.mark.django_db(transaction=True)


def all_there_is() -> dict[str, str]:
    return emptying._rows([*emptying._filled, *emptying._empty])


def filled(tables: dict[str, str]) -> set[str]:
    return {name for name, rows in tables.items() if rows != "0"}


@pytest.mark.parametrize("what", ["rows", "rows and roles"])
def test_what_a_test_wrote_is_gone(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, epoch = all_there_is(), Line.objects.get().epoch
    CustomerFactory.create(user=UserFactory.create(role="owner"), guardian=CustomerFactory.create())
    Line.objects.update(head=7)
    flushes: list[Any] = []

    def flush(case: Any) -> None:
        flushes.append(case)
        call_command("flush", verbosity=0, interactive=False)

    monkeypatch.setattr(emptying, "flush", flush)
    if what == "rows and roles":
        Group.objects.get(name="member").permissions.add(Permission.objects.get(codename="view_customer"))
    TransactionTestCase._fixture_teardown(object())  # type: ignore[attr-defined]
    assert len(flushes) == (what == "rows and roles")
    assert not Customer.objects.exists()
    line = Line.objects.get()
    assert (line.head, line.epoch != epoch) == (0, True)
    assert filled(all_there_is()) == filled(before)
    if not flushes:
        assert all_there_is() == before
    # The flush made anew what the next test is to leave: it isn't another reason for one.
    TransactionTestCase._fixture_teardown(object())  # type: ignore[attr-defined]
    assert len(flushes) == (what == "rows and roles")
