"""Pictures of posts: uploaded and checked before they are posted, and gone when what shows them is."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from core import picture_clearing, pictures
from core.erasing import erase
from core.events.models import Event
from core.models import Picture as Upload
from core.models import User
from core.picture_owners import HELD_FOR, WRITER
from core.refusals import Refused
from core.tests import uploads
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together
from core.tests.uploading import held, outcome, send, settled
from social import posts, writings
from social.models import Picture, Post

Sign = Callable[[str], Person]
POSTS = "/api/posts/"


def ask(by: Person) -> dict[str, Any]:
    answer = by.client.post(f"{POSTS}pictures/", {"content_type": "image/jpeg"})
    assert answer.status_code == 201, answer.json()
    asked: dict[str, Any] = answer.json()
    return asked


def checked(by: User) -> str:
    """As if one had been uploaded and found good."""
    upload = pictures.ask(kind=WRITER, owner_id=by.pk, by=by)
    with transaction.atomic():
        pictures.settle(outcome(upload))
    return str(upload.pk)


def post(by: Person, *shown: dict[str, str], **changes: Any) -> Any:
    return by.client.post(POSTS, {"text": "Look", "pictures": list(shown), **changes})


def refusal(answer: Any) -> tuple[str, str]:
    assert answer.status_code == 400, answer.json()
    [(field, [one])] = answer.json()["fields"].items()
    return field, one["code"]


def test_the_whole_way(person: Sign) -> None:
    """In the order they were posted in, not that of their upload; nobody sees one before it was checked."""
    mia, bo = person("member"), person("member")
    asked = [ask(mia) for _ in range(3)]
    first, second, bad = (one["id"] for one in asked)
    files = (uploads.with_gps(), uploads.picture(), uploads.HTML)
    assert [send(one, content) for one, content in zip(asked, files, strict=True)] == [204] * 3
    assert refusal(post(mia, {"id": first})) == ("pictures", "still_checking")
    assert [one.state for one in settled(*asked)] == ["ready", "ready", "refused"]
    assert refusal(post(mia, {"id": first}, {"id": bad})) == ("pictures", "picture_refused")
    assert not Post.objects.exists()

    made = post(mia, {"id": second, "alt": "Two halves"}, {"id": first}).json()
    fresh = bo.client.get(f"{POSTS}{made['id']}/").json()
    assert [(one["id"], one["alt"]) for one in fresh["pictures"]] == [(second, "Two halves"), (first, "")]
    for one in fresh["pictures"]:
        seen = httpx.get(one["full"])
        assert (seen.status_code, seen.headers["content-type"]) == (200, "image/webp")
        assert uploads.GPS not in seen.content
    told = Event.objects.get(type="post.created").data
    assert (told["pictures"], "http" in str(told)) == (2, False)


def test_each_posts_their_own_once_and_ten_at_most(person: Sign) -> None:
    mia, bo = person("member"), person("member")
    own = [checked(mia.user) for _ in range(11)]
    assert refusal(post(bo, {"id": own[0]})) == ("pictures", "does_not_exist")
    assert refusal(post(mia, {"id": str(uuid4())})) == ("pictures", "does_not_exist")
    assert refusal(post(mia, {"id": own[0]}, {"id": own[0]})) == ("pictures", "repeated")
    assert refusal(post(mia, *({"id": one} for one in own))) == ("pictures", "max_length")
    assert refusal(post(mia, {"id": own[0], "alt": "a\nb"})) == ("pictures.0.alt", "odd_character")
    assert refusal(post(mia, {"id": own[0], "url": "https://example.org"})) == ("pictures.0.url", "unknown_field")
    portrait = pictures.ask(kind="user", owner_id=mia.user.pk, by=mia.user)
    pictures.settle(outcome(portrait))
    assert refusal(post(mia, {"id": str(portrait.pk)})) == ("pictures", "does_not_exist")
    client_id = str(uuid4())
    made = [post(mia, *({"id": one} for one in own[:10]), client_id=client_id).json() for _ in range(2)]
    assert made[0] == made[1]
    assert refusal(post(mia, {"id": own[0]})) == ("pictures", "does_not_exist")
    changed = mia.client.patch(f"{POSTS}{made[0]['id']}/", {"pictures": []})
    assert refusal(changed) == ("pictures", "read_only")
    assert Picture.objects.count() == 10


def test_what_is_not_posted_is_given_up_after_a_day_and_bounds_what_one_may_upload(
    person: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    mia = person("member")
    monkeypatch.setattr(pictures, "MOST_HELD", 2)
    kept, left = checked(mia.user), checked(mia.user)
    refused = mia.client.post(f"{POSTS}pictures/", {"content_type": "image/jpeg"})
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_uploads")
    post(mia, {"id": kept})
    ask(mia)
    with time_machine.travel(timezone.now() + HELD_FOR + timedelta(seconds=1)):
        picture_clearing.give_up()
    assert refusal(post(mia, {"id": left})) == ("pictures", "does_not_exist")
    assert {str(one.pk): one.state for one in Upload.objects.filter(pk__in=[kept, left])} == {kept: "ready", left: "removed"}


def test_a_picture_leaves_the_bucket_with_its_post(person: Sign) -> None:
    mia, bo, owner = person("member"), person("member"), person("owner")
    of_mia, of_bo, draft = checked(mia.user), checked(bo.user), checked(mia.user)
    post(mia, {"id": of_mia})
    made = post(bo, {"id": of_bo}).json()
    # A deletion can be taken back, so until then its pictures stay.
    writings.delete(writing=Post.objects.get(pk=made["id"]), by=bo.user)
    assert writings.restore(writing=Post.objects.get(pk=made["id"]), by=bo.user).pictures.count() == 1
    Post.objects.filter(pk=made["id"]).delete()
    assert Upload.objects.get(pk=of_bo).state == "removed"
    assert mia.customer
    erase(customer=mia.customer, by=owner.user)
    assert set(Upload.objects.filter(pk__in=[of_mia, of_bo, draft]).values_list("state", flat=True)) == {"removed"}
    assert picture_clearing.clear() == 3
    assert held(Upload(pk=UUID(of_mia))) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_posts_at_once_one_has_the_picture() -> None:
    mia = UserFactory.create()
    one = UUID(checked(mia))
    connection.close()
    done = together([partial(posts.create, text="x", by=mia, pictures=[(one, "")])] * 6)
    assert sorted(type(what).__name__ for what in done) == ["Post"] + ["Refused"] * 5
    assert all(what.code == "does_not_exist" for what in done if isinstance(what, Refused))
    assert Post.objects.count() == Picture.objects.count() == 1
