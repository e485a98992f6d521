"""`/api/plans/`, `/api/memberships/`, `/api/check-ins/`, `/api/me/pass/`: shapes, filters, previews, refusals."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import checkins
from core.calendar import today
from core.events.models import Event
from core.models import CheckIn, Freeze, Membership, Payment, Plan
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, MembershipFactory, PlanFactory

Sign = Callable[[str], Person]
DAY = timedelta(days=1)
PLAN = {"name": "Monthly", "price": "49.90", "currency": "EUR", "months": 1, "colour": "#2f9e8f"}


def last(membership: Membership) -> date:
    assert membership.ends_on
    return membership.ends_on


def codes(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.json()
    return {name: errors[0]["code"] for name, errors in answer.json()["fields"].items()}


def test_a_plan_is_made_changed_taken_off_sale_and_deleted_while_unsold(person: Sign) -> None:
    manager, member = person("manager").client, person("member").client
    made = manager.post("/api/plans/", PLAN | {"includes": ["Gym", "Sauna"]}).json()
    assert made == PLAN | {
        "id": made["id"], "days": None, "visits": None, "includes": ["Gym", "Sauna"], "offered": True, "version": 1,
    }  # fmt: skip
    url = f"/api/plans/{made['id']}/"
    assert manager.patch(url, {"price": "54.90"}).json()["price"] == "54.90"
    assert member.get(url).status_code == 200
    assert manager.patch(url, {"offered": False}).json()["version"] == 3
    assert member.get(url).status_code == 404
    assert [row["id"] for row in manager.get("/api/plans/?offered=false").json()["results"]] == [made["id"]]
    told = Event.objects.filter(type="plan.changed").order_by("position").first()
    assert told
    assert (told.audience, told.data["price"]) == (["members", "staff"], "54.90")
    held = MembershipFactory.create(plan=Plan.objects.get())
    assert (manager.delete(url).status_code, manager.delete(url).json()["code"]) == (409, "in_use")
    held.delete()
    assert manager.delete(url).status_code == 204


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"months": None}, {"months": "required"}),
        ({"days": 10}, {"days": "two_lengths"}),
        ({"name": "Taken"}, {"name": "unique"}),
        ({"price": "-1"}, {"price": "min_value"}),
        ({"price": "1000000"}, {"price": "max_whole_digits"}),
        ({"price": "NaN"}, {"price": "invalid"}),
        ({"months": 0}, {"months": "min_value"}),
        ({"visits": 1001}, {"visits": "max_value"}),
        ({"currency": "euro"}, {"currency": "invalid"}),
        ({"colour": "red"}, {"colour": "invalid"}),
        ({"includes": ["x"] * 13}, {"includes": "max_length"}),
        ({"includes": [7]}, {"includes.0": "invalid"}),
        ({"includes": None}, {"includes": "null"}),
        ({"version": 7}, {"version": "read_only"}),
    ],
)
def test_a_plan_that_cannot_be(person: Sign, change: dict[str, Any], found: dict[str, str]) -> None:
    PlanFactory.create(name="Taken")
    assert codes(person("manager").client.post("/api/plans/", PLAN | change)) == found


def test_a_membership_is_sold_and_what_would_come_of_it_is_shown_before(person: Sign) -> None:
    desk, customer, plan = person("front_desk").client, CustomerFactory.create(), PlanFactory.create(days=30, months=None)
    body = {"customer": customer.pk, "plan": plan.pk}
    shown = desk.post("/api/memberships/", body | {"preview": True})
    assert (shown.status_code, Membership.objects.count(), Event.objects.count()) == (200, 0, 0)
    sold = desk.post("/api/memberships/", body)
    assert sold.status_code == 201
    unlike = {"id": None, "preview": None}
    assert shown.json() | unlike == sold.json() | unlike
    assert sold.json() == {
        "id": sold.json()["id"], "customer": customer.pk, "customer_name": customer.full_name, "plan": plan.pk,
        "plan_name": plan.name, "colour": plan.colour, "starts_on": f"{today()}", "ends_on": f"{today() + 29 * DAY}",
        "visits": None, "visits_left": None, "used_up_on": None, "price": "49.90", "paid": "0.00", "currency": "EUR",
        "renews": None, "freezes": [], "cancelled_at": None, "cancel_reason": "", "state": "current", "version": 1,
    }  # fmt: skip
    event = Event.objects.get(type="membership.sold")
    assert event.data == sold.json()


def test_every_action_previews_and_answers_with_what_it_changed(person: Sign) -> None:
    desk = person("front_desk").client
    held = MembershipFactory.create(starts_on=today() - 10 * DAY)
    url = f"/api/memberships/{held.pk}/"
    end = last(held)

    def act(name: str, body: dict[str, Any], status: int) -> Any:
        before = list(Membership.objects.order_by("pk").values())
        preview = desk.post(f"{url}{name}/", body | {"preview": True})
        assert list(Membership.objects.order_by("pk").values()) == before
        answer = desk.post(f"{url}{name}/", body)
        assert (preview.status_code, answer.status_code) == (200, status), answer.json()
        assert preview.json()["membership"]["ends_on"] == answer.json()["membership"]["ends_on"]
        return answer.json()

    renewed = act("renew", {}, 201)["membership"]
    assert (renewed["starts_on"], renewed["renews"]) == (f"{end + DAY}", held.pk)
    frozen = act("freeze", {"starts_on": f"{today()}", "ends_on": f"{today() + 6 * DAY}", "reason": "Knee"}, 200)
    assert frozen["membership"]["ends_on"] == f"{end + 7 * DAY}"
    assert frozen["membership"]["state"] == "frozen"
    assert [row["starts_on"] for row in frozen["affected"]] == [f"{end + 8 * DAY}"]
    rest = frozen["membership"]["freezes"][0]["id"]
    ended = act("end-freeze", {"freeze": rest, "last_day": f"{today()}"}, 200)
    assert ended["membership"]["ends_on"] == f"{end + DAY}"
    cancelled = act("cancel", {"last_day": f"{today() + 2 * DAY}", "reason": "Moves"}, 200)
    assert (cancelled["membership"]["cancel_reason"], cancelled["affected"][0]["state"]) == ("Moves", "void")
    restored = act("restore", {}, 200)["membership"]
    assert (restored["ends_on"], restored["cancelled_at"], restored["state"]) == (f"{end + DAY}", None, "frozen")
    fresh = MembershipFactory.create(starts_on=today() - 10 * DAY)
    url = f"/api/memberships/{fresh.pk}/"
    upgraded = act("upgrade", {"plan": PlanFactory.create(months=12).pk, "price": "400.00"}, 201)
    assert (upgraded["membership"]["price"], upgraded["affected"][0]["ends_on"]) == ("400.00", f"{today() - DAY}")


def test_a_freeze_is_ended_under_its_own_membership_only(person: Sign) -> None:
    held, other = MembershipFactory.create(), MembershipFactory.create()
    rest = Freeze.objects.create(membership=other, starts_on=today(), ends_on=today())
    answer = person("front_desk").client.post(f"/api/memberships/{held.pk}/end-freeze/", {"freeze": rest.pk})
    assert codes(answer) == {"freeze": "does_not_exist"}


def test_payments_are_written_down_and_listed(person: Sign) -> None:
    desk, held = person("front_desk"), MembershipFactory.create()
    url = f"/api/memberships/{held.pk}/payments/"
    made = desk.client.post(url, {"amount": "20.00", "method": "card", "note": "At the desk"})
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"], "amount": "20.00", "currency": "EUR", "method": "card", "note": "At the desk",
        "paid_on": f"{today()}", "recorded_by_name": desk.user.display_name,
    }  # fmt: skip
    assert desk.client.get(url).json()["results"] == [made.json()]
    assert desk.client.get(f"/api/memberships/{held.pk}/").json()["paid"] == "20.00"
    assert codes(desk.client.post(url, {"amount": "30.00", "method": "card"})) == {"amount": "too_much"}
    assert codes(desk.client.post(url, {"amount": "1e-1", "method": "gold", "currency": "USD"})) == {"currency": "read_only"}
    assert Payment.objects.count() == 1


def test_memberships_are_filtered_by_member_plan_state_and_days(person: Sign) -> None:
    client = person("trainer").client
    one, two = MembershipFactory.create(), MembershipFactory.create(starts_on=today() + 40 * DAY)
    for query, found in (
        (f"customer={one.customer_id}", [one]),
        (f"plan={two.plan_id}", [two]),
        ("state=current", [one]),
        ("state=upcoming", [two]),
        (f"ends_to={one.ends_on}", [one]),
        (f"ends_from={last(one) + DAY}", [two]),
        (f"starts_from={today() + DAY}", [two]),
        (f"starts_to={today()}", [one]),
        ("ordering=ends_on", [one, two]),
        ("ordering=-starts_on", [two, one]),
    ):
        rows = client.get(f"/api/memberships/?{query}").json()["results"]
        assert [row["id"] for row in rows] == [row.pk for row in found], query
    for query in ("state=x", "customer=0", "plan=x", "ends_to=2026-02-30"):
        assert client.get(f"/api/memberships/?{query}").status_code == 400, query


def test_the_desk_checks_in_by_id_number_and_code_and_undoes(person: Sign) -> None:
    desk, member = person("front_desk"), person("member")
    customer = member.customer
    assert customer
    MembershipFactory.create(customer=customer)
    customer.refresh_from_db()
    answer = desk.client.post("/api/check-ins/", {"customer": customer.pk})
    assert answer.status_code == 201
    shown = answer.json()
    assert {name: shown[name] for name in ("repeated", "reason", "warnings", "open_amount")} == {
        "repeated": False, "reason": None, "warnings": ["unpaid"], "open_amount": "49.90",
    }  # fmt: skip
    assert shown["customer"]["member_number"] == customer.member_number
    row = shown["check_in"]["id"]
    again = desk.client.post("/api/check-ins/", {"entered": f" {customer.member_number} "})
    assert (again.status_code, again.json()["repeated"], again.json()["check_in"]["id"]) == (200, True, row)
    assert desk.client.post(f"/api/check-ins/{row}/undo/").json()["undone_at"]
    code = member.client.get("/api/me/pass/")
    assert code["Cache-Control"] == "no-store"
    assert 0 < code.json()["seconds"] <= 30
    scanned = desk.client.post("/api/check-ins/", {"entered": code.json()["code"]})
    assert (scanned.status_code, scanned.json()["check_in"]["method"]) == (201, "pass")
    assert codes(desk.client.post("/api/check-ins/", {"entered": code.json()["code"]})) == {"entered": "pass_used"}
    assert member.client.get("/api/check-ins/").json()["count"] == 2
    assert desk.client.get("/api/me/pass/").status_code == 404


def test_who_may_not_enter_gets_an_answer_and_no_row(person: Sign) -> None:
    customer = CustomerFactory.create()
    desk = person("front_desk").client
    answer = desk.post("/api/check-ins/", {"customer": customer.pk})
    assert (answer.status_code, answer.json()["reason"], answer.json()["check_in"]) == (200, "no_membership", None)
    assert not CheckIn.objects.exists()
    let_in = desk.post("/api/check-ins/", {"customer": customer.pk, "anyway": True})
    assert (let_in.status_code, let_in.json()["check_in"]["anyway"]) == (201, "no_membership")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({}, {"entered": "required"}),
        ({"customer": 1, "entered": "1"}, {"customer": "does_not_exist"}),
        ({"customer": "1"}, {"customer": "incorrect_type"}),
        ({"entered": "no number"}, {"entered": "unknown_number"}),
        ({"entered": "9" * 40}, {"entered": "unknown_number"}),
        ({"entered": "²"}, {"entered": "unknown_number"}),
        ({"entered": "00123456781"}, {"entered": "pass_invalid"}),
        ({"entered": "0012345678" + "9" * 18}, {"entered": "pass_invalid"}),
        ({"entered": 7}, {"entered": "invalid"}),
    ],
)
def test_what_names_nobody_is_refused(person: Sign, body: dict[str, Any], found: dict[str, str]) -> None:
    assert codes(person("front_desk").client.post("/api/check-ins/", body)) == found


def test_check_ins_are_filtered_by_member_day_and_undoing(person: Sign) -> None:
    client = person("trainer").client
    held = MembershipFactory.create(starts_on=date(2026, 6, 1))
    with time_machine.travel(datetime(2026, 6, 14, 22, 30, tzinfo=UTC), tick=False):  # the 15th in Berlin
        row = checkins.check_in(customer=held.customer, method="search", by=None).check_in
    assert row
    for query, count in (
        (f"customer={held.customer_id}", 1),
        ("customer=1", 0),
        ("day=2026-06-15", 1),
        ("day=2026-06-14", 0),
        ("undone=false", 1),
        ("undone=true", 0),
        ("from=2026-06-14T22:30:00Z&to=2026-06-14T22:31:00Z", 1),
    ):
        assert client.get(f"/api/check-ins/?{query}").json()["count"] == count, query


@pytest.mark.parametrize(("path", "expected"), [("/api/memberships/", 8), ("/api/check-ins/", 7), ("/api/plans/", 7)])
def test_lists_take_the_same_queries_for_any_length(person: Sign, path: str, expected: int) -> None:
    client = person("manager").client
    counts = []
    for _ in range(2):
        for _ in range(3):
            held = MembershipFactory.create()
            Freeze.objects.create(membership=held, starts_on=today(), ends_on=today())
            CheckIn.objects.create(customer=held.customer, membership=held, method="search")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).json()["count"] >= 3
        counts.append(len(queries))
    assert counts == [expected] * 2, [query["sql"] for query in queries]
