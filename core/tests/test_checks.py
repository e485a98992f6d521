"""Misconfiguration is said with a hint."""

from typing import Any

import pytest
from django.core.checks import run_checks


@pytest.mark.parametrize(
    ("setting", "id"),
    [
        ("EVENTS_TOPIC_ARN", "core.W001"),
        ("OUTCOME_QUEUE_URL", "core.W002"),
        ("MEDIA_BUCKET", "core.W003"),
        ("ANSWERS_URL", "core.W004"),
        ("LINK_SECRET", "core.W005"),
    ],
)
def test_a_line_that_leads_nowhere(settings: Any, setting: str, id: str) -> None:
    assert not [message for message in run_checks() if str(message.id).startswith("core.")]
    setattr(settings, setting, "")
    (message,) = [message for message in run_checks() if str(message.id).startswith("core.")]
    assert message.id == id
    assert message.hint
