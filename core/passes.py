"""The member's pass: a code on their phone that changes, so that a picture of it doesn't serve for long, and serves once.

A code is digits only, because a hand scanner types it through whatever keyboard layout the desk's computer has:
`00`, eight digits that follow from a secret, the member and the half minute (as RFC 6238 does), and the id of the member.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import Customer
from core.refusals import Refused

SECONDS = 30
# A code is taken in its own half minute and the one after it: between showing and scanning, time passes.
TOLERANCE = 1
CODE = re.compile(r"00([0-9]{8})([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Pass:
    code: str
    valid_until: datetime

    @property
    def seconds(self) -> float:
        return max(0.0, (self.valid_until - timezone.now()).total_seconds())


def current(*, customer: Customer) -> Pass:
    """The code to show now, and when the next one takes its place."""
    step = _step_now()
    until = datetime.fromtimestamp((step + 1) * SECONDS, UTC)
    return Pass(code=f"00{_digits(customer.pk, step)}{customer.pk}", valid_until=until)


def is_code(text: str) -> bool:
    """Whether the text has the form of a code, and so isn't a member number."""
    return CODE.fullmatch(text) is not None


def read(code: str) -> tuple[int, int]:
    """The id of the member, and the half minute the code is of. Raises Refused `pass_invalid` for one of no or another time."""
    found = CODE.fullmatch(code)
    if found:
        digits, number = found[1], int(found[2])
        for step in range(_step_now() - TOLERANCE, _step_now() + 1):
            if constant_time_compare(digits, _digits(number, step)):
                return number, step
    raise Refused(
        "This code isn't valid, or no longer: let the member show the one of now.", code="pass_invalid", field="entered"
    )


def _step_now() -> int:
    return int(timezone.now().timestamp()) // SECONDS


def _digits(customer_id: int, step: int) -> str:
    mac = salted_hmac("core.passes", f"{customer_id}:{step}", algorithm="sha256").digest()
    return f"{int.from_bytes(mac[:8]) % 10**8:08d}"
