"""The bucket: forms by which a browser uploads, links by which it sees, and what is taken off.

Nothing in it is public. `uploads/` holds what came from outside and is never linked to; `pictures/` what the function made of it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

import boto3
from botocore.auth import SIGV4_TIMESTAMP, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from django.conf import settings
from django.utils import timezone

from core import aws
from core.models import Picture
from core.refusals import Conflict

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONTENT_TYPES = ("image/jpeg", "image/png", "image/webp")
MAX_BYTES = 10_000_000
FORM_SECONDS = 600
# A link is signed at the last full five minutes and is good for fifteen: the same link for five minutes, so that a list read
# again doesn't load its pictures again, and of no use to anybody a quarter of an hour later.
LINK_WINDOW, LINK_SECONDS = 300, 900
# Side of the box that each size fits in, as the function makes them (`lambda/process_picture`).
SIZES = {"small": 96, "large": 320, "full": 960}


class UploadForm(TypedDict):
    """`fields` go into a multipart form before the file, in a POST to `url`."""

    url: str
    fields: dict[str, str]


@cache
def _client() -> "S3Client":
    return aws.s3()


def upload_form(picture: Picture, *, content_type: str) -> UploadForm:
    """Good for one key, one content type and so many bytes. Asks nothing of AWS. Raises Conflict without a bucket."""
    if not settings.MEDIA_BUCKET:
        raise Conflict("This centre has nowhere to keep pictures.", code="no_media_bucket")
    form = _client().generate_presigned_post(
        settings.MEDIA_BUCKET,
        f"uploads/{picture.pk}",
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=FORM_SECONDS,
    )
    return {"url": form["url"], "fields": form["fields"]}


def link(picture: Picture, size: str) -> str:
    """A link of minutes to one size of a picture that is ready."""
    window = int(timezone.now().timestamp()) // LINK_WINDOW * LINK_WINDOW
    return _link(f"pictures/{picture.pk}/{picture.digest[:32]}-{SIZES[size]}.webp", window)


@lru_cache(maxsize=8192)
def _link(key: str, window: int) -> str:
    request = AWSRequest("GET", f"{settings.PICTURES_URL}/{key}")
    _SignedAt(window).add_auth(request)
    return str(request.url)


class _SignedAt(S3SigV4QueryAuth):
    """The SDK's signer, at an instant of our choice instead of now."""

    def __init__(self, instant: int) -> None:
        credentials = _credentials().get_frozen_credentials()
        super().__init__(credentials, "s3", settings.MEDIA_REGION, expires=LINK_SECONDS)
        self._instant = datetime.fromtimestamp(instant, UTC)

    def add_auth(self, request: Any) -> None:
        request.context["timestamp"] = self._instant.strftime(SIGV4_TIMESTAMP)
        self._modify_request_before_signing(request)  # type: ignore[attr-defined]
        to_sign = self.string_to_sign(request, self.canonical_request(request))
        self._inject_signature_to_request(request, self.signature(to_sign, request))  # type: ignore[attr-defined]


@cache
def _credentials() -> Any:
    return boto3.session.Session().get_credentials()


def read(picture: Picture) -> bytes:
    """The largest size that was made of it."""
    key = f"pictures/{picture.pk}/{picture.digest[:32]}-{SIZES['full']}.webp"
    return _client().get_object(Bucket=settings.MEDIA_BUCKET, Key=key)["Body"].read()


def take_off(pictures: Iterable[Picture]) -> None:
    """Deletes what the bucket holds of these, made or uploaded. Doing it again is of no harm."""
    client = _client()
    for picture in pictures:
        keys = [f"uploads/{picture.pk}"]
        listed = client.list_objects_v2(Bucket=settings.MEDIA_BUCKET, Prefix=f"pictures/{picture.pk}/")
        keys += [held["Key"] for held in listed.get("Contents", [])]
        answer = client.delete_objects(Bucket=settings.MEDIA_BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
        if errors := answer.get("Errors"):
            raise RuntimeError(f"{len(errors)} objects of {picture.pk} are still there: {errors[0].get('Code')}")
