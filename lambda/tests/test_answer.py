"""The links in mails: which are read, and what their pages do, at the deployed API."""

import json
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import jwt
import pytest
from answer import words
from answer.link import PURPOSES, Expired, Link, Unreadable, read

from .conftest import LINK_SECRET, Cloud, until

Claims = dict[str, Any]


def token(secret: str = LINK_SECRET, algorithm: str = "HS256", **changed: object) -> str:
    """A link's, whose subject is nobody else's; None takes a claim away."""
    claims = {
        "aud": "answer",
        "exp": int(time.time()) + 3600,
        "at": int(time.time()) + 3600,
        "act": "confirm",
        "sub": f"appointment/{uuid.uuid4()}",
        "to": 7,
        "lang": "en",
    } | changed
    given = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(given, secret, algorithm=algorithm)


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINK_SECRET", LINK_SECRET)


@pytest.mark.usefixtures("secret")
class TestReading:
    def test_a_link_says_what_was_signed(self) -> None:
        now = int(time.time())
        link = read(token(act="cancel", sub="appointment/5", to=12, lang="zh-hans", exp=now + 60, at=now + 90))
        starts_at, until = (datetime.fromtimestamp(at).astimezone() for at in (now + 90, now + 60))
        assert link == Link(
            purpose="cancel", subject="appointment/5", recipient=12, language="zh-hans", starts_at=starts_at, until=until
        )

    def test_no_character_can_be_changed_or_taken_away(self) -> None:
        good = token()
        for at, character in enumerate(good):
            # The last one of a part may hold bits that count for nothing.
            if good[at + 1 : at + 2] not in (".", ""):
                for other in ("", "A" if character != "A" else "B", "é", character + "A"):
                    with pytest.raises(Unreadable):
                        read(good[:at] + other + good[at + 1 :])

    @pytest.mark.parametrize(
        "made",
        [
            lambda: token(secret="x" * 40),
            lambda: token(algorithm="HS512"),
            lambda: token(secret="", algorithm="none"),
            lambda: token(aud="session"),
            lambda: token(act="pay"),
            lambda: token(act=["confirm"]),
            lambda: token(to="7"),
            lambda: token(to=True),
            lambda: token(at=1.5),
            lambda: token(at=None),
            lambda: token(sub=None),
            lambda: token(aud=None),
            lambda: token(act=None),
            lambda: token(to=None),
            lambda: token(lang=None),
            lambda: token(exp=None),
            lambda: token(exp="tomorrow"),
            lambda: "",
            lambda: "..",
        ],
    )
    def test_what_is_no_link_is_refused(self, made: Callable[[], str]) -> None:
        with pytest.raises(Unreadable):
            read(made())

    def test_its_time_is_over_in_the_second_that_it_names(self) -> None:
        assert read(token(exp=int(time.time()) + 2)).purpose == "confirm"
        with pytest.raises(Expired) as over:
            read(token(exp=int(time.time())))
        assert over.value.link.recipient == 7


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_looking_changes_nothing_and_the_button_puts_the_answer_on_the_queue(cloud: Cloud) -> None:
    good = token()
    for _ in range(2):
        status, headers, body = cloud.ask("GET", f"/answer/{good}")
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert ("form", {"method": "post"}) in Page(body).elements
    status, _, body = cloud.ask("POST", f"/answer/{good}")
    assert status == 200
    assert "We have your answer" in body
    [answer] = {json.dumps(answer): answer for answer in cloud.answers(good)}.values()  # a slow machine is handed it again
    assert datetime.fromisoformat(answer["at"]).tzinfo is not None
    assert answer == {"type": "answer.given", "token": good, "at": answer["at"]}

    def logged() -> bool:
        """The local endpoint writes what a busy function said late with its next answer."""
        cloud.ask("GET", f"/answer/{good}")
        return '"taken"' in cloud.log("AnswerFunction")

    until(logged)
    assert good not in cloud.log("AnswerFunction")


def test_a_page_is_safe_and_can_be_read_by_everybody(cloud: Cloud) -> None:
    _, headers, body = cloud.ask("GET", f"/answer/{token()}")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
    elements = Page(body).elements
    assert not {tag for tag, _ in elements} & {"script", "img", "link", "iframe"}
    assert ("html", {"lang": "en"}) in elements
    assert [tag for tag, _ in elements].count("h1") == 1
    assert "prefers-color-scheme: dark" in body
    assert "http" not in body, "nothing is fetched from anywhere"


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("language", words.WORDS)
def test_each_page_says_what_the_button_does_and_until_when(cloud: Cloud, purpose: str, language: str) -> None:
    at = datetime.fromisoformat("2099-07-08T18:00+02:00")
    _, headers, body = cloud.ask("GET", f"/answer/{token(act=purpose, lang=language, at=int(at.timestamp()))}")
    said = words.WORDS[language].asking[purpose]
    assert all(text in body for text in (said.title, said.text, said.note, said.button))
    when = {"en": "Wednesday, 8 July 2099 at 18:00 (CEST)", "zh-hans": "2099年7月8日 星期三 18:00（CEST）"}[language]
    assert (when in body) == (purpose != "unsubscribe"), "which begins at no time"
    assert headers["content-language"] == {"en": "en", "zh-hans": "zh-Hans"}[language]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_over_or_no_link_is_told_so_and_answers_nothing(cloud: Cloud, method: str) -> None:
    over, foreign, good = token(exp=int(time.time()) - 1, lang="zh-hans"), token(secret="x" * 40), token()
    status, _, body = cloud.ask(method, f"/answer/{over}")
    assert (status, "此链接已过期" in body) == (410, True)
    for bad in (foreign, good[:-8], "%ED%A0%80", "%00"):
        status, _, body = cloud.ask(method, f"/answer/{bad}", **{"Accept-Language": "de"})
        assert (status, "This link doesn’t work" in body) == (400, True)
    status, _, body = cloud.ask(method, f"/answer/{foreign}", **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert (status, "此链接无效" in body) == (400, True)
    cloud.ask("POST", f"/answer/{good}")
    cloud.answers(good)
    assert not {over, foreign, good[:-8]} & {answer.get("token") for answer in cloud.heard}


def test_what_can_not_be_taken_is_said_to_be_tried_again(cloud: Cloud) -> None:
    gone = cloud.outputs["OutcomeQueueUrl"] + "-gone"
    with cloud.environment("AnswerFunction", OUTCOME_QUEUE_URL=gone):
        status, _, body = cloud.ask("POST", f"/answer/{token()}")
    assert (status, "try again" in body) == (503, True)
