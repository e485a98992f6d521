"""Packages the functions under lambda/ and deploys lambda/template.yaml, to AWS or to the local endpoint alike.

`python -m gymcrm.stack.deploy` does it by hand. Credentials, and without arguments the region and the endpoint too, are
the SDK's own environment variables.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.literals import BucketLocationConstraintType

Say = Callable[[str], None]

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ROOT / "lambda"
TEMPLATE = FUNCTIONS / "template.yaml"

# The template's parameter that names each function's package.
PACKAGES = {
    "SendReminderKey": "send_reminder",
    "ProcessPictureKey": "process_picture",
    "AnswerKey": "answer",
    "HealthKey": "health",
}
# Those with compiled dependencies. Their package is for one platform: Lambda's, or this one when the endpoint is a local one,
# which runs functions in the Python that it runs in itself. Everything else goes anywhere.
COMPILED = {"process_picture"}
ANYWHERE = ["--platform=any", "--implementation=py", "--abi=none"]
HERE: list[str] = []
# The template's Runtime and Architectures: Python 3.13 on Amazon Linux 2023, whose glibc is 2.34.
ON_LAMBDA = [f"--platform=manylinux_2_{minor}_aarch64" for minor in (34, 28, 17)]
ON_LAMBDA += ["--implementation=cp", "--python-version=3.13"]

# Zip entries carry a date, and an equal package has to be an equal file. This is the earliest that the format knows.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class DeployError(Exception):
    """Names the resource that failed, and why."""


def deploy(
    *,
    endpoint_url: str | None,
    region: str,
    build_dir: Path,
    stack_name: str = "gymcrm",
    parameters: Mapping[str, str] | None = None,
    say: Say,
) -> dict[str, str]:
    """Brings the stack to what the template and the functions say now, and returns its outputs.

    Does nothing when it is there already. `endpoint_url` None means AWS. `parameters` are the template's; those left
    out keep their defaults. Raises DeployError.
    """
    session = boto3.Session(region_name=region)
    config = Config(connect_timeout=5, read_timeout=60)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint_url, config=config)
    s3 = session.client("s3", endpoint_url=endpoint_url, config=config.merge(Config(s3={"addressing_style": "path"})))
    account = session.client("sts", endpoint_url=endpoint_url, config=config).get_caller_identity()["Account"]

    bucket = f"{stack_name}-code-{account}-{region}"
    packages = {
        name: package(FUNCTIONS / folder, build_dir, on_lambda=endpoint_url is None, say=say) for name, folder in PACKAGES.items()
    }
    _ensure_bucket(s3, bucket, region)
    for path in packages.values():
        _upload(s3, bucket, path, say)

    keys = {name: path.name for name, path in packages.items()}
    version = hashlib.sha256("".join(sorted(keys.values())).encode()).hexdigest()[:12]
    values = {"CodeBucket": bucket, "Version": version, **keys, **(parameters or {})}
    outputs = _bring_up(cloudformation, stack_name, values, say)
    if endpoint_url is not None:
        # The host name in ApiEndpoint is AWS's way to find an API; not every machine resolves it to itself.
        stage = outputs["ApiUrl"].rsplit("/", 1)[-1]
        outputs["ApiUrl"] = f"{endpoint_url.rstrip('/')}/_aws/execute-api/{outputs['ApiId']}/{stage}"
    return outputs


def package(function: Path, build_dir: Path, *, on_lambda: bool = False, say: Say) -> Path:
    """A zip of the function and its locked dependencies, named by the hash of both; made only when it isn't there.

    Its handler is `<folder>.handler.handler`. Only wheels go in: for any platform, so that one zip serves Lambda's and this, or,
    if the function is one of COMPILED, for the one it is to run on.
    """
    requirements = function / "requirements.txt"
    platform = (ON_LAMBDA if on_lambda else HERE) if function.name in COMPILED else ANYWHERE
    digest = hashlib.sha256()
    if platform is not ANYWHERE:
        digest.update(" ".join(platform or [sysconfig.get_platform(), sysconfig.get_python_version()]).encode() + b"\0")
    for path in _files(function):
        digest.update(path.relative_to(function).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    target = build_dir / f"{function.name}-{digest.hexdigest()[:16]}.zip"
    if target.exists():
        return target

    say(f"packaging {function.name}")
    build_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build_dir) as scratch:
        content = Path(scratch) / "content"
        shutil.copytree(function, content / function.name, ignore=shutil.ignore_patterns("__pycache__", "*.txt", "*.in"))
        if requirements.exists():
            _install(requirements, content, platform)
        archive = Path(scratch) / "package.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package_zip:
            for path in _files(content):
                entry = zipfile.ZipInfo(path.relative_to(content).as_posix(), ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                package_zip.writestr(entry, path.read_bytes())
        archive.replace(target)
    return target


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def _install(requirements: Path, target: Path, platform: Sequence[str]) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    locked = ["--require-hashes", "--no-deps", "--requirement", str(requirements), "--target", str(target)]
    result = subprocess.run([*pip, *locked, "--only-binary=:all:", *platform], capture_output=True, text=True, check=False)
    if result.returncode:
        raise DeployError(f"pip could not install what {requirements} says:\n{result.stderr.strip()}")


def _ensure_bucket(s3: "S3Client", bucket: str, region: str) -> None:
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        if region == "us-east-1":  # the one region that mustn't be named here
            s3.create_bucket(Bucket=bucket)
        else:
            where = cast("BucketLocationConstraintType", region)
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": where})


def _upload(s3: "S3Client", bucket: str, path: Path, say: Say) -> None:
    try:
        s3.head_object(Bucket=bucket, Key=path.name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "404":
            raise
        say(f"uploading {path.name}")
        s3.upload_file(str(path), bucket, path.name)


def _bring_up(cloudformation: "CloudFormationClient", name: str, values: Mapping[str, str], say: Say) -> dict[str, str]:
    stack = _settled(cloudformation, name)
    if stack is not None and stack["StackStatus"] == "ROLLBACK_COMPLETE":
        say(f"removing what is left of {name}'s failed creation")  # CloudFormation can't update such a stack
        cloudformation.delete_stack(StackName=name)
        stack = _settled(cloudformation, name)

    begun = datetime.now(UTC)
    change = partial(
        cloudformation.create_stack if stack is None else cloudformation.update_stack,
        StackName=name,
        TemplateBody=TEMPLATE.read_text(),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        Capabilities=["CAPABILITY_IAM"],
        Tags=[{"Key": "project", "Value": "gymcrm"}],
    )
    try:
        change()
    except ClientError as error:
        if stack is None or "No updates are to be performed" not in str(error):
            raise DeployError(str(error)) from error
    else:
        say(f"{'creating' if stack is None else 'updating'} the stack {name}")
        stack = _settled(cloudformation, name)
        if stack is None or stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise DeployError(f"stack {name}: {_why(cloudformation, name, begun)}")
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def _settled(cloudformation: "CloudFormationClient", name: str) -> "StackTypeDef | None":
    """The stack once nothing is going on in it; None if there is none."""
    while True:
        try:
            stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            return stack
        time.sleep(0.5)


def _why(cloudformation: "CloudFormationClient", name: str, begun: datetime) -> str:
    """The first resource that failed since then: those after it only say that they were cancelled."""
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]  # newest first
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"] >= begun]
    if not failed:
        return "failed without a reason"
    return f"{failed[-1]['LogicalResourceId']}: {failed[-1].get('ResourceStatusReason', 'no reason given')}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint-url", default=os.environ.get("AWS_ENDPOINT_URL"))
    parser.add_argument("--region", default=os.environ.get("AWS_DEFAULT_REGION"), required="AWS_DEFAULT_REGION" not in os.environ)
    parser.add_argument("--build-dir", type=Path, default=ROOT / "build")
    parser.add_argument("--stack-name", default="gymcrm")
    parser.add_argument("parameters", nargs="*", metavar="Parameter=value", help="of the template")
    given = parser.parse_args()
    try:
        outputs = deploy(
            endpoint_url=given.endpoint_url,
            region=given.region,
            build_dir=given.build_dir,
            stack_name=given.stack_name,
            parameters=dict(parameter.split("=", 1) for parameter in given.parameters),
            say=partial(print, file=sys.stderr),
        )
    except DeployError as error:
        sys.exit(str(error))
    print(json.dumps(outputs, indent=2))


if __name__ == "__main__":
    main()
