"""A taken port is said before anything starts: which, by whom, and how to choose another."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from gymcrm.stack.ports import HOST, Ports, describe, refuse_taken
from gymcrm.stack.process import ROOT, StackError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((HOST, Ports.free().web)) as server:
        yield server.getsockname()[1]


def test_it_names_the_holder_and_the_way_out(taken: int) -> None:
    with pytest.raises(StackError) as refusal:
        refuse_taken(Ports(web=taken, redis=Ports.free().redis, aws=Ports.free().aws))
    message = str(refusal.value)
    assert f"Port {taken} for the web server is taken by pid {os.getpid()}, " in message
    assert " ".join(psutil.Process().cmdline()) in message
    assert f"make run PORT={taken + 1}" in message


def test_every_taken_port_is_named_at_once(taken: int) -> None:
    with pytest.raises(StackError, match=r"(?s)the web server.*Redis.*local AWS"):
        refuse_taken(Ports(taken, taken, taken))


def test_free_ports_are_no_reason_to_refuse() -> None:
    refuse_taken(Ports.free())


def test_our_own_kind_is_recognised() -> None:
    waits = "import sys; print(flush=True); sys.stdin.read()"
    argv = [sys.executable, "-c", waits, "gymcrm.stack", "run"]
    other = subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout
    other.stdout.readline()  # its command line is there only when it has begun
    try:
        assert describe(psutil.Process(other.pid)) == f"another Gym CRM (pid {other.pid}, in {ROOT})"
    finally:
        other.communicate()


def test_make_run_refuses_before_it_starts_anything(taken: int) -> None:
    ports = Ports.free()
    environ = {**os.environ, "PORT": str(taken), "REDIS_PORT": str(ports.redis), "AWS_PORT": str(ports.aws)}
    run = subprocess.run([sys.executable, "-m", "gymcrm.stack", "run"], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert run.returncode == 1
    assert f"Port {taken} for the web server is taken" in run.stderr
    assert "✓" not in run.stdout


def test_the_environment_chooses_ports() -> None:
    assert Ports.from_environment({"PORT": "1", "REDIS_PORT": "2", "AWS_PORT": "3"}) == Ports(1, 2, 3)
    assert Ports.from_environment({}) == Ports()
