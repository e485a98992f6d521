"""Merging two records: nothing is lost, and the old id leads to what was kept."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from core import checkins, customers, merging, passes
from core.calendar import today
from core.events.models import Event
from core.models import CheckIn, Consent, Customer, Membership, MergedCustomer, Plan, User
from core.person_parts import unanswered
from core.roles import ensure_roles
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory, UserFactory
from core.tests.together import together

Sign = Callable[[str], Person]
pytestmark = pytest.mark.django_db


def membership(customer: Customer, starts_on: date, ends_on: date | None, visits: int | None = None) -> Membership:
    plan, _ = Plan.objects.get_or_create(
        name="Basic", defaults={"price": 30, "currency": "EUR", "months": 1, "colour": "#112233"}
    )
    return Membership.objects.create(
        customer=customer, plan=plan, starts_on=starts_on, ends_on=ends_on, sold_until=ends_on, anchor_day=starts_on.day,
        price=30, currency="EUR", visits=visits, visits_left=visits,
    )  # fmt: skip


def url(customer: Customer | int, action: str = "merge/") -> str:
    return f"/api/customers/{customer if isinstance(customer, int) else customer.pk}/{action}"


def test_every_foreign_key_to_a_person_is_answered_for_by_a_part() -> None:
    """A new model that points at a member or a login fails here until somebody says how it merges, is given out and erased."""
    assert (unanswered(Customer), unanswered(User)) == ([], [])


def test_a_preview_says_what_differs_and_what_moves(person: Sign) -> None:
    manager = person("manager")
    kept = CustomerFactory.create(first_name="Mia", last_name="Ott", phone_number="", joined_on=date(2024, 5, 1), notes="Knee")
    other = CustomerFactory.create(
        first_name="Mia", last_name="Otto", phone_number="+4930901820", joined_on=date(2023, 5, 1), notes="Early"
    )
    CheckIn.objects.create(customer=other, method="search")
    shown = manager.client.get(url(kept), {"other": other.pk}).json()
    assert {one["field"]: one["chosen"] for one in shown["choices"]} == {
        "last_name": "kept", "email": "kept", "phone_number": "merged", "joined_on": "merged", "notes": "both",
    }  # fmt: skip
    assert (shown["moves"], shown["overlaps"], shown["both_have_logins"]) == ({"visits": 1}, [], False)
    assert Customer.objects.count() == 2
    for query in ({"other": kept.pk}, {"other": 0}, {}):
        assert manager.client.get(url(kept), query).status_code == 400


def test_everything_moves_and_the_old_id_and_number_lead_to_what_was_kept(person: Sign) -> None:
    manager = person("manager")
    kept, other = CustomerFactory.create(first_name="Mia", notes="a"), CustomerFactory.create(first_name="Maja", notes="b")
    ward = customers.create(by=None, first_name="Kim", last_name="Ott", birth_date=date(2020, 1, 1), guardian=other)
    tag = TagFactory.create()
    other.tags.add(tag)
    visit = CheckIn.objects.create(customer=other, method="search")
    sold = membership(other, date(2026, 1, 1), date(2026, 1, 31))
    answer = manager.client.post(url(kept), {"other": other.pk, "fields_from": {"first_name": "merged", "email": "merged"}})
    assert answer.status_code == 200, answer.json()
    kept.refresh_from_db()
    assert (kept.first_name, kept.email, kept.notes) == ("Maja", other.email, "a\n\nb")
    assert set(kept.tags.all()) == {tag}
    for row in (visit, sold):
        row.refresh_from_db()
        assert row.customer == kept
    ward.refresh_from_db()
    assert ward.guardian == kept
    assert kept.access_until == date(2026, 1, 31)
    assert manager.client.get(url(other.pk, "")).json()["id"] == kept.pk
    trace = MergedCustomer.objects.get()
    assert (trace.id, trace.member_number, trace.snapshot["first_name"]) == (other.pk, other.member_number, "Maja")
    event = Event.objects.get(type="customer.merged")
    assert event.data == {"id": kept.pk, "version": kept.version, "merged": other.pk}
    third = CustomerFactory.create()
    assert manager.client.post(url(third), {"other": kept.pk}).status_code == 200
    assert merging.current(other.pk) == merging.current(kept.pk) == third.pk
    assert manager.client.get(url(other.pk, "")).json()["id"] == third.pk


def test_the_old_card_and_the_code_on_an_old_screen_let_in_who_was_kept(person: Sign) -> None:
    desk, kept, other = person("front_desk"), CustomerFactory.create(), CustomerFactory.create()
    membership(kept, today(), None)
    code = passes.current(customer=other).code
    merging.merge(kept=kept, merged=other, by=person("manager").user)
    for entered, status, method in ((str(other.member_number), 201, "number"), (code, 200, "number")):
        answer = desk.client.post("/api/check-ins/", {"entered": entered})
        assert (answer.status_code, answer.json()["customer"]["id"]) == (status, kept.pk), answer.json()
        assert answer.json()["check_in"]["method"] == method  # the second is the first once more
    assert desk.client.post("/api/check-ins/", {"entered": f"{10**9}"}).json()["fields"]["entered"][0]["code"] == "unknown_number"


def test_what_is_sent_with_the_old_id_is_of_who_was_kept(person: Sign) -> None:
    desk, kept, other = person("front_desk").client, CustomerFactory.create(), CustomerFactory.create()
    merging.merge(kept=kept, merged=other, by=person("manager").user)
    plan = Plan.objects.create(name="Sauna", price=10, currency="EUR", months=1, colour="#112233")
    sale = desk.post("/api/memberships/", {"customer": other.pk, "plan": plan.pk})
    assert sale.json()["customer"] == kept.pk, sale.json()
    arrival = desk.post("/api/check-ins/", {"customer": other.pk})
    assert (arrival.status_code, arrival.json()["customer"]["id"]) == (201, kept.pk)
    child = {"first_name": "Tim", "last_name": "Ott", "birth_date": f"{today().year - 9}-01-01", "guardian": other.pk}
    assert desk.post("/api/customers/", child).json()["guardian"] == kept.pk
    gone = CustomerFactory.create()
    Customer.objects.filter(pk=gone.pk).delete()
    for nobody in (gone.pk, 10**30, "1", True, None):
        refused = desk.post("/api/check-ins/", {"customer": nobody})
        assert (refused.status_code, set(refused.json()["fields"])) == (400, {"customer"}), refused.json()


def test_who_is_merged_while_they_are_checked_in_or_sold_to_is_let_in_as_who_was_kept(transactional_db: None) -> None:
    ensure_roles()
    desk, kept = UserFactory.create(role="front_desk"), CustomerFactory.create()
    membership(kept, today(), None)
    for _ in range(4):
        other = CustomerFactory.create()
        calls: list[Callable[[], object]] = [
            partial(merging.merge, kept=kept, merged=other, by=desk),
            partial(checkins.check_in, customer=other, method="search", by=desk, anyway=True),
        ]
        done = together(calls)
        assert not [one for one in done if isinstance(one, Exception)], done
        again = checkins.check_in(customer=other, method="search", by=desk)
        assert (again.customer, again.repeated) == (kept, True)
        CheckIn.objects.all().delete()


def test_overlapping_memberships_are_shown_and_decided(person: Sign) -> None:
    manager = person("manager")
    kept, other = CustomerFactory.create(), CustomerFactory.create()
    first = membership(kept, date(2026, 1, 1), date(2026, 6, 30))
    second = membership(other, date(2026, 6, 30), None)
    membership(other, date(2026, 2, 1), date(2026, 3, 1), visits=10)
    shown = manager.client.get(url(kept), {"other": other.pk}).json()["overlaps"]
    assert [(pair["first"]["id"], pair["second"]["id"]) for pair in shown] == [(first.pk, second.pk)]
    undecided = manager.client.post(url(kept), {"other": other.pk})
    assert (undecided.status_code, undecided.json()["code"]) == (409, "memberships_overlap")
    assert manager.client.post(url(kept), {"other": other.pk, "void": [10**9]}).status_code == 400
    assert manager.client.post(url(kept), {"other": other.pk, "void": [first.pk]}).status_code == 200
    first.refresh_from_db()
    assert first.voided_at is not None
    assert Membership.objects.filter(customer=kept).count() == 3


@pytest.mark.parametrize(("ours", "theirs", "stands"), [("given", "withdrawn later", 0), ("given", "given later", 1)])
def test_of_consents_what_was_said_last_holds_and_each_is_kept(ours: str, theirs: str, stands: int, person: Sign) -> None:
    kept, other = CustomerFactory.create(), CustomerFactory.create()
    early, late = timezone.now() - timedelta(days=9), timezone.now() - timedelta(days=1)
    Consent.objects.create(customer=kept, kind="photo", given_at=early, given_source="paper")
    withdrawn: dict[str, Any] = {"withdrawn_at": late, "withdrawn_source": "phone"} if theirs == "withdrawn later" else {}
    given_at = early - timedelta(days=1) if withdrawn else late
    Consent.objects.create(customer=other, kind="photo", given_at=given_at, given_source="phone", **withdrawn)
    merging.merge(kept=kept, merged=other, by=person("manager").user)
    mine = Consent.objects.filter(customer=kept)
    assert (mine.count(), mine.filter(withdrawn_at__isnull=True).count()) == (2, stands)


def test_of_two_logins_one_stays_and_the_other_ends(person: Sign) -> None:
    stays, goes = UserFactory.create(role="member"), UserFactory.create(role="member")
    kept, other = CustomerFactory.create(user=stays), CustomerFactory.create(user=goes)
    merging.merge(kept=kept, merged=other, by=person("manager").user)
    goes.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.user, goes.is_active, goes.groups.count()) == (stays, False, 0)
    assert Event.objects.filter(type="user.access_changed", subject=f"user/{goes.pk}").exists()
    lone = CustomerFactory.create()
    merging.merge(kept=lone, merged=kept, by=person("manager").user)
    lone.refresh_from_db()
    assert lone.user == stays


def test_likely_duplicates_are_suggested(person: Sign) -> None:
    born = date(1990, 3, 4)
    pair = [CustomerFactory.create(first_name=name, last_name="Müller", birth_date=born) for name in ("Zoe", "ZOË")]
    phone = [CustomerFactory.create(first_name="Kim", last_name=name, phone_number="+4930901820") for name in ("A", "B")]
    mail = [CustomerFactory.create(last_name="Ott", email=email) for email in ("mia.ott@a.example", "MiaOtt+gym@b.example")]
    CustomerFactory.create(first_name="Zoe", last_name="Müller", birth_date=date(1991, 3, 4))
    CustomerFactory.create(first_name="Sister", phone_number="+4930901820")
    shown = person("manager").client.get("/api/customers/duplicates/").json()
    assert {(one["first"]["id"], one["second"]["id"], *one["reasons"]) for one in shown} == {
        (pair[0].pk, pair[1].pk, "name_and_birth_date"),
        (phone[0].pk, phone[1].pk, "phone"),
        (mail[0].pk, mail[1].pk, "email"),
    }
