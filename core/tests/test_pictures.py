"""A picture's way, with the real bucket and the real function: from the asking for an upload to what every screen may see."""

import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pydantic import ValidationError

from core import aws, customers, picture_clearing, picture_store, pictures
from core.events import inbox
from core.events.models import Event
from core.models import Customer, Picture
from core.pictures import Outcome
from core.tests import uploads
from core.tests.conftest import Person
from core.tests.factories import CustomerFactory, UserFactory
from core.tests.uploading import held, outcome, send, settled

pytestmark = pytest.mark.django_db
Sign = Callable[[str], Person]


def ask(by: Person, customer: Customer | None = None, content_type: str = "image/jpeg") -> dict[str, Any]:
    owner = customer or by.customer
    assert owner
    answer = by.client.post(f"/api/customers/{owner.pk}/picture/", {"content_type": content_type})
    assert answer.status_code == 201, answer.json()
    asked: dict[str, Any] = answer.json()
    return asked


def shown(by: Person, customer: Customer) -> Any:
    return by.client.get(f"/api/customers/{customer.pk}/").json()["picture"]


@pytest.fixture
def mia() -> Customer:
    return CustomerFactory.create(first_name="Mia", user=UserFactory.create(role="member"))


@pytest.fixture
def asked_by(mia: Customer) -> Callable[[], Picture]:
    def ask_once() -> Picture:
        assert mia.user
        return pictures.ask(kind="customer", owner_id=mia.pk, by=mia.user)

    return ask_once


