"""A whole system of its own, and people who use it over HTTP and the live line."""

from collections.abc import Iterator

import pytest

from gymcrm.stack.stack import BACKING, Stack
from gymcrm.tests.visitor import PASSWORD, STAFF_EMAIL


@pytest.fixture(scope="module")
def system() -> Iterator[Stack]:
    """Everything but the clock, with one member of staff. Its services die and come back at the test's word."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        with Stack.ephemeral((*BACKING, "web", "relay")) as stack:
            stack.deploy()
            stack.manage("migrate", "--no-input")
            stack.manage("createsuperuser", "--no-input", f"--email={STAFF_EMAIL}")
            stack.start("web", "relay")
            yield stack
