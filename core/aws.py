"""Clients of AWS: the SDK's own environment variables say where, we say how long a call may take."""

from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

# No retries here: who calls has its own, and a retry hidden inside a call would send a batch twice unseen.
_CONFIG = Config(connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 1})


def sns() -> "SNSClient":
    client: SNSClient = _client("sns")
    return client


def sqs() -> "SQSClient":
    client: SQSClient = _client("sqs")
    return client


def _client(service: str) -> Any:
    # A session of its own: the default one is not safe to share between threads while a client is made.
    return boto3.session.Session().client(service, config=_CONFIG)  # type: ignore[call-overload]