def test_the_whole_way(person: Sign) -> None:
    member, desk = person("member"), person("front_desk")
    assert member.customer
    version = member.customer.version
    asked = ask(member)
    state = f"/api/pictures/{asked['id']}/"
    assert member.client.get(state).json() == {"id": asked["id"], "state": "waiting", "reason": ""}
    assert desk.client.get(state).status_code == 404
    assert send(asked, uploads.with_gps()) == 204
    (picture,) = settled(asked)

    assert member.client.get(state).json()["state"] == "ready"
    links = shown(desk, member.customer)
    assert links == shown(member, member.customer)
    assert links["id"] == asked["id"]
    for size, side in (("small", 96), ("large", 320)):
        seen = httpx.get(links[size])
        assert Image.open(io.BytesIO(seen.content)).size == (side * 3 // 4, side)
        assert uploads.GPS not in seen.content
        assert seen.headers["content-type"] == "image/webp"
        assert seen.headers["content-disposition"] == "inline"
        assert seen.headers["cache-control"] == "private, max-age=900"
    assert f"uploads/{picture.pk}" not in held(picture)

    changed, told = Event.objects.filter(type__contains="picture").order_by("position")
    assert (changed.type, changed.data) == ("customer.picture_changed", {"id": member.customer.pk, "picture": asked["id"]})
    assert (changed.actor, set(changed.audience)) == (member.user.pk, {"staff", f"user:{member.user.pk}"})
    assert (told.type, told.audience) == ("picture.settled", [f"user:{member.user.pk}"])
    # Whoever edits the record meanwhile has not missed an edit.
    member.customer.refresh_from_db()
    assert member.customer.version == version


@pytest.mark.parametrize("person_role", ["front_desk", "owner"])
def test_somebody_who_works_here_has_one_too(person: Sign, person_role: str) -> None:
    staff, member = person(person_role), person("member")
    asked = staff.client.post("/api/me/picture/", {"content_type": "image/png"}).json()
    pictures.settle(outcome(Picture.objects.get(pk=asked["id"])))
    links = staff.client.get("/api/me/").json()["picture"]
    assert links["id"] == asked["id"]
    assert member.client.get(f"/api/staff/{staff.user.pk}/").json()["picture"] == links
    changed = Event.objects.get(type="staff.picture_changed")
    assert (changed.data, set(changed.audience)) == ({"id": staff.user.pk, "picture": asked["id"]}, {"staff", "members"})
    assert staff.client.delete("/api/me/picture/").status_code == 204
    assert staff.client.get("/api/me/").json()["picture"] is None


def test_what_means_harm_is_neither_accepted_nor_served(person: Sign) -> None:
    desk = person("front_desk")
    names = ["a bomb", "an SVG with a script", "a page named .png", "a PNG that is an archive", "text that swells"]
    members = [CustomerFactory.create() for _ in names]
    asked = [ask(desk, member, "image/png") for member in members]
    for name, one in zip(names, asked, strict=True):
        assert send(one, uploads.REFUSED[name][0]) == 204
    for name, member, picture in zip(names, members, settled(*asked), strict=True):
        assert (picture.state, picture.reason) == ("refused", uploads.REFUSED[name][1]), name
        assert held(picture) == [], name
        assert shown(desk, member) is None
    told = Event.objects.filter(type="picture.settled")
    assert {event.data["reason"] for event in told} == {uploads.REFUSED[name][1] for name in names}
    assert not Event.objects.filter(type="customer.picture_changed").exists()


def test_the_bucket_takes_that_key_that_type_and_no_more(person: Sign) -> None:
    asked = ask(person("member"))
    good = uploads.picture()
    refusals = [
        send(asked, good, key=f"uploads/{UUID(int=1)}"),
        send(asked, good, key=f"pictures/{asked['id']}/x.webp"),
        send(asked, uploads.HTML, **{"Content-Type": "text/html"}),
        send(asked, b""),
        send(asked, bytes(picture_store.MAX_BYTES + 1)),
        send(asked | {"fields": {**asked["fields"], "policy": ask(person("member"))["fields"]["policy"]}}, good),
    ]
    assert all(400 <= status < 500 for status in refusals), refusals
    assert held(Picture.objects.get(pk=asked["id"])) == []


def test_a_form_and_a_link_are_good_for_minutes(person: Sign, mia: Customer, asked_by: Callable[[], Picture]) -> None:
    desk, picture = person("front_desk"), asked_by()
    now = time.time()
    with time_machine.travel(now - picture_store.FORM_SECONDS - 60, tick=False):
        late = ask(desk, mia)
    assert send(late, uploads.picture()) == 403
    pictures.settle(outcome(picture))
    key = f"pictures/{picture.pk}/{'d' * 32}-96.webp"
    aws.s3().put_object(Bucket=settings.MEDIA_BUCKET, Key=key, Body=b"seen")
    window = int(now) // 300 * 300
    with time_machine.travel(window + 1, tick=False):
        first = shown(desk, mia)
    with time_machine.travel(window + 299, tick=False):
        assert shown(desk, mia) == first
    with time_machine.travel(window + 301, tick=False):
        assert shown(desk, mia) != first
    with time_machine.travel(now - picture_store.LINK_SECONDS - 1, tick=False):
        old = shown(desk, mia)
    assert httpx.get(first["small"]).status_code == 200
    assert httpx.get(old["small"]).status_code == 403
    assert httpx.get(first["small"].replace("-96.webp", "-320.webp")).status_code == 403


def test_a_second_supersedes_the_first(mia: Customer, asked_by: Callable[[], Picture]) -> None:
    first, second = asked_by(), asked_by()
    pictures.settle(outcome(first))
    pictures.settle(outcome(second))
    mia.refresh_from_db()
    assert mia.picture == second
    assert Picture.objects.get(pk=first.pk).state == "removed"


def test_one_that_was_asked_for_earlier_and_comes_later_is_not_shown(mia: Customer, asked_by: Callable[[], Picture]) -> None:
    first, second = asked_by(), asked_by()
    pictures.settle(outcome(second))
    pictures.settle(outcome(first))
    mia.refresh_from_db()
    assert mia.picture == second
    assert Picture.objects.get(pk=first.pk).state == "removed"
    assert Event.objects.filter(type="customer.picture_changed").count() == 1


def test_an_outcome_is_taken_once(mia: Customer, asked_by: Callable[[], Picture]) -> None:
    """A repeat changes nothing; nor does what the same form uploads later, which has another digest."""
    picture = asked_by()
    for digest in ("d", "d", "e"):
        pictures.settle(outcome(picture, digest=digest * 64))
    pictures.settle(outcome(picture, outcome="refused", reason="broken"))
    picture.refresh_from_db()
    assert (picture.state, picture.digest) == ("ready", "d" * 64)
    assert Event.objects.filter(type__contains="picture").count() == 2
    pictures.settle(outcome(Picture(pk=UUID(int=5))))


def test_removed_is_removed_with_what_is_under_way(person: Sign, mia: Customer, asked_by: Callable[[], Picture]) -> None:
    desk = person("front_desk")
    first, second = asked_by(), asked_by()
    pictures.settle(outcome(first))
    assert desk.client.delete(f"/api/customers/{mia.pk}/picture/").status_code == 204
    pictures.settle(outcome(second))
    assert shown(desk, mia) is None
    assert [event.data["picture"] for event in Event.objects.filter(type="customer.picture_changed")] == [str(first.pk), None]
    assert set(Picture.objects.values_list("state", flat=True)) == {"removed"}
    desk.client.delete(f"/api/customers/{mia.pk}/picture/")
    assert Event.objects.filter(type="customer.picture_changed").count() == 2


def test_a_member_who_is_deleted_takes_the_picture_along(person: Sign, mia: Customer, asked_by: Callable[[], Picture]) -> None:
    first, second = asked_by(), asked_by()
    pictures.settle(outcome(first))
    mia.refresh_from_db()
    customers.delete(customer=mia, by=person("owner").user)
    pictures.settle(outcome(second))
    assert set(Picture.objects.values_list("state", flat=True)) == {"removed"}


def test_nobody_else_s(person: Sign) -> None:
    alice, bob, trainer = person("member"), person("member"), person("trainer")
    asked = ask(alice)
    pictures.settle(outcome(Picture.objects.get(pk=asked["id"])))
    assert alice.customer
    of_alice = f"/api/customers/{alice.customer.pk}/picture/"
    for stranger, status in ((bob, 404), (trainer, 403)):
        assert stranger.client.post(of_alice, {"content_type": "image/jpeg"}).status_code == status
        assert stranger.client.delete(of_alice).status_code == status
        assert stranger.client.get(f"/api/pictures/{asked['id']}/").status_code == 404
    assert bob.client.post("/api/me/picture/", {"content_type": "image/jpeg"}).status_code == 403
    assert shown(alice, alice.customer)


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "content_type", "required"),
        ({"content_type": "image/svg+xml"}, "content_type", "invalid_choice"),
        ({"content_type": ["image/png"]}, "content_type", "invalid_choice"),
        ({"content_type": "image/png", "key": "uploads/mine"}, "key", "unknown_field"),
    ],
)
def test_asked_wrongly(person: Sign, body: dict[str, Any], field: str, code: str) -> None:
    member = person("member")
    assert member.customer
    answer = member.client.post(f"/api/customers/{member.customer.pk}/picture/", body)
    assert answer.status_code == 400
    assert answer.json()["fields"][field][0]["code"] == code
    assert not Picture.objects.exists()


