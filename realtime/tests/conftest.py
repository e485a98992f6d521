"""Real servers, a real Redis and a real database; what each test needs of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from core.events import cursor
from core.models import User
from core.tests.factories import UserFactory
from realtime.tests.screens import OTHER_SERVER, WEB_SERVER, Relay, Screen, Server, open_screen, serving

SERVERS = (WEB_SERVER, OTHER_SERVER)


@pytest.fixture(scope="session")
def servers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], Server]]:
    """One process of each kind for the whole run; a new test's empty database is another epoch to it."""
    running: dict[str, Server] = {}
    with ExitStack() as stack:

        def get(kind: str) -> Server:
            if kind not in running:
                running[kind] = stack.enter_context(serving(kind, check_access_every=0.3, silence=3600, deaf_after=3600))
            return running[kind]

        yield get


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, servers: Callable[[str], Server], transactional_db: None) -> Server:
    """Deaf to the table unless it has a reason: what is heard came through Redis, or from a repair."""
    return servers(request.param)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with Relay.over() as relay:
        yield relay


@pytest.fixture
def staff(transactional_db: None) -> User:
    return UserFactory.create(role="front_desk")


@pytest.fixture
def member(transactional_db: None) -> User:
    return UserFactory.create(role="member")


@pytest.fixture
def screen(server: Server) -> Iterator[Callable[..., Screen]]:
    """`screen(user)`: their browser, open and through its hello at the line's head."""
    with ExitStack() as stack:

        def get(who: User | str, **options: Any) -> Screen:
            opened = stack.enter_context(open_screen(server, who, **options))
            opened.hello(cursor.head())
            return opened

        yield get
