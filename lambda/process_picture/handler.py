"""Takes what was uploaded from a queue of S3's notices. What raises stays there and is tried again; its neighbours are done.

Doing it twice is of no harm: the same content has the same keys, the outcome is taken once, and what was uploaded is deleted
only when the outcome is on its way.
"""

import hashlib
import json
import re
from typing import Any
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from process_picture import store
from process_picture.refusal import Refusal
from process_picture.rendering import render

logger = Logger()
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)

UPLOAD = re.compile(r"uploads/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


def handle(record: SQSRecord) -> None:
    with logger.append_context_keys(message_id=record.message_id):
        try:
            notice = json.loads(record.body)
            for entry in notice.get("Records", []):  # S3 also sends a test, which has none
                process(entry["s3"]["bucket"]["name"], unquote_plus(entry["s3"]["object"]["key"]))
        except Exception:
            logger.exception("left for another try")
            raise


def process(bucket: str, key: str) -> None:
    named = UPLOAD.fullmatch(key)
    if not named:
        logger.warning("no upload of ours")
        return
    picture = named[1]
    try:
        content = store.read(bucket, key)
        if content is None:
            logger.info("gone", picture=picture)
            return
        sizes = render(content)
    except Refusal as refusal:
        store.report(picture, outcome="refused", reason=refusal.reason)
        logger.info("refused", picture=picture, reason=refusal.reason)
    else:
        digest = hashlib.sha256(content).hexdigest()
        for size, encoded in sizes.items():
            store.write(bucket, f"pictures/{picture}/{digest[:32]}-{size}.webp", encoded)
        store.report(picture, outcome="ready", digest=digest)
        logger.info("ready", picture=picture)
    store.delete(bucket, key)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