def test_so_many_at_once_and_no_more(person: Sign, mia: Customer) -> None:
    desk = person("front_desk")
    for _ in range(pictures.MOST_WAITING):
        ask(desk, mia)
    answer = desk.client.post(f"/api/customers/{mia.pk}/picture/", {"content_type": "image/jpeg"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_uploads")


def test_an_upload_that_nothing_came_of_is_given_up(asked_by: Callable[[], Picture]) -> None:
    picture = asked_by()
    aws.s3().put_object(Bucket=settings.MEDIA_BUCKET, Key=f"uploads/{picture.pk}", Body=b"never processed")
    clearing = picture_clearing.Clearing()
    clearing.step()
    picture.refresh_from_db()
    assert picture.state == "waiting"
    with time_machine.travel(timezone.now() + pictures.ABANDONED_AFTER):
        clearing.step()
    picture.refresh_from_db()
    assert (picture.state, picture.reason) == ("refused", "not_processed")
    assert Event.objects.get(type="picture.settled").data["reason"] == "not_processed"
    with time_machine.travel(timezone.now() + pictures.LAST_WRITE_AFTER):
        clearing.step()
    assert held(picture) == []
    assert not Picture.objects.exists()


def test_what_is_removed_leaves_the_bucket_at_once_and_again_when_nothing_can_write_it_any_more(
    person: Sign, mia: Customer, asked_by: Callable[[], Picture]
) -> None:
    desk, picture = person("front_desk"), asked_by()
    pictures.settle(outcome(picture))
    for size in picture_store.SIZES.values():
        aws.s3().put_object(Bucket=settings.MEDIA_BUCKET, Key=f"pictures/{picture.pk}/{'d' * 32}-{size}.webp", Body=b"seen")
    picture_clearing.clear()
    assert len(held(picture)) == 3
    desk.client.delete(f"/api/customers/{mia.pk}/picture/")
    picture_clearing.clear()
    assert held(picture) == []
    aws.s3().put_object(Bucket=settings.MEDIA_BUCKET, Key=f"pictures/{picture.pk}/late-96.webp", Body=b"late")
    picture_clearing.clear()
    assert held(picture) != []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        picture_clearing.clear()
    assert held(picture) == []
    assert not Picture.objects.exists()


def test_a_list_asks_no_more_for_pictures(person: Sign) -> None:
    desk = person("front_desk")

    def queries() -> int:
        with CaptureQueriesContext(connection) as count:
            assert desk.client.get("/api/customers/?page_size=100").status_code == 200
        return len(count)

    CustomerFactory.create_batch(2)
    before = queries()
    for customer in CustomerFactory.create_batch(12):
        picture = pictures.ask(kind="customer", owner_id=customer.pk, by=UserFactory.create())
        pictures.settle(outcome(picture))
    assert queries() == before


@pytest.mark.django_db(transaction=True)
def test_outcomes_at_the_same_time_leave_one_picture() -> None:
    """Six uploads, each outcome three times, all at once with a removal of an earlier one: the last that was asked for stands."""
    by = UserFactory.create()
    customer = CustomerFactory.create()
    earlier = pictures.ask(kind="customer", owner_id=customer.pk, by=by)
    inbox.handle(outcome(earlier).model_dump_json())
    pictures.remove(kind="customer", owner_id=customer.pk, by=by)
    asked = [pictures.ask(kind="customer", owner_id=customer.pk, by=by) for _ in range(6)]
    bodies = [outcome(picture).model_dump_json() for picture in [*asked, *reversed(asked), *asked]]

    def take(body: str) -> None:
        try:
            inbox.handle(body)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(take, bodies))
    customer.refresh_from_db()
    assert customer.picture == asked[-1]
    assert _states(asked[:-1]) == {"removed"}
    changes = Event.objects.filter(type="customer.picture_changed").order_by("position")
    assert changes[len(changes) - 1].data["picture"] == str(asked[-1].pk)
    assert Event.objects.filter(type="picture.settled").count() == 7


def _states(some: Sequence[Picture]) -> set[str]:
    return set(Picture.objects.filter(pk__in=[picture.pk for picture in some]).values_list("state", flat=True))


@pytest.mark.parametrize("body", ["", "[]", "{", '{"type": "picture.eaten"}', '{"type": ["picture.outcome"]}'])
def test_what_nobody_understands_stays_in_the_queue(body: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        inbox.handle(body)


def test_an_outcome_is_strict() -> None:
    body = outcome(Picture(pk=UUID(int=5))).model_dump(mode="json")
    for wrong in ({"outcome": "maybe"}, {"picture": "5"}, {"url": "x"}):
        with pytest.raises(ValidationError):
            Outcome.model_validate(body | wrong)
