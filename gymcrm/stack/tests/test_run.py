"""One system to a data folder, and nothing is cleared under somebody's feet."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gymcrm.stack import run
from gymcrm.stack.process import StackError


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "VAR", tmp_path / "var")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "logins.txt").write_text("front desk")
    return tmp_path / "var"


def test_a_second_one_is_refused_by_name(var: Path) -> None:
    with run.only_one(), pytest.raises(StackError, match=f"already runs here .pid {os.getpid()}."), run.only_one():
        pass
    with run.only_one():
        pass


def test_what_a_killed_one_left_behind_is_waited_for(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    with (var / "run.lock").open("a+") as lock:
        lock.write(str(dead.pid))
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        left_behind = subprocess.Popen(["cat"], stdin=subprocess.PIPE, pass_fds=[lock.fileno()])
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        assert left_behind.stdin
        left_behind.stdin.close()  # its end

    monkeypatch.setattr(run, "say", say)
    with run.only_one():
        assert left_behind.wait(timeout=30) == 0
    assert said == ["Waiting for the end of what an earlier run left behind"]


def test_reset_clears(var: Path) -> None:
    run.reset()
    assert not var.exists()
    run.reset()


def test_reset_refuses_while_the_system_runs(var: Path) -> None:
    with run.only_one(), pytest.raises(StackError, match="already runs here"):
        run.reset()
    assert (var / "logins.txt").exists()


def test_reset_refuses_while_a_command_uses_the_database(var: Path) -> None:
    with (var / "postgres.users").open("ab") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with pytest.raises(StackError, match=r"manage\.py"):
            run.reset()
    assert (var / "logins.txt").exists()
