"""Reports: who may say what, who reads and decides, and that a decision is made once for all of a thing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.erasing import erase
from core.events.models import Event
from core.refusals import Conflict
from core.tests.conftest import Person
from core.tests.factories import UserFactory
from core.tests.together import together
from social import reports, writings
from social.models import Report
from social.tests.factories import CommentFactory, PostFactory

Sign = Callable[[str], Person]
REPORTS = "/api/reports/"


def field_code(answer: Any) -> tuple[int, str, str]:
    [(field, [one])] = answer.json()["fields"].items()
    return answer.status_code, field, one["code"]


def test_what_is_reported_is_read_by_who_moderates_and_decided_for_all_at_once(person: Sign) -> None:
    mia, bo, desk, owner = person("member"), person("member"), person("front_desk"), person("owner")
    post = PostFactory.create(text="buy this")
    made = mia.client.post(REPORTS, {"post": post.pk, "reason": "spam", "note": "again"})
    assert (made.status_code, made.json().keys()) == (201, {"id"})
    assert mia.client.post(REPORTS, {"post": post.pk, "reason": "insult"}).json() == made.json()
    bo.client.post(REPORTS, {"post": post.pk, "reason": "insult"})
    told = Event.objects.filter(type="report.made")
    assert [(event.audience, event.actor, event.data.keys()) for event in told] == [(["staff"], None, {"id"})] * 2

    # What stood there is kept, though its author changes it.
    writings.edit(writing=post, text="have a nice day", by=post.author)
    assert desk.client.get(REPORTS).status_code == mia.client.get(REPORTS).status_code == 403
    second, first = owner.client.get(REPORTS, {"open": True}).json()["results"]
    assert (first["said"], first["text"], first["reason"], first["note"]) == ("buy this", "have a nice day", "spam", "again")
    assert (first["author_name"], first["reported_by_name"], first["decision"]) == (post.author.name, mia.user.name, None)

    url = f"{REPORTS}{second['id']}/decide/"
    assert desk.client.post(url, {"decision": "hidden"}).status_code == 403
    decided = owner.client.post(url, {"decision": "hidden", "explanation": "advertising"}).json()
    assert (decided["decision"], decided["decided_by_name"], bool(decided["hidden_at"])) == ("hidden", owner.user.name, True)
    again = owner.client.post(url, {"decision": "kept"})
    assert (again.status_code, again.json()["code"]) == (409, "decided")
    assert bo.client.get(f"/api/posts/{post.pk}/").status_code == 404
    assert owner.client.get(REPORTS, {"open": True}).json()["results"] == []
    history = owner.client.get(REPORTS, {"open": False}).json()["results"]
    assert [(row["decision"], row["explanation"]) for row in history] == [("hidden", "advertising")] * 2
    assert Event.objects.get(type="report.decided").data == {"ids": [first["id"], second["id"]], "decision": "hidden"}
    # It can be decided anew when somebody reports it again; what isn't seen isn't reported.
    assert field_code(mia.client.post(REPORTS, {"post": post.pk, "reason": "spam"})) == (400, "post", "does_not_exist")


def test_what_its_author_deleted_is_decided_all_the_same(person: Sign) -> None:
    mia, owner = person("member"), person("owner")
    comment = CommentFactory.create(text="you fool", post=PostFactory.create())
    made = mia.client.post(REPORTS, {"comment": comment.pk, "reason": "insult"}).json()
    writings.delete(writing=comment, by=comment.author)
    row = owner.client.get(f"{REPORTS}{made['id']}/").json()
    assert (row["said"], row["text"]) == ("you fool", None)
    assert owner.client.post(f"{REPORTS}{made['id']}/decide/", {"decision": "kept"}).json()["decision"] == "kept"


def test_what_can_t_be_reported(person: Sign) -> None:
    mia, owner = person("member"), person("owner")
    own, post, comment = PostFactory.create(author=mia.user), PostFactory.create(), CommentFactory.create()
    refused = mia.client.post(REPORTS, {"post": own.pk, "reason": "spam"})
    assert (refused.status_code, refused.json()["code"]) == (400, "own")
    for body in ({"reason": "spam"}, {"post": post.pk, "comment": comment.pk, "reason": "spam"}):
        assert mia.client.post(REPORTS, body).json()["fields"].keys() == {"post"}
    assert field_code(mia.client.post(REPORTS, {"post": post.pk, "reason": "taste"})) == (400, "reason", "invalid_choice")
    assert field_code(mia.client.post(REPORTS, {"post": post.pk, "reason": "spam", "decision": "kept"}))[1:] == (
        "decision",
        "read_only",
    )
    # Who moderates posts alone doesn't decide on comments.
    made = mia.client.post(REPORTS, {"comment": comment.pk, "reason": "spam"}).json()
    desk = person("front_desk")
    desk.user.groups.get().permissions.add(Permission.objects.get(codename="change_post"))
    assert desk.client.post(f"{REPORTS}{made['id']}/decide/", {"decision": "hidden"}).status_code == 403
    assert owner.client.post(f"{REPORTS}{made['id']}/decide/", {"decision": "gone"}).status_code == 400


def test_the_queue_takes_the_same_queries_for_any_length_and_an_erasure_takes_the_name(person: Sign) -> None:
    owner, mia = person("owner"), person("member")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert owner.client.get(REPORTS, {"page_size": 100}).status_code == 200
        return len(asked)

    for many in (1, 12):
        for _ in range(many):
            reports.report(writing=CommentFactory.create(), reason="spam", by=mia.user, note="Quux")
            reports.report(writing=PostFactory.create(), reason="spam", by=mia.user)
        if many == 1:
            before = queries()
    assert queries() == before
    assert mia.customer
    erase(customer=mia.customer, by=owner.user)
    assert not Report.objects.exclude(reported_by=None, note="").exists()


@pytest.mark.django_db(transaction=True)
def test_of_decisions_at_once_one_is_made() -> None:
    made = reports.report(writing=PostFactory.create(), reason="spam", by=UserFactory.create())
    owner = UserFactory.create(is_staff=True, is_superuser=True)
    connection.close()
    done = together([partial(reports.decide, report=made, decision=what, by=owner) for what in ("hidden", "kept") * 3])
    assert sum(isinstance(what, Conflict) for what in done) == 5
    assert Event.objects.filter(type="report.decided").count() == 1
