"""The queue that the relay's inbox reads."""

import json
import os
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@cache
def sqs() -> "SQSClient":
    return boto3.client("sqs", config=Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 2}))


def put(token: str) -> None:
    """The token goes along as it is: whoever takes it off the queue need not believe this function, and reads it anew."""
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    answer = {"type": "answer.given", "token": token, "at": at}
    sqs().send_message(QueueUrl=os.environ["OUTCOME_QUEUE_URL"], MessageBody=json.dumps(answer))
