"""Clients of AWS: the SDK's own environment variables say where, we say how long a call may take."""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

# No retries here: who calls has its own, and a retry hidden inside a call would send a batch twice unseen.
_CONFIG = Config(connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 1})


# One address for a bucket, known before it is asked for: the page's content security policy names it.
_S3 = _CONFIG.merge(
    Config(
        signature_version="s3v4",
        s3={
            "addressing_style": "path" if settings.AWS_ENDPOINT_URL else "virtual",
            "us_east_1_regional_endpoint": "regional",
        },
    )
)


def s3() -> "S3Client":
    client: S3Client = _client("s3", _S3)
    return client


def sns() -> "SNSClient":
    client: SNSClient = _client("sns")
    return client


def sqs() -> "SQSClient":
    client: SQSClient = _client("sqs")
    return client


def _client(service: str, config: Config = _CONFIG) -> Any:
    # A session of its own: the default one is not safe to share between threads while a client is made.
    return boto3.session.Session().client(service, config=config)  # type: ignore[call-overload]
