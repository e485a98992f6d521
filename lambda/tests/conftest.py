"""The template deployed for real, in an AWS account of its own: its mail and its queues are nobody else's."""

import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest

from gymcrm.stack.deploy import deploy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "204060801000"
PATIENCE = 30.0
RETRY_SECONDS = "3"
LINK_SECRET = "what-the-links-of-these-tests-are-signed-with-and-long-enough-for-every-algorithm"


@pytest.fixture
def envelope() -> Callable[..., dict[str, Any]]:
    """A sample of the contract with a key of its own; keyword arguments change its message."""

    def make(kind: str = "reminder.due", **message: object) -> dict[str, Any]:
        sample: dict[str, Any] = json.loads((ROOT / f"lambda/contract/{kind}.json").read_text())
        own = {"key": str(uuid.uuid4()), "to": "mia@gym.example", "not_after": "2999-01-01T00:00:00Z"}
        sample["data"]["message"].update(own | message)
        return sample

    return make


class Cloud:
    """The deployed stack, and what a test does with it."""

    def __init__(self, outputs: dict[str, str], session: boto3.Session) -> None:
        self.outputs = outputs
        self.endpoint_url = os.environ["AWS_ENDPOINT_URL"]
        self.region = session.region_name
        self.sns: SNSClient = session.client("sns")
        self.sqs: SQSClient = session.client("sqs")
        self.ses: SESV2Client = session.client("sesv2")
        self.functions: LambdaClient = session.client("lambda")
        self.logs: Any = session.client("logs")
        self.dynamodb: DynamoDBClient = session.client("dynamodb")
        self.heard: list[dict[str, str]] = []

    def publish(self, envelope: dict[str, Any], *, kind: str | None = None) -> None:
        self.sns.publish(
            TopicArn=self.outputs["EventsTopicArn"],
            Message=json.dumps(envelope),
            MessageAttributes={"type": {"DataType": "String", "StringValue": kind or envelope["type"]}},
        )

    def queue(self, *bodies: str) -> None:
        entries: list[Any] = [{"Id": str(at), "MessageBody": body} for at, body in enumerate(bodies)]
        self.sqs.send_message_batch(QueueUrl=self.outputs["RemindersQueueUrl"], Entries=entries)

    def sent(self, key: str) -> list[dict[str, Any]]:
        """What SES was given. The key stands in the subject, because SES is never told it."""
        with urlopen(f"{self.endpoint_url}/_ministack/ses/messages?account={ACCOUNT}") as answer:
            messages = json.load(answer)["messages"].get(ACCOUNT, [])
        return [message for message in messages if key in message["Subject"]]

    def outcome(self, key: str) -> dict[str, str]:
        return self.outcomes(key, count=1)[0]

    def outcomes(self, key: str, *, count: int) -> list[dict[str, str]]:
        """Waits for so many outcomes of this key. A slow machine has more: the queue delivers again, and is answered."""

        def found() -> list[dict[str, str]]:
            self._receive_outcomes()
            return [outcome for outcome in self.heard if outcome.get("key") == key]

        until(lambda: len(found()) >= count)
        return found()

    def answers(self, token: str) -> list[dict[str, str]]:
        """Waits for what was answered by this link."""

        def found() -> list[dict[str, str]]:
            self._receive_outcomes()
            return [outcome for outcome in self.heard if outcome.get("token") == token]

        until(lambda: bool(found()))
        return found()

    def ask(self, method: str, path: str, **headers: str) -> tuple[int, Message, str]:
        """Status, headers and body of what the API answers."""
        # On AWS the API's id is enough. The local endpoint looks for it in the account that a request's credential names.
        account = f"AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/{self.region}/execute-api/aws4_request"
        request = Request(self.outputs["ApiUrl"] + path, method=method, headers={"Authorization": account, **headers})
        try:
            with urlopen(request) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def _receive_outcomes(self) -> None:
        url = self.outputs["OutcomeQueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            self.heard.append(json.loads(message["Body"]))
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def waiting(self) -> int:
        """How many messages the reminders queue holds, those being worked on included."""
        names: list[Any] = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = self.outputs["RemindersQueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)

    def stored(self) -> str:
        """All that the function remembers of what it has done."""
        return json.dumps(self.dynamodb.scan(TableName=self.outputs["IdempotencyTable"])["Items"])

    def log(self, name: str = "SendReminderFunction") -> str:
        """All that the function has written to its log."""
        function = self.functions.get_function_configuration(FunctionName=self.outputs[name])
        group = function["LoggingConfig"]["LogGroup"]
        return "\n".join(event["message"] for event in self.logs.filter_log_events(logGroupName=group)["events"])

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The function takes nothing, so that what is queued meanwhile arrives as one batch."""
        function = self.outputs["SendReminderFunction"]
        mapping = self.functions.list_event_source_mappings(FunctionName=function)["EventSourceMappings"][0]["UUID"]
        self.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
        try:
            yield
        finally:
            self.functions.update_event_source_mapping(UUID=mapping, Enabled=True)

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """What could not be handled is tried again after a second."""
        url = self.outputs["RemindersQueueUrl"]
        self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
        try:
            yield
        finally:
            self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": RETRY_SECONDS})

    @contextmanager
    def environment(self, name: str = "SendReminderFunction", **changed: str) -> Iterator[None]:
        function = self.outputs[name]
        variables = self.functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
        self.functions.update_function_configuration(FunctionName=function, Environment={"Variables": variables | changed})
        try:
            yield
        finally:
            self.functions.update_function_configuration(FunctionName=function, Environment={"Variables": variables})


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never became true"


@pytest.fixture(scope="session")
def cloud() -> Cloud:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", ACCOUNT)  # the local endpoint takes twelve digits as the account
        outputs = deploy(
            endpoint_url=os.environ["AWS_ENDPOINT_URL"],
            region=os.environ["AWS_DEFAULT_REGION"],
            build_dir=ROOT / "build",
            parameters={"RetrySeconds": RETRY_SECONDS, "MaxReceives": "3", "LinkSecret": LINK_SECRET},
            say=print,
        )
        cloud = Cloud(outputs, boto3.Session())
    # In SES's sandbox only verified recipients are accepted: those at gym.example, which the template verifies.
    cloud.ses.put_account_details(MailType="TRANSACTIONAL", WebsiteURL="https://gym.example", ProductionAccessEnabled=False)
    return cloud
