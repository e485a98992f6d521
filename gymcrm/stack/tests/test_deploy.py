"""Packaging and deploying, in an AWS account of its own at the local endpoint."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest

from gymcrm.stack.deploy import FUNCTIONS, ROOT, DeployError, deploy, package

ACCOUNT = "305070901000"

Deploy = Callable[..., tuple[dict[str, str], list[str]]]


@pytest.fixture
def bring_up(monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """Deploys, and returns the outputs and what was said."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCOUNT)  # the local endpoint takes twelve digits as the account

    def run(stack_name: str, **parameters: str) -> tuple[dict[str, str], list[str]]:
        said: list[str] = []
        outputs = deploy(
            endpoint_url=os.environ["AWS_ENDPOINT_URL"],
            region=os.environ["AWS_DEFAULT_REGION"],
            build_dir=ROOT / "build",
            stack_name=stack_name,
            parameters={"LinkSecret": "x" * 32, **parameters},
            say=said.append,
        )
        return outputs, said

    return run


def test_an_equal_package_is_an_equal_file(tmp_path: Path) -> None:
    one, other = (package(FUNCTIONS / "send_reminder", tmp_path / name, say=print) for name in ("one", "other"))
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_a_package_runs_anywhere(tmp_path: Path) -> None:
    with zipfile.ZipFile(package(FUNCTIONS / "send_reminder", tmp_path, say=print)) as content:
        names = content.namelist()
    assert {"send_reminder/handler.py", "aws_lambda_powertools/__init__.py"} <= set(names)
    assert [name for name in names if name.endswith((".so", ".pyd", ".pyc"))] == []


def test_a_package_is_made_once(tmp_path: Path) -> None:
    said: list[str] = []
    function = tmp_path / "greet"
    function.mkdir()
    (function / "handler.py").write_text("GREETING = 'hello'\n")
    first = package(function, tmp_path / "build", say=said.append)
    assert package(function, tmp_path / "build", say=said.append) == first
    assert said == ["packaging greet"]
    (function / "handler.py").write_text("GREETING = 'good day'\n")
    assert package(function, tmp_path / "build", say=said.append) != first


def test_a_dependency_without_its_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "greet").mkdir()
    (tmp_path / "greet" / "requirements.txt").write_text("jmespath==1.1.0\n")
    with pytest.raises(DeployError, match="hash"):
        package(tmp_path / "greet", tmp_path / "build", say=print)


def test_deploying_again_changes_nothing(bring_up: Deploy) -> None:
    first, _ = bring_up("again")
    second, said = bring_up("again")
    assert second == first
    assert said == []
    changed, said = bring_up("again", MaxReceives="3")
    assert changed == first
    assert said == ["updating the stack again"]


def test_the_api_is_where_the_endpoint_serves_it(bring_up: Deploy) -> None:
    outputs, _ = bring_up("again")
    assert urlsplit(outputs["ApiUrl"]).netloc == urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc


def test_a_failure_names_the_resource_and_the_next_try_starts_over(bring_up: Deploy) -> None:
    with pytest.raises(DeployError, match=r"Reminders: .*VisibilityTimeout"):
        bring_up("broken", RetrySeconds="1000000")
    _, said = bring_up("broken")
    assert said == ["removing what is left of broken's failed creation", "creating the stack broken"]
    with pytest.raises(DeployError, match=r"Reminders: .*VisibilityTimeout"):
        bring_up("broken", RetrySeconds="1000000")
    _, said = bring_up("broken")  # rolled back to what it was
    assert said == []


@pytest.mark.parametrize(
    ("sender", "identity"),
    [("desk@north.example", "north.example"), ("The Gym <desk@south.example>", "south.example")],
)
def test_the_sender_s_domain_is_what_ses_verifies(bring_up: Deploy, sender: str, identity: str) -> None:
    bring_up("sender", EmailFrom=sender)
    identities = boto3.Session().client("sesv2").list_email_identities()["EmailIdentities"]
    assert identity in [known["IdentityName"] for known in identities]
