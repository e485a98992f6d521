"""Takes a batch from the reminders queue. What raises stays there and is tried again; its neighbours are done."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from send_reminder import delivery
from send_reminder.envelope import parse
from send_reminder.outcome import report

logger = Logger()
processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def handle(record: SQSRecord) -> None:
    with logger.append_context_keys(message_id=record.message_id):
        try:
            envelope = parse(record.body)
            data = envelope.data
            delivered: delivery.Delivery = delivery.deliver(
                message=data.message, calendar=data.calendar, unsubscribe=data.unsubscribe
            )
            report(envelope, delivered)
        except Exception:
            logger.exception("left for another try")
            raise
        logger.info(delivered.outcome, event_id=envelope.id, subject=envelope.subject, detail=delivered.detail)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    delivery.config.register_lambda_context(context)
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
