"""What the centre keeps of a person, and who may set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core import customers
from core.calendar import today
from core.models import Customer, User
from core.refusals import Refused
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory, UserFactory
from core.tests.together import together

Sign = Callable[[str], Person]
TIM = {"first_name": "Tim", "last_name": "Ott", "birth_date": "2018-05-01"}


def fields(answer: Any) -> dict[str, str]:
    assert answer.status_code == 400, answer.content
    return {name: errors[0]["code"] for name, errors in answer.json()["fields"].items()}


def test_the_whole_record_is_kept_as_given(person: Sign) -> None:
    desk = person("front_desk")
    guardian, tag = CustomerFactory.create(first_name="芳", last_name="王"), TagFactory.create()
    given = TIM | {
        "preferred_name": "Timmy",
        "address": "Hinterhaus\nOderberger Straße 12",
        "postal_code": "10435",
        "city": "Berlin",
        "country": "DE",
        "emergency_contact_name": "Łukasz Ott",
        "guardian": guardian.pk,
        "language": "zh-hans",
        "tags": [tag.pk],
        "notes": "Afraid of heights",
    }
    made = desk.client.post("/api/customers/", given | {"emergency_contact_phone": "0171 3920001"})
    assert made.status_code == 201, made.json()
    shown = desk.client.get(f"/api/customers/{made.json()['id']}/").json()
    expected = given | {"email": "", "emergency_contact_phone": "+491713920001", "guardian_name": "王芳"}
    assert {name: shown[name] for name in expected} == expected


def test_the_database_numbers_members_and_never_again_alike(person: Sign) -> None:
    first, second = CustomerFactory.create(), CustomerFactory.create()
    gone = second.member_number
    second.delete()
    third = CustomerFactory.create()
    assert 1001 <= first.member_number < gone < third.member_number
    url = f"/api/customers/{first.pk}/"
    assert fields(person("owner").client.patch(url, {"member_number": 7})) == {"member_number": "read_only"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("birth_date", "2999-01-01", "out_of_range"), ("birth_date", "1899-12-31", "out_of_range"),
        ("birth_date", "1999-02-29", "invalid"), ("country", "Germany", "invalid"), ("country", "de", "invalid"),
        ("country", "ZZ", "invalid"), ("language", "de", "invalid_choice"), ("tags", [0], "does_not_exist"),
        ("tags", ["1"], "incorrect_type"), ("tags", None, "null"), ("tags", 1, "not_a_list"), ("guardian", "1", "incorrect_type"),
        ("guardian", 2**70, "does_not_exist"), ("postal_code", "1" * 21, "max_length"), ("city", "a\nb", "odd_character"),
        ("address", "x" * 201, "max_length"), ("preferred_name", "\u202emia", "odd_character"),
        ("emergency_contact_phone", "+1 555", "invalid"), ("emergency_contact_name", 7, "invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_field(person: Sign, field: str, value: object, code: str) -> None:
    body = {"first_name": "Mia", "last_name": "Ott", "email": "mia@example.org", field: value}
    found = fields(person("front_desk").client.post("/api/customers/", body))
    assert {name.partition(".")[0] for name in found} == {field}
    assert set(found.values()) == {code}
    assert not Customer.objects.exists()


def test_only_who_has_a_guardian_may_have_no_email(person: Sign) -> None:
    desk, guardian = person("front_desk"), CustomerFactory.create()
    assert fields(desk.client.post("/api/customers/", TIM)) == {"email": "required"}
    children = [desk.client.post("/api/customers/", TIM | {"guardian": guardian.pk}).json() for _ in range(2)]
    assert [child["email"] for child in children] == ["", ""]
    url = f"/api/customers/{children[0]['id']}/"
    assert fields(desk.client.patch(url, {"guardian": None})) == {"email": "required"}
    assert fields(desk.client.patch(f"/api/customers/{guardian.pk}/", {"email": ""})) == {"email": "required"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=guardian.pk).update(email="")


def test_a_family_shares_a_phone(person: Sign) -> None:
    desk = person("front_desk")
    for email in ("mia@example.org", "tom@example.org"):
        body = {"first_name": "Mia", "last_name": "Ott", "email": email, "phone_number": "030 901820"}
        assert desk.client.post("/api/customers/", body).status_code == 201


def test_a_guardian_is_a_grown_up_without_one(person: Sign) -> None:
    desk, grown_up = person("front_desk"), CustomerFactory.create(birth_date=date(1980, 1, 1))
    child = CustomerFactory.create(birth_date=today() - timedelta(days=4000), guardian=grown_up, email="")
    other_child = CustomerFactory.create(birth_date=today() - timedelta(days=4000))
    adult = CustomerFactory.create(birth_date=date(1990, 1, 1))

    def patched(customer: Customer, **body: Any) -> dict[str, str]:
        return fields(desk.client.patch(f"/api/customers/{customer.pk}/", body))

    assert patched(adult, guardian=grown_up.pk) == {"guardian": "not_a_minor"}
    assert patched(other_child, guardian=child.pk) == {"guardian": "guardian_is_minor"}
    assert patched(child, guardian=other_child.pk) == {"guardian": "guardian_is_minor"}
    assert patched(child, guardian=child.pk) == {"guardian": "own_guardian"}
    assert patched(grown_up, birth_date="2020-01-01") == {"birth_date": "guardian_is_minor"}
    assert patched(grown_up, guardian=adult.pk) == {"guardian": "is_guardian"}
    assert desk.client.patch(f"/api/customers/{other_child.pk}/", {"guardian": adult.pk}).json()["guardian"] == adult.pk
    answer = person("manager").client.delete(f"/api/customers/{grown_up.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_make_a_chain_of_guardians() -> None:
    desk = User.objects.create(email="desk@example.org")
    for _ in range(5):
        first, second = CustomerFactory.create(), CustomerFactory.create()
        done = together([
            lambda first=first, second=second: customers.change(customer=first, by=desk, guardian=second),  # type: ignore[misc]
            lambda first=first, second=second: customers.change(customer=second, by=desk, guardian=first),  # type: ignore[misc]
        ])  # fmt: skip
        refused = [one for one in done if isinstance(one, Exception)]
        assert len(refused) == 1, done
        assert isinstance(refused[0], Refused)
        assert Customer.objects.filter(guardian__isnull=False).count() == 1
        Customer.objects.update(guardian=None)


def test_the_18th_birthday_is_a_date_at_the_centre() -> None:
    customer = Customer(birth_date=date(2008, 11, 25))
    with time_machine.travel(datetime(2026, 11, 24, 22, 59, tzinfo=UTC), tick=False):
        assert customer.is_minor_on(today())
    with time_machine.travel(datetime(2026, 11, 24, 23, 0, tzinfo=UTC), tick=False):
        assert not customer.is_minor_on(today())
    leapling = Customer(birth_date=date(2008, 2, 29))
    assert [leapling.is_minor_on(day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [True, False]


def test_a_member_sets_their_contact_and_not_what_the_centre_decides(person: Sign) -> None:
    member = person("member")
    assert member.customer
    member.customer.tags.add(TagFactory.create(name="owes money"))
    own = f"/api/customers/{member.customer.pk}/"
    theirs = {
        "city": "Köln",
        "emergency_contact_name": "Bo",
        "language": "en",
        "preferred_name": "Mi",
        "birth_date": "1999-01-02",
    }
    answer = member.client.patch(own, theirs)
    assert {name: answer.json()[name] for name in theirs} == theirs
    assert "tags" not in answer.json()
    for name, value, code in (
        ("tags", [], "unknown_field"), ("notes", "", "unknown_field"), ("member_number", 1, "read_only"),
        ("joined_on", "2020-01-01", "read_only"), ("guardian", None, "read_only"),
    ):  # fmt: skip
        assert fields(member.client.patch(own, {name: value})) == {name: code}


def test_a_tag_is_one_word_whatever_its_case(person: Sign) -> None:
    desk = person("front_desk").client
    assert desk.post("/api/tags/", {"name": "Übungsleiter", "colour": "#aa3300"}).status_code == 201
    assert fields(desk.post("/api/tags/", {"name": "ÜBUNGSLEITER"})) == {"name": "unique"}
    assert fields(desk.post("/api/tags/", {"name": " ", "colour": "red"})) == {"name": "blank", "colour": "invalid"}
    assert desk.get("/api/tags/").json()["results"][0]["name"] == "Übungsleiter"
    assert UserFactory.create(role="member").has_perm("core.view_tag") is False
