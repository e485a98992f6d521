"""Services come back when they die, and leave nothing behind when their launcher does."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest
from redis import Redis

from gymcrm.stack.guard import Guard
from gymcrm.stack.process import ROOT, Process, StackError
from gymcrm.stack.stack import Stack
from gymcrm.stack.tests.waiting import wait_for


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    guard = Guard()

    def make(script: str, **options: object) -> Process:
        given = {"ready": lambda: (tmp_path / "log").exists(), "supervised": True, "say": print, **options}
        argv = [sys.executable, "-c", textwrap.dedent(script)]
        return Process("thing", argv, env=lambda: os.environ, log=tmp_path / "log", guard=guard, **given)  # type: ignore[arg-type]

    yield make
    guard.close()


def test_a_killed_service_comes_back_and_that_is_said() -> None:
    said: list[str] = []
    with Stack.ephemeral(("redis",), supervised=True) as stack:
        stack["redis"]._say = said.append
        first = stack["redis"].pid
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(said) == 2)
        second = stack["redis"].pid
        assert said[0] == f"redis (pid {first}) was ended by SIGKILL; starting it again"
        assert said[1].startswith(f"redis is back (pid {second}) after ")
        assert second != first
        assert stack["redis"].running


@pytest.mark.parametrize("ending", [Process.kill, Process.stop])
def test_postgresql_has_its_data_after_a_restart(ending: Callable[[Process], None]) -> None:
    with Stack.ephemeral(("postgres",)) as stack:
        with psycopg2.connect(stack.env["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE kept AS SELECT 1")
        ending(stack["postgres"])
        assert not stack["postgres"].running
        stack["postgres"].start()
        with psycopg2.connect(stack.env["DATABASE_URL"]) as connection, connection.cursor() as cursor:
            cursor.execute("TABLE kept")
            assert cursor.fetchall() == [(1,)]


@pytest.mark.parametrize("keeps", [True, False])
def test_redis_has_its_data_after_a_restart_only_if_told_to_keep_it(keeps: bool) -> None:
    with Stack.ephemeral(("redis",), redis_keeps_data=keeps) as stack:
        with Redis.from_url(stack.env["REDIS_URL"]) as client:
            client.set("kept", "1")
        stack["redis"].stop()
        assert not stack["redis"].running
        stack["redis"].start()
        with Redis.from_url(stack.env["REDIS_URL"]) as client:
            assert client.exists("kept") == int(keeps)


def test_a_stopped_service_stays_stopped(make: Callable[..., Process]) -> None:
    said: list[str] = []
    process = make("import time; time.sleep(600)", say=said.append)
    process.start()
    process.stop()
    assert (process.running, said) == (False, [])


def test_what_a_service_started_ends_with_it(make: Callable[..., Process], tmp_path: Path) -> None:
    process = make(
        """
        import subprocess, sys, time
        print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid, flush=True)
        time.sleep(600)
        """,
        supervised=False,
        ready=lambda: b"\n" in (tmp_path / "log").read_bytes(),
    )
    process.start()
    grandchild = int((tmp_path / "log").read_text())
    os.kill(process.pid, signal.SIGKILL)
    wait_for(lambda: gone(grandchild))


def test_one_that_ends_before_it_is_ready_says_why(make: Callable[..., Process]) -> None:
    process = make("raise SystemExit('no such thing')", ready=lambda: False, supervised=False)
    with pytest.raises(StackError, match=r"thing ended with status 1 before it was ready[^$]*no such thing"):
        process.start()


def test_nothing_outlives_a_killed_launcher(tmp_path: Path) -> None:
    script = """
    from gymcrm.stack.stack import Stack
    with Stack.ephemeral() as stack:
        print(stack.data_dir, *[stack[name].pid for name in stack.services], flush=True)
        input()
    """
    launcher = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout
    data_dir, *pids = launcher.stdout.readline().split()
    family = [child.pid for pid in pids for child in [psutil.Process(int(pid)), *psutil.Process(int(pid)).children(True)]]
    assert len(family) > len(pids)  # PostgreSQL has workers
    launcher.kill()
    launcher.communicate()
    wait_for(lambda: all(gone(pid) for pid in family))
    wait_for(lambda: not Path(data_dir).exists())


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
