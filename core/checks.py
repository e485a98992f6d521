"""Misconfiguration, said by `manage.py check` with a hint instead of by a stack trace later."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register


@register()
def resources(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """What reaches the functions and the bucket."""
    wanted = {
        "core.W001": ("EVENTS_TOPIC_ARN", "GYM_EVENTS_TOPIC_ARN", "events don't reach the functions, so no reminder is sent"),
        "core.W002": ("OUTCOME_QUEUE_URL", "GYM_OUTCOME_QUEUE_URL", "what became of a reminder isn't learnt"),
        "core.W003": ("MEDIA_BUCKET", "GYM_MEDIA_BUCKET", "there is nowhere to keep pictures"),
        "core.W004": ("ANSWERS_URL", "GYM_ANSWERS_URL", "mails have no links to answer by"),
        "core.W005": ("LINK_SECRET", "GYM_LINK_SECRET", "mails have no links to answer by"),
    }
    return [
        Warning(
            f"{variable} is not set: {consequence}.",
            hint="`make run` sets it. Elsewhere it is an output of the CloudFormation stack, see docs/architecture.md.",
            id=id,
        )
        for id, (setting, variable, consequence) in wanted.items()
        if not getattr(settings, setting)
    ]
