"""The answer on the outcome queue, which the relay's inbox reads."""

import json
import os
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

import boto3

from send_reminder.delivery import Delivery
from send_reminder.envelope import Envelope

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


@cache
def sqs() -> "SQSClient":
    return boto3.client("sqs")


def report(envelope: Envelope, delivery: Delivery) -> None:
    outcome = {
        "type": "message.outcome",
        "of": envelope.type,
        "subject": envelope.subject,
        "key": envelope.data.message.key,
        **asdict(delivery),
    }
    sqs().send_message(QueueUrl=os.environ["OUTCOME_QUEUE_URL"], MessageBody=json.dumps(outcome))
