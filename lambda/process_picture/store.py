"""The bucket and the outcome queue, as far as this function may touch them."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3

from process_picture.refusal import Refusal

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

# What the form allows. A form can't be wrong about it, but this is what a byte more would cost us.
MAX_BYTES = 10_000_000


@cache
def s3() -> "S3Client":
    return boto3.client("s3")


@cache
def sqs() -> "SQSClient":
    return boto3.client("sqs")


def read(bucket: str, key: str) -> bytes | None:
    """None when it is gone: then it was processed before, or given up. Raises Refusal `too_large`."""
    # S3 says that a key is gone to those only who may list the whole bucket; this function may list uploads.
    if not s3().list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("Contents"):
        return None
    content = s3().get_object(Bucket=bucket, Key=key)["Body"].read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refusal("too_large")
    return content


def write(bucket: str, key: str, content: bytes) -> None:
    """A browser may keep it for as long as a link is good for, and nobody between at all."""
    s3().put_object(
        Bucket=bucket,
        Key=key,
        Body=content,
        ContentType="image/webp",
        ContentDisposition="inline",
        CacheControl="private, max-age=900",
    )


def delete(bucket: str, key: str) -> None:
    s3().delete_object(Bucket=bucket, Key=key)


def report(picture: str, *, outcome: str, reason: str = "", digest: str = "") -> None:
    """The answer on the outcome queue, which the relay's inbox reads."""
    body = {
        "type": "picture.outcome",
        "picture": picture,
        "outcome": outcome,
        "reason": reason,
        "digest": digest,
        "at": datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    sqs().send_message(QueueUrl=os.environ["OUTCOME_QUEUE_URL"], MessageBody=json.dumps(body))
