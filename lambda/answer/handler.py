"""GET shows what a link in a mail would do, POST does it: the answer goes on the queue that the relay reads, whenever it is back.

GET changes nothing, because what scans mails follows their links.
"""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import BotoCoreError, ClientError

from answer import page
from answer.link import Expired, Unreadable, read
from answer.queue import put
from answer.words import language_of

logger = Logger()


@logger.inject_lambda_context
def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    token = event["pathParameters"]["token"]
    try:
        link = read(token)
    except Unreadable as error:
        logger.info("unreadable", why=str(error))
        return page.unreadable(language_of(event["headers"].get("accept-language", "")))
    except Expired as error:
        logger.info("expired", purpose=error.link.purpose, subject=error.link.subject)
        return page.expired(error.link)
    if event["requestContext"]["http"]["method"] != "POST":
        return page.ask(link)
    try:
        put(token)
    except (BotoCoreError, ClientError):
        logger.exception("not taken", purpose=link.purpose, subject=link.subject)
        return page.failed(link.language)
    logger.info("taken", purpose=link.purpose, subject=link.subject)
    return page.taken(link)
