"""Sending a picture to the real bucket, and hearing from the real function what became of it."""

import time
from datetime import UTC, datetime
from typing import Any

import httpx
from django.conf import settings

from core import aws
from core.events.workers import Inbox
from core.models import Picture
from core.pictures import Outcome

PATIENCE = 60.0


def send(asked: dict[str, Any], content: bytes, **fields: str) -> int:
    answer = httpx.post(asked["url"], data={**asked["fields"], **fields}, files={"file": ("picture", content)})
    return answer.status_code


def settled(*asked: dict[str, Any]) -> list[Picture]:
    """Takes outcomes off the queue until there is one for each."""
    queue, deadline = Inbox(settings.OUTCOME_QUEUE_URL), time.monotonic() + PATIENCE
    wanted = Picture.objects.filter(pk__in=[one["id"] for one in asked])
    while wanted.filter(state=Picture.State.WAITING).exists():
        assert time.monotonic() < deadline, "the function never answered"
        queue.step()
    return [wanted.get(pk=one["id"]) for one in asked]


def held(picture: Picture) -> list[str]:
    """What the bucket has of it."""
    keys: list[str] = []
    for prefix in (f"uploads/{picture.pk}", f"pictures/{picture.pk}/"):
        listed = aws.s3().list_objects_v2(Bucket=settings.MEDIA_BUCKET, Prefix=prefix)
        keys += [one["Key"] for one in listed.get("Contents", [])]
    return keys


def outcome(picture: Picture, **changed: Any) -> Outcome:
    said = {"type": "picture.outcome", "picture": picture.pk, "outcome": "ready", "reason": "", "digest": "d" * 64}
    return Outcome.model_validate(said | {"at": datetime(2026, 11, 24, tzinfo=UTC)} | changed)
