"""Posts, comments and reactions: who may what, what is told, and that counts are exact whoever comes at once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import event, given, settings
from hypothesis import strategies as st

from core.erasing import erase
from core.events.models import Event
from core.models import User
from core.refusals import Refused
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together
from social import comments, posts, reactions, writings
from social.counting import miscounted
from social.models import Comment, Post, Reaction
from social.tests.factories import CommentFactory, PostFactory
from social.wording import readable

Sign = Callable[[str], Person]
POSTS, COMMENTS, REACTIONS = "/api/posts/", "/api/comments/", "/api/reactions/"


def said() -> list[str]:
    return list(of_the_feed().values_list("type", flat=True))


def of_the_feed() -> QuerySet[Event]:
    return Event.objects.exclude(type__startswith="notification.").order_by("position")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def field_code(answer: Any, field: str) -> tuple[int, str]:
    return answer.status_code, answer.json()["fields"][field][0]["code"]


def test_a_post_is_what_the_line_tells_of_it(person: Sign) -> None:
    """What a screen has heard is what it would fetch, but for what differs by who asks."""
    mia, bo = person("member"), person("member")
    post = mia.client.post(POSTS, {"text": " First pull-up!\n\n", "client_id": str(uuid4())}).json()
    assert post["text"] == " First pull-up!\n\n"
    first = bo.client.post(COMMENTS, {"post": post["id"], "text": "Bravo"}).json()
    reply = mia.client.post(COMMENTS, {"post": post["id"], "parent": first["id"], "text": "Thanks"}).json()
    reaction = bo.client.post(REACTIONS, {"post": post["id"], "kind": "strong"}).json()
    bo.client.post(REACTIONS, {"post": post["id"], "kind": "love"})
    mia.client.patch(f"{POSTS}{post['id']}/", {"text": "First pull-up."})
    bo.client.delete(f"{COMMENTS}{first['id']}/")

    heard: dict[str, Any] = {}
    told: dict[int, dict[str, Any]] = {}
    for event_ in of_the_feed():
        assert {name for name in event_.audience if not name.startswith("by:")} == {"feed", f"post:{post['id']}"}
        data = dict(event_.data)
        counts = {name: data.pop(name) for name in ("comment_count", "reactions", "tally")}
        if event_.type.startswith("post."):
            heard |= data
        elif event_.type == "comment.deleted":
            del told[data["id"]]
        elif event_.type.startswith("comment."):
            told[data["id"]] = data
        heard |= counts
    fresh = bo.client.get(f"{POSTS}{post['id']}/").json()
    assert fresh.pop("my_reaction") == {"id": reaction["id"], "kind": "love"}
    assert fresh.pop("hidden_at") is None
    assert heard | {"pictures": []} == fresh
    assert fresh["reactions"] == {"love": 1}
    assert (fresh["comment_count"], fresh["text"]) == (1, "First pull-up.")
    [shown] = bo.client.get(COMMENTS, {"post": post["id"]}).json()["results"]
    assert shown.pop("hidden_at") is None
    assert [*told.values()] == [shown]
    assert shown["id"] == reply["id"]
    assert said() == [
        "post.created", "comment.created", "comment.created", "reaction.changed", "reaction.changed", "post.edited",
        "comment.deleted",
    ]  # fmt: skip
    assert not [*miscounted()]


def test_each_changes_their_own_for_a_day_and_takes_a_deletion_back_for_ten_minutes(person: Sign) -> None:
    mia, bo = person("member"), person("member")
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        pk = mia.client.post(POSTS, {"text": "one"}).json()["id"]
        url = f"{POSTS}{pk}/"
        assert code(bo.client.patch(url, {"text": "mine"})) == (403, "permission_denied")
        assert code(bo.client.delete(url)) == (403, "permission_denied")
        assert code(person("owner").client.patch(url, {"text": "ours"})) == (403, "permission_denied")
        edited = mia.client.patch(url, {"text": "two"}, headers={"If-Match": '"1"'})
        assert (edited.json()["text"], edited.json()["version"]) == ("two", 2)
        assert edited.json()["edited_at"]
        assert [row["text"] for row in bo.client.get(f"{url}history/").json()] == ["one"]
        stale = mia.client.patch(url, {"text": "three"}, headers={"If-Match": '"1"'})
        assert (*code(stale), stale.json()["current"]["text"]) == (409, "conflict", "two")
        assert mia.client.delete(url).status_code == 204
        for somebody in (mia, bo):
            assert somebody.client.get(url).status_code == 404
        assert code(bo.client.post(f"{url}restore/")) == (404, "not_found")
        assert field_code(bo.client.post(COMMENTS, {"post": pk, "text": "late"}), "post") == (400, "does_not_exist")
        clock.shift(writings.UNDO_FOR)
        assert mia.client.post(f"{url}restore/").json()["text"] == "two"
        mia.client.delete(url)
        clock.shift(writings.UNDO_FOR + timedelta(seconds=1))
        assert code(mia.client.post(f"{url}restore/")) == (409, "undo_over")
        pk = mia.client.post(POSTS, {"text": "old"}).json()["id"]
        clock.shift(writings.EDITABLE_FOR)
        assert mia.client.patch(f"{POSTS}{pk}/", {"text": "older"}).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert code(mia.client.patch(f"{POSTS}{pk}/", {"text": "oldest"})) == (409, "edit_over")
    assert Post.objects.get(pk=pk).text == "older"
    assert said()[:4] == ["post.created", "post.edited", "post.deleted", "post.restored"]


def test_what_is_hidden_is_seen_by_who_moderates_alone(person: Sign) -> None:
    mia, bo, desk, owner = person("member"), person("member"), person("front_desk"), person("owner")
    pk = mia.client.post(POSTS, {"text": "buy this"}).json()["id"]
    comment = mia.client.post(COMMENTS, {"post": pk, "text": "and that"}).json()["id"]
    assert owner.client.post(f"{POSTS}{pk}/hide/").status_code == 200
    assert bo.client.get(COMMENTS, {"post": pk}).json()["results"] == []
    assert bo.client.get(f"{COMMENTS}{comment}/").status_code == 404
    for route in (f"{POSTS}{pk}/", f"{COMMENTS}{comment}/"):
        assert code(desk.client.post(f"{route}hide/")) == (403, "permission_denied")
        assert owner.client.post(f"{route}hide/").json()["hidden_at"]
        for somebody in (mia, bo, desk):
            assert somebody.client.get(route).status_code == 404
        assert owner.client.get(route).json()["hidden_at"]
    assert [row["id"] for row in owner.client.get(POSTS).json()["results"]] == [pk]
    for somebody in (mia, bo, desk):
        assert somebody.client.get(POSTS).json()["results"] == []
        assert somebody.client.get(COMMENTS, {"post": pk}).json()["results"] == []
        assert somebody.client.get(REACTIONS, {"post": pk}).json()["results"] == []
    for call in (
        partial(writings.edit, writing=Post.objects.get(pk=pk), text="x", by=mia.user),
        partial(comments.create, post=Post.objects.get(pk=pk), text="x", by=owner.user),
        partial(reactions.react, post=Post.objects.get(pk=pk), kind="like", by=owner.user),
    ):
        with pytest.raises(Refused, match="hidden"):
            call()
    # Deleted and taken back by its author it is hidden still, and nobody's screen is told what it says.
    assert mia.client.delete(f"{POSTS}{pk}/").status_code == 404
    writings.delete(writing=Post.objects.get(pk=pk), by=mia.user)
    writings.restore(writing=Post.objects.get(pk=pk), by=mia.user)
    assert Event.objects.order_by("position").last().data.keys() == {"id", "version"}  # type: ignore[union-attr]
    assert owner.client.post(f"{POSTS}{pk}/show/").json()["hidden_at"] is None
    assert bo.client.get(f"{POSTS}{pk}/").json()["comment_count"] == 0
    assert owner.client.post(f"{COMMENTS}{comment}/show/").status_code == 200
    assert bo.client.get(f"{POSTS}{pk}/").json()["comment_count"] == 1


def test_what_is_no_comment_is_refused(person: Sign) -> None:
    mia = person("member")
    post, other = PostFactory.create(), PostFactory.create()
    comment = CommentFactory.create(post=post)
    reply = CommentFactory.create(post=post, parent=comment)
    gone = CommentFactory.create(post=post, deleted_at=timezone.now())

    def refused(**body: Any) -> tuple[int, str]:
        return field_code(mia.client.post(COMMENTS, {"post": post.pk, "text": "x"} | body), "parent")

    assert refused(post=other.pk, parent=comment.pk) == (400, "other_post")
    assert refused(parent=reply.pk) == (400, "reply_to_reply")
    assert refused(parent=gone.pk) == (400, "does_not_exist")
    for text in ("", " \n", "\u2009\u3000"):
        assert field_code(mia.client.post(POSTS, {"text": text}), "text") == (400, "blank")
    for text in ("a\u200bb", "\u202egpj.exe", "a\x00", "\ufeffMia"):
        assert mia.client.post(POSTS, {"text": text}).status_code == 400
    assert field_code(mia.client.post(POSTS, {"text": "x" * 5001}), "text") == (400, "max_length")
    assert field_code(mia.client.patch(f"{COMMENTS}{comment.pk}/", {"post": other.pk}), "post") == (400, "read_only")
    assert field_code(mia.client.post(REACTIONS, {"post": post.pk, "kind": "hate"}), "kind") == (400, "invalid_choice")
    assert not Event.objects.exists()


def test_the_same_sent_twice_is_said_once(person: Sign) -> None:
    mia, bo = person("member"), person("member")
    body = {"text": "once", "client_id": str(uuid4())}
    first, second = mia.client.post(POSTS, body), mia.client.post(POSTS, body)
    assert first.json() == second.json()
    assert bo.client.post(POSTS, body).json()["id"] != first.json()["id"]
    body |= {"post": first.json()["id"]}
    assert len({mia.client.post(COMMENTS, body).json()["id"] for _ in range(2)}) == 1
    assert (Post.objects.count(), Comment.objects.count()) == (2, 1)


def test_nobody_writes_faster_than_people_do(person: Sign) -> None:
    mia = person("member")
    statuses = [mia.client.post(POSTS, {"text": "spam"}).status_code for _ in range(31)]
    assert statuses == [201] * 30 + [429]
    assert person("member").client.post(POSTS, {"text": "hello"}).status_code == 201
    assert mia.client.get(POSTS).status_code == 200


def test_a_page_takes_the_same_few_queries_and_neither_repeats_nor_skips(person: Sign) -> None:
    mia = person("member")
    asked: list[int] = []
    for many in (3, 25):
        for _ in range(many):
            post = PostFactory.create()
            CommentFactory.create_batch(2, post=post)
            Reaction.objects.create(post=post, user=mia.user, kind="love")
        with CaptureQueriesContext(connection) as queries:
            page = mia.client.get(POSTS, {"page_size": 20}).json()
        asked.append(len(queries))
        assert sum("social_" in query["sql"] for query in queries) == 3
    assert asked[0] == asked[1]
    newest = list(Post.objects.values_list("pk", flat=True)[:28])
    posts.create(text="meanwhile", by=mia.user)
    rest = mia.client.get(page["next"]).json()
    assert [row["id"] for row in page["results"] + rest["results"]] == newest
    assert rest["next"] is None
    one = page["results"][0]
    assert (one["comment_count"], one["reactions"], one["my_reaction"]["kind"]) == (2, {"love": 1}, "love")
    author = Post.objects.latest("pk").author_id
    assert {row["author"] for row in mia.client.get(POSTS, {"author": author}).json()["results"]} == {author}


@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_whoever_comes_at_once() -> None:
    post = PostFactory.create()
    people: list[User] = UserFactory.create_batch(8)
    written = [comments.create(post=post, text="x", by=one) for one in people]
    connection.close()

    def all_sorts(one: User, comment: Comment) -> None:
        for kind in ("like", "love", "like"):
            reaction = reactions.react(post=post, kind=kind, by=one)
        writings.delete(writing=comment, by=one)
        comments.create(post=post, text="y", by=one)
        reactions.take_back(reaction=reaction, by=one)
        writings.restore(writing=comment, by=one)
        reactions.react(post=post, kind="bravo", by=one)

    done = together([partial(all_sorts, one, comment) for one, comment in zip(people, written, strict=True)])
    assert done == [None] * 8
    post.refresh_from_db()
    assert (post.comment_count, post.reactions) == (16, {"bravo": 8})
    assert not [*miscounted()]
    # Each change told its own state: the last one told is the last one there is.
    tallies = [one.data["tally"] for one in of_the_feed().exclude(type="post.created")]
    assert tallies == list(range(1, len(tallies) + 1))
    assert post.tally == tallies[-1]


@pytest.mark.django_db(transaction=True)
def test_of_the_same_sent_at_once_one_is_said() -> None:
    mia = UserFactory.create()
    connection.close()
    client_id = uuid4()
    done = together([partial(posts.create, text="x", by=mia, client_id=client_id)] * 6)
    assert {getattr(one, "pk", one) for one in done} == {Post.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_who_reacts_in_two_places_at_once_has_one_reaction() -> None:
    mia, post = UserFactory.create(), PostFactory.create()
    connection.close()
    done = together([partial(reactions.react, post=post, kind=kind, by=mia) for kind in Reaction.Kind.values])
    assert {getattr(one, "pk", one) for one in done} == {Reaction.objects.get().pk}
    assert not [*miscounted()]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_arrives_as_it_was_written_or_is_refused(text: str) -> None:
    try:
        readable(text)
    except ValidationError as refused:
        event(str(refused.code))
        return
    author = User.objects.get_or_create(email="writer@example.org")[0]
    assert Post.objects.get(pk=posts.create(text=text, by=author).pk).text == text
    assert Event.objects.latest("position").data["text"] == text


def test_an_erasure_takes_what_they_wrote_and_the_counts_with_it(person: Sign) -> None:
    mia, bo = person("member"), person("member")
    post = PostFactory.create(author=bo.user)
    comments.create(post=post, text="Quux was here", by=mia.user)
    reactions.react(post=post, kind="like", by=mia.user)
    assert mia.customer
    erase(customer=mia.customer, by=person("owner").user)
    post.refresh_from_db()
    assert (post.comment_count, post.reactions) == (0, {})
    assert "Quux" not in str(Event.objects.values_list("data", flat=True))


def test_who_may_moderate_is_the_owners_to_say(person: Sign) -> None:
    desk = person("front_desk")
    pk = PostFactory.create().pk
    desk.user.groups.get().permissions.add(Permission.objects.get(codename="change_post"))
    assert desk.client.post(f"{POSTS}{pk}/hide/").status_code == 200
