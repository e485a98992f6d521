"""Blocks: neither sees what the other writes, nobody is told who did it, and counts on their screens stay right."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.events.models import Event
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from realtime.models import Block
from social import blocks
from social.tests.factories import CommentFactory, PostFactory

Sign = Callable[[str], Person]
BLOCKS, POSTS, COMMENTS, REACTIONS = "/api/blocks/", "/api/posts/", "/api/comments/", "/api/reactions/"


def ids(by: Person, route: str, **asked: Any) -> list[int]:
    return [row["id"] for row in by.client.get(route, asked).json()["results"]]


def field_code(answer: Any, field: str) -> tuple[int, str]:
    return answer.status_code, answer.json()["fields"][field][0]["code"]


def test_neither_is_shown_what_the_other_writes(person: Sign) -> None:
    mia, bo, cy, desk = person("member"), person("member"), person("member"), person("front_desk")
    of_cy = PostFactory.create(author=cy.user).pk
    of_bo = bo.client.post(POSTS, {"text": "mine"}).json()["id"]
    of_mia = mia.client.post(POSTS, {"text": "mine"}).json()["id"]
    under = {who: who.client.post(COMMENTS, {"post": of_cy, "text": "x"}).json()["id"] for who in (mia, bo, cy)}
    there = bo.client.post(REACTIONS, {"post": of_cy, "kind": "love"}).json()["id"]
    below_bo = cy.client.post(COMMENTS, {"post": of_bo, "text": "x"}).json()["id"]
    made = mia.client.post(BLOCKS, {"other": bo.user.pk})
    assert (made.status_code, made.json()["other_name"]) == (201, bo.user.name)
    assert mia.client.post(BLOCKS, {"other": bo.user.pk}).json() == made.json()

    assert ids(mia, POSTS) == [of_mia, of_cy]
    assert ids(bo, POSTS) == [of_bo, of_cy]
    assert ids(mia, COMMENTS, post=of_cy) == [under[cy], under[mia]]
    assert ids(bo, COMMENTS, post=of_cy) == [under[cy], under[bo]]
    assert ids(mia, COMMENTS) == [under[cy], under[mia]]
    assert mia.client.get(f"{COMMENTS}{below_bo}/").status_code == 404
    assert mia.client.get(f"{POSTS}{of_bo}/history/").status_code == 404
    assert (ids(mia, REACTIONS), ids(bo, REACTIONS), ids(cy, REACTIONS)) == ([], [there], [there])
    assert len(ids(desk, POSTS)) == len(ids(cy, POSTS)) == 3
    for body, route, field in (
        ({"post": of_bo, "text": "x"}, COMMENTS, "post"),
        ({"post": of_cy, "text": "x", "parent": under[bo]}, COMMENTS, "parent"),
        ({"post": of_bo, "kind": "like"}, REACTIONS, "post"),
    ):
        assert field_code(mia.client.post(route, body), field) == (400, "does_not_exist")

    # Whom it was by the other learns neither from the line nor from the list.
    told = list(Event.objects.filter(type="user.blocks_changed").order_by("data__id"))
    assert [(event.data, event.audience, event.actor) for event in told] == [
        ({"id": user.pk}, [f"user:{user.pk}"], None) for user in sorted((mia.user, bo.user), key=lambda user: user.pk)
    ]
    assert ids(bo, BLOCKS) == []
    assert bo.client.delete(f"{BLOCKS}{made.json()['id']}/").status_code == 404
    assert mia.client.delete(f"{BLOCKS}{made.json()['id']}/").status_code == 204
    assert len(ids(mia, POSTS)) == len(ids(bo, POSTS)) == 3


def test_the_line_names_whose_words_are_in_an_event_and_tells_the_others_the_counts(person: Sign) -> None:
    mia, bo, cy = person("member"), person("member"), person("member")
    of_cy = cy.client.post(POSTS, {"text": "mine"}).json()["id"]
    comment = bo.client.post(COMMENTS, {"post": of_cy, "text": "x"}).json()["id"]
    mia.client.post(BLOCKS, {"other": bo.user.pk})
    Event.objects.all().delete()
    bo.client.post(REACTIONS, {"post": of_cy, "kind": "love"})
    bo.client.patch(f"{COMMENTS}{comment}/", {"text": "y"})
    bo.client.delete(f"{COMMENTS}{comment}/")
    place = {"feed", f"post:{of_cy}"}
    words = {f"by:{bo.user.pk}", f"by:{cy.user.pk}"}
    told = [
        (event.type, set(event.audience))
        for event in Event.objects.exclude(type__startswith="notification.").order_by("position")
    ]
    left_out = ("post.counted", {f"user:{mia.user.pk}"})
    assert told == [
        ("reaction.changed", place | words), left_out,
        ("comment.edited", place | words), left_out,
        ("comment.deleted", place),
    ]  # fmt: skip
    counted = Event.objects.filter(type="post.counted").earliest("position").data
    assert counted == {"post": of_cy, "comment_count": 1, "reactions": {"love": 1}, "tally": 2}
    # Of a post that they don't see they aren't told how much is said there either.
    of_bo = bo.client.post(POSTS, {"text": "mine"}).json()["id"]
    bo.client.post(REACTIONS, {"post": of_bo, "kind": "love"})
    assert Event.objects.filter(type="post.counted").count() == 2


def test_whom_one_can_block(person: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    mia, bo, desk, silent = person("member"), person("member"), person("front_desk"), UserFactory.create()
    PostFactory.create(author=mia.user)
    PostFactory.create(author=desk.user)
    CommentFactory.create(author=bo.user, post=PostFactory.create())

    def refused(other: int) -> tuple[int, str]:
        return field_code(mia.client.post(BLOCKS, {"other": other}), "other")

    assert refused(mia.user.pk) == (400, "oneself")
    assert refused(desk.user.pk) == (400, "is_staff")
    assert refused(silent.pk) == refused(2**60) == (400, "does_not_exist")
    assert refused(0) == (400, "min_value")
    assert desk.client.post(BLOCKS, {"other": bo.user.pk}).status_code == 403
    monkeypatch.setattr(blocks, "MOST_BLOCKS", 0)
    full = mia.client.post(BLOCKS, {"other": bo.user.pk})
    assert (full.status_code, full.json()["code"]) == (409, "too_many")
    assert not Block.objects.exists()


def test_a_page_takes_no_more_queries_for_who_has_blocked(person: Sign) -> None:
    mia = person("member")
    made = PostFactory.create_batch(12)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert mia.client.get(POSTS).status_code == 200
        return len(asked)

    before = queries()
    for post in made[:5]:
        blocks.block(other=post.author_id, by=mia.user)
    assert queries() == before
