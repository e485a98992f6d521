"""One PostgreSQL, Redis and local AWS endpoint for the whole test run, up before Django reads its settings.

When DATABASE_URL is set already, the tests use the services that the environment names.
"""

import contextlib
import os
from collections.abc import Generator

import pytest

from gymcrm.stack.stack import BACKING, SERVING, Stack

STACK = pytest.StashKey[Stack]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """A wrapper, because pytest-django reads the settings in this very hook."""
    options = early_config.known_args_namespace
    if not options.help and not options.version and "DATABASE_URL" not in os.environ:
        cleanup = contextlib.ExitStack()
        early_config.add_cleanup(cleanup.close)
        stack = cleanup.enter_context(Stack.ephemeral(BACKING + SERVING))
        stack.deploy()
        os.environ.update(stack.env)
        early_config.stash[STACK] = stack
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """As soon as there is a database of the tests' own, what it holds to begin with is looked at."""
    made = yield
    if fixturedef.argname == "django_db_setup":
        from gymcrm.stack import emptying  # noqa: PLC0415  there are settings and models only now

        with request.getfixturevalue("django_db_blocker").unblock():
            emptying.begin()
    return made


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Stack:
    """For tests of faults: stop, kill and start single services. Leave them running."""
    return pytestconfig.stash[STACK]
