"""A whole system of its own, and people who use it over HTTP and the live line."""

from collections.abc import Iterator

import pytest

from gymcrm.stack.stack import BACKING, SERVING, Stack
from gymcrm.tests.visitor import CODE, PASSWORD, STAFF_EMAIL

SET_UP = """
from allauth.mfa.totp.internal.auth import TOTP
from core.models import User
from scheduling.models import Service
TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
Service.objects.create(name="Personal training", kind="one_to_one", minutes=60, colour="#228877", needs_membership=False)
"""


@pytest.fixture(scope="package")
def system() -> Iterator[Stack]:
    """Everything, with one member of staff and a service to book. Its processes die and come back at the test's word."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        environment.setenv("GYM_DEMO_CODE", CODE)
        with Stack.ephemeral(BACKING + SERVING) as stack:
            stack.deploy()
            stack.manage("migrate", "--no-input")
            stack.manage("createsuperuser", "--no-input", f"--email={STAFF_EMAIL}")
            stack.manage("shell", "--command", SET_UP)
            stack.start(*SERVING)
            yield stack
