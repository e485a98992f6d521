"""What was made at the local AWS endpoint is still there after it was stopped, and after it was killed."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from gymcrm.stack.stack import Stack
from gymcrm.stack.tests.waiting import wait_for

FUNCTION = """
import boto3
def handler(event, context):
    table = boto3.resource("dynamodb").Table("seen")
    for record in event["Records"]:
        table.put_item(Item={"key": record["body"]})
"""

TEMPLATE = {
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "events"}},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "work"}},
        "Subscription": {
            "Type": "AWS::SNS::Subscription",
            "Properties": {
                "TopicArn": {"Ref": "Topic"},
                "Protocol": "sqs",
                "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
                "RawMessageDelivery": True,
            },
        },
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "TableName": "seen",
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "key", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "key", "KeyType": "HASH"}],
            },
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "FunctionName": "remember",
                "Runtime": "python3.11",
                "Handler": "index.handler",
                "Role": "arn:aws:iam::000000000000:role/any",
                "Code": {"S3Bucket": "code", "S3Key": "remember.zip"},
            },
        },
        "Mapping": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {"EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "FunctionName": {"Ref": "Function"}},
        },
    },
    "Outputs": {"TopicArn": {"Value": {"Ref": "Topic"}}},
}


class Cloud:
    def __init__(self, stack: Stack) -> None:
        self._session = boto3.Session("test", "test", region_name=stack.env["AWS_DEFAULT_REGION"])
        self._endpoint = stack.env["AWS_ENDPOINT_URL"]

    def __getattr__(self, service: str) -> Any:
        return self._session.client(service, endpoint_url=self._endpoint)  # type: ignore[call-overload]

    def deploy(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as code:
            code.writestr("index.py", FUNCTION)
        self.s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        self.s3.put_object(Bucket="code", Key="remember.zip", Body=archive.getvalue())
        self.cloudformation.create_stack(StackName="small", TemplateBody=json.dumps(TEMPLATE))
        self.cloudformation.get_waiter("stack_create_complete").wait(
            StackName="small", WaiterConfig={"Delay": 0.1, "MaxAttempts": 300}
        )

    def topic(self) -> str:
        (stack,) = self.cloudformation.describe_stacks(StackName="small")["Stacks"]
        return str(stack["Outputs"][0]["OutputValue"])

    def seen(self) -> set[str]:
        return {item["key"]["S"] for item in self.dynamodb.scan(TableName="seen")["Items"]}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack.ephemeral(("aws",)) as stack:
        Cloud(stack).deploy()
        yield stack


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_everything_works_on_after_a_restart(stack: Stack, ending: str) -> None:
    cloud = Cloud(stack)
    cloud.sns.publish(TopicArn=cloud.topic(), Message=f"before {ending}")
    wait_for(lambda: f"before {ending}" in cloud.seen())
    state = stack.data_dir / "aws" / "state" / "dynamodb.json"
    wait_for(lambda: f"before {ending}" in state.read_text())

    getattr(stack["aws"], ending)()
    stack["aws"].start()

    assert f"before {ending}" in cloud.seen()
    cloud.sns.publish(TopicArn=cloud.topic(), Message=f"after {ending}")
    wait_for(lambda: f"after {ending}" in cloud.seen())
    assert cloud.s3.get_object(Bucket="code", Key="remember.zip")["ContentLength"] > 0
