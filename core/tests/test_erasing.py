"""A person who is erased is gone everywhere; what was paid is kept without them."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from core import customers
from core.events.models import Event
from core.events.record import record
from core.models import AnsweredRequest, CheckIn, Consent, Customer, KeptPayment, Payment, User
from core.people_events import EmailRequested, OutgoingMessage
from core.person_parts import PARTS
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, TagFactory
from core.tests.test_merging import membership

Sign = Callable[[str], Person]
pytestmark = pytest.mark.django_db
# Models that hold nothing of a person, or that an eraser reaches otherwise. A new model with texts is in neither list and fails.
REACHED_OTHERWISE = {
    "core.Customer": "the record itself", "core.User": "the login, deleted with it", "core.Event": "scrubbed",
    "core.Payment": "kept without the person", "core.Membership": "kept as what was paid for",
    "core.Freeze": "with its membership", "core.Visit": "with its membership",
    "core.Picture": "by its owner, then off the bucket", "core.Import": "samples that mention them",
    "core.ImportProblem": "values", "scheduling.TaskReminder": "with its task",
    "core.ImportFile": "goes when the import is done or a week old", "social.Picture": "with its post",
    "social.Revision": "with its post or comment",
}  # fmt: skip
NOT_PERSONAL = {
    "core.Plan", "core.Tag", "core.Line", "core.SinkCursor", "core.InitialGrant", "core.KeptPayment",
    "core.StandingDay", "scheduling.Service", "scheduling.Session", "scheduling.Room",
    "scheduling.Closure", "scheduling.TimetableConflict",
}  # fmt: skip
OURS = ("core", "realtime", "scheduling", "social")


def test_every_model_of_ours_is_reached_by_an_eraser_or_holds_nothing_personal() -> None:
    answered = {field.rpartition(".")[0] for part in PARTS for field in part.fields}
    ours = {model._meta.label for model in apps.get_models() if model._meta.app_label in OURS}
    assert ours - answered - set(REACHED_OTHERWISE) - NOT_PERSONAL == set()


@pytest.fixture
def mia(person: Sign) -> Person:
    """A member with something in every corner, under a name that nobody else has."""
    member = person("member")
    assert member.customer
    customer = customers.change(
        customer=member.customer, by=member.user, first_name="Xanthippe", last_name="Quux", email="first@quux.example"
    )
    customer = customers.change(
        customer=customer, by=member.user, email="xanthippe@quux.example", phone_number="+4930901820", address="Quuxweg 1",
        emergency_contact_name="Old Quux", notes="Quux says", birth_date=date(1990, 3, 4),
    )  # fmt: skip
    User.objects.filter(pk=member.user.pk).update(display_name="Quux", email="login@quux.example")
    customer.tags.add(TagFactory.create())
    Consent.objects.create(customer=customer, kind="photo", given_at=timezone.now(), given_source="paper")
    sold = membership(customer, date(2026, 1, 1), date(2026, 1, 31))
    Payment.objects.create(membership=sold, amount=30, currency="EUR", method="cash", note="from Quux", paid_on=date(2026, 1, 1))
    CheckIn.objects.create(customer=customer, membership=sold, method="search")
    AnsweredRequest.objects.create(
        actor=person("manager").user, key="k" * 8, path="/", status=201, body={"email": "xanthippe@quux.example"}
    )
    for address in ("xanthippe@quux.example", "FIRST@quux.example"):
        message = OutgoingMessage(
            key=address, channel="email", to=address, subject="Quux", text="Dear Quux", html="Quux", language="en", not_after=None
        )
        record(EmailRequested(message=message), subject="email/1", audience=[], actor=None)
    return member


def everything() -> str:
    """All texts of all tables, as the database has them."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f'SELECT string_agg(row_to_json(t)::text, chr(10)) FROM "{table}" AS t')
                found.append(str(cursor.fetchone()[0]))
    return "\n".join(found)


def test_nothing_of_the_person_is_left_in_any_table(mia: Person, person: Sign) -> None:
    assert mia.customer
    bystander = CustomerFactory.create(first_name="Stays")
    owner = person("owner")
    assert "quux" in everything().lower()
    url = f"/api/customers/{mia.customer.pk}/"
    shown = owner.client.get(f"{url}erasure/").json()
    assert (shown["goes"]["visits"], shown["keeps"][0]["count"], "for the books" in shown["keeps"][0]["why"]) == (1, 1, True)
    assert owner.client.post(f"{url}erasure/").status_code == 204
    left = [line for line in everything().lower().splitlines() if "quux" in line or "xanthippe" in line or "4930901820" in line]
    assert left == []
    kept = KeptPayment.objects.get()
    assert (str(kept.amount), kept.covers_until, kept.plan.name) == ("30.00", date(2026, 1, 31), "Basic")
    assert owner.client.get(url).status_code == 404
    assert mia.client.get("/api/me/").status_code == 401
    assert list(Customer.objects.values_list("pk", flat=True)) == [bystander.pk]
    types = set(Event.objects.filter(subject=f"customer/{mia.customer.pk}").values_list("type", flat=True))
    assert {"customer.updated", "customer.erased"} <= types
    assert Event.objects.filter(type="user.access_changed", subject=f"user/{mia.user.pk}").exists()


def test_a_guardian_and_a_login_of_the_staff_are_not_erased_by_the_way(person: Sign) -> None:
    owner, desk = person("owner"), person("front_desk")
    own = CustomerFactory.create(user=desk.user)
    ward = customers.create(by=None, first_name="Kim", last_name="O", birth_date=date(2020, 1, 1), guardian=own)
    refused = owner.client.post(f"/api/customers/{own.pk}/erasure/")
    assert (refused.status_code, refused.json()["code"]) == (409, "is_guardian")
    customers.change(customer=ward, by=None, guardian=CustomerFactory.create())
    assert owner.client.post(f"/api/customers/{own.pk}/erasure/").status_code == 204
    assert desk.client.get("/api/me/").json()["customer"] is None


def test_people_get_what_is_held_about_them_without_the_staffs_notes(mia: Person, person: Sign) -> None:
    assert mia.customer
    answers = [mia.client.get("/api/me/data/"), person("owner").client.get(f"/api/customers/{mia.customer.pk}/data/")]
    for answer in answers:
        assert answer.status_code == 200
        held: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("data.json"))
        assert held["record"]["email"] == "xanthippe@quux.example"
        assert (len(held["visits"]), len(held["consents"]), held["payments"][0]["amount"]) == (1, 1, "30.00")
        assert held["login"][0]["email"] == "login@quux.example"
        assert b"Quux says" not in answer.content
        assert "notes" not in held["record"]
    assert person("trainer").client.get("/api/me/data/").status_code == 404


def test_an_event_keeps_its_shape_and_loses_its_texts(mia: Person, person: Sign) -> None:
    assert mia.customer
    person("owner").client.post(f"/api/customers/{mia.customer.pk}/erasure/")
    for event in Event.objects.filter(subject=f"customer/{mia.customer.pk}", type="customer.updated"):
        assert (event.data["id"], event.data["first_name"], event.data["last_name"]) == (mia.customer.pk, "", "")
