"""What the inbox tells of the feed: comments, replies, and reactions, of which one stands for all that aren't read yet."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from core.erasing import erase
from core.models import User
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together
from realtime.models import Inbox, Notification
from realtime.notifications import inbox
from social import comments, reactions, writings
from social.models import Comment, Reaction
from social.tests.factories import PostFactory

Sign = Callable[[str], Person]


def told(user: User) -> list[dict[str, object]]:
    return [one.content for one in Notification.objects.filter(user=user).order_by("pk")]


def test_whose_post_and_whose_comment_it_is_are_told_and_nobody_twice(person: Sign) -> None:
    mia, bo, cy = (person("member").user for _ in range(3))
    post = PostFactory.create(author=mia)
    first = comments.create(post=post, text="secret", by=bo)
    reply = comments.create(post=post, text="secret", by=cy, parent=first)
    own = comments.create(post=post, text="secret", by=mia)
    last = comments.create(post=post, text="secret", by=bo, parent=own)
    about = {"post": post.pk}
    assert told(mia) == [
        {"kind": "post_commented", "comment": first.pk, "by_name": bo.name, **about},
        {"kind": "post_commented", "comment": reply.pk, "by_name": cy.name, **about},
        {"kind": "comment_replied", "comment": last.pk, "by_name": bo.name, **about},
    ]
    assert told(bo) == [{"kind": "comment_replied", "comment": reply.pk, "by_name": cy.name, **about}]
    assert told(cy) == []
    # What is deleted or hidden isn't told of any more.
    writings.delete(writing=reply, by=cy)
    assert (len(told(mia)), told(bo)) == (2, [])
    writings.hide(writing=Comment.objects.get(pk=last.pk), by=person("owner").user)
    assert [one["comment"] for one in told(mia)] == [first.pk]
    writings.delete(writing=post, by=mia)
    assert len(told(mia)) == 1


def test_reactions_are_gathered_until_they_are_read(person: Sign) -> None:
    mia, bo, cy, di = (person("member").user for _ in range(4))
    post = PostFactory.create(author=mia)

    def gathered() -> list[tuple[object, object]]:
        return [(one["by_name"], one["others"]) for one in told(mia)]

    given = reactions.react(post=post, kind="like", by=bo)
    reactions.react(post=post, kind="love", by=bo)
    reactions.react(post=post, kind="love", by=mia)
    assert gathered() == [(bo.name, 0)]
    reactions.react(post=post, kind="love", by=cy)
    assert gathered() == [(cy.name, 1)]
    reactions.take_back(reaction=given, by=bo)
    assert gathered() == [(cy.name, 0)]
    inbox.mark_all_read(user=mia, up_to=2**62)
    later = reactions.react(post=post, kind="love", by=di)
    assert gathered() == [(cy.name, 0), (di.name, 1)]
    assert inbox.state(mia).unread == 1
    inbox.mark_all_read(user=mia, up_to=2**62)
    reactions.take_back(reaction=later, by=di)
    assert (len(gathered()), inbox.state(mia).unread) == (2, 0)
    writings.delete(writing=post, by=mia)
    assert gathered() == []


def test_with_a_person_what_names_them_goes(person: Sign) -> None:
    mia, bo = person("member"), person("member")
    post = PostFactory.create(author=mia.user)
    comments.create(post=post, text="x", by=bo.user)
    reactions.react(post=post, kind="like", by=bo.user)
    assert len(told(mia.user)) == 2
    assert bo.customer
    erase(customer=bo.customer, by=person("owner").user)
    assert told(mia.user) == []


@pytest.mark.django_db(transaction=True)
def test_of_reactions_at_once_one_stands_for_all() -> None:
    mia = UserFactory.create()
    post = PostFactory.create(author=mia)
    people = UserFactory.create_batch(6)
    connection.close()
    done = together([partial(reactions.react, post=post, kind="like", by=one) for one in people])
    assert all(isinstance(one, Reaction) for one in done)
    assert [one["others"] for one in told(mia)] == [5]
    assert Inbox.objects.get(pk=mia.pk).version == 11
