"""What a person agreed to, when and how."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core import consents
from core.models import Consent, Event, User
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory
from core.tests.together import together

Sign = Callable[[str], Person]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def state(answer: Any, kind: str = "photo") -> tuple[bool, str | None, str]:
    assert answer.status_code == 200, answer.content
    row = next(row for row in answer.json() if row["kind"] == kind)
    return row["given"], row["at"], row["source"]


def codes(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.content
    return {name: errors[0]["code"] for name, errors in answer.json()["fields"].items()}


def test_given_withdrawn_and_given_again_each_with_its_date_and_source(person: Sign) -> None:
    desk, customer = person("front_desk"), CustomerFactory.create()
    url = f"/api/customers/{customer.pk}/consents/"
    assert [row["kind"] for row in desk.client.get(url).json()] == Consent.Kind.values
    assert state(desk.client.get(url)) == (False, None, "")
    with time_machine.travel(NOON, tick=False):
        given = {"kind": "photo", "given": True, "source": "paper", "at": "2026-11-20T09:00:00Z"}
        for _ in range(2):
            assert state(desk.client.post(url, given)) == (True, "2026-11-20T09:00:00Z", "paper")
        gone = desk.client.post(url, {"kind": "photo", "given": False, "source": "phone"})
        assert state(gone) == (False, "2026-11-24T12:00:00Z", "phone")
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        again = desk.client.post(url, {"kind": "photo", "given": True, "source": "in_person"})
        assert state(again) == (True, "2026-11-25T12:00:00Z", "in_person")
    assert Consent.objects.count() == 2
    assert consents.stands(customer=customer, kind="photo")
    assert not consents.stands(customer=customer, kind="email_marketing")
    told = [event.data["changes"] for event in Event.objects.filter(type="customer.details_changed").order_by("position")]
    assert told == [{"consent.photo": change} for change in ([False, True], [True, False], [False, True])]
    customer.refresh_from_db()
    assert customer.version == 4


def test_a_member_says_it_themselves_here_and_now(person: Sign) -> None:
    member = person("member")
    assert member.customer
    url = f"/api/customers/{member.customer.pk}/consents/"
    with time_machine.travel(NOON, tick=False):
        answer = member.client.post(url, {"kind": "email_marketing", "given": True})
    assert state(answer, "email_marketing") == (True, "2026-11-24T12:00:00Z", "member")
    for name, value in (("source", "paper"), ("at", "2020-01-01T00:00:00Z")):
        assert codes(member.client.post(url, {"kind": "photo", "given": True, name: value})) == {name: "read_only"}
    other = f"/api/customers/{CustomerFactory.create().pk}/consents/"
    assert member.client.post(other, {"kind": "photo", "given": True}).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "everything"}, {"kind": "invalid_choice"}),
        ({"given": "yes"}, {"given": "invalid"}),
        ({"given": None}, {"given": "null"}),
        ({"source": "member"}, {"source": "invalid_choice"}),
        ({"source": None}, {"source": "null"}),
        ({"at": "2999-01-01T00:00:00Z"}, {"at": "out_of_range"}),
        ({"at": "2026-01-01T00:00:00"}, {"at": "naive"}),
        ({"when": "now"}, {"when": "unknown_field"}),
    ],
)
def test_what_cannot_be_meant_is_refused(person: Sign, change: dict[str, Any], code: dict[str, str]) -> None:
    url = f"/api/customers/{CustomerFactory.create().pk}/consents/"
    answer = person("front_desk").client.post(url, {"kind": "photo", "given": True, "source": "paper"} | change)
    assert codes(answer) == code
    assert not Consent.objects.exists()


def test_staff_say_how_they_were_told_and_in_what_order(person: Sign) -> None:
    desk, customer = person("front_desk"), CustomerFactory.create()
    url = f"/api/customers/{customer.pk}/consents/"
    assert codes(desk.client.post(url, {"kind": "photo", "given": True})) == {"source": "required"}
    now = timezone.now()
    consents.give(customer=customer, kind="photo", source="paper", by=None, at=now - timedelta(days=2))
    early = {"kind": "photo", "source": "paper", "at": (now - timedelta(days=3)).isoformat()}
    assert codes(desk.client.post(url, early | {"given": False})) == {"at": "out_of_range"}
    consents.withdraw(customer=customer, kind="photo", source="paper", by=None, at=now - timedelta(days=1))
    assert codes(desk.client.post(url, early | {"given": True})) == {"at": "out_of_range"}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_it_once() -> None:
    customer, user = CustomerFactory.create(), User.objects.create(email="desk@example.org")
    done = together([lambda: consents.give(customer=customer, kind="photo", source="paper", by=user)] * 4)
    assert done == [None] * 4
    assert Consent.objects.count() == 1
