"""The embedded PostgreSQL serves everybody who asks for it, and stops with the last."""

import socket
import subprocess
import sys
from pathlib import Path

import dj_database_url
import pytest

from gymcrm.stack import postgres
from gymcrm.stack.ports import Ports
from gymcrm.stack.process import ROOT
from gymcrm.stack.stack import Stack
from gymcrm.stack.tests.waiting import wait_for

USER = """
import sys, psycopg2
from pathlib import Path
from gymcrm.stack.postgres import ensure_running, socket_dir
data_dir = Path(sys.argv[1])
print(ensure_running(data_dir), flush=True)
sys.stdin.readline()
with psycopg2.connect(host=str(socket_dir(data_dir)), user="postgres", dbname="gymcrm") as connection:
    connection.cursor().execute("SELECT 1")
print("served", flush=True)
sys.stdin.read()
"""


class User:
    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        assert self.process.stdout
        return str(self.process.stdout.readline()).strip()

    def ask(self) -> str:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.says()

    def leave(self) -> None:
        self.process.communicate()

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


# The second path is too long for a unix socket, and has what must be escaped in a URL and in a setting.
@pytest.mark.parametrize("folder", ["data", f"a b,c%20'\"é/{'long' * 30}"])
def test_two_at_once_share_one_server_that_ends_with_the_last(tmp_path: Path, folder: str) -> None:
    data_dir = tmp_path / folder / "postgres"
    first, second = User(data_dir), User(data_dir)
    assert first.says() == second.says() == postgres.url(data_dir)
    first.leave()
    assert second.ask() == "served"
    second.die()
    wait_for(lambda: not postgres.is_up(data_dir))

    third = User(data_dir)
    assert third.says() == postgres.url(data_dir)
    assert third.ask() == "served"
    third.leave()
    wait_for(lambda: not postgres.is_up(data_dir))


def test_one_that_is_still_starting_is_waited_for(tmp_path: Path) -> None:
    data_dir = tmp_path / "postgres"
    data_dir.mkdir()
    with socket.socket(socket.AF_UNIX) as starting:
        starting.bind(str(data_dir / postgres.SOCKET))
        starting.listen()
        user = User(data_dir)
        for _ in range(4):  # each round asks twice: does it serve, does it run
            starting.accept()[0].close()
        assert not (data_dir / "PG_VERSION").exists()
        (data_dir / postgres.SOCKET).unlink()
    assert user.says() == postgres.url(data_dir)
    user.leave()


def test_the_url_is_one_that_the_settings_parse() -> None:
    parsed = dj_database_url.parse(postgres.url(Path("/srv/a b/postgres")))
    assert (parsed["HOST"], parsed["NAME"], parsed["USER"]) == ("/srv/a b/postgres", "gymcrm", "postgres")


def test_an_interrupted_first_start_leaves_nothing_half_made(tmp_path: Path) -> None:
    data_dir = tmp_path / "postgres"
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18")
    user = User(data_dir)
    assert user.says() == postgres.url(data_dir)
    user.leave()


def test_a_stack_s_server_serves_others_and_outlives_them() -> None:
    with Stack.ephemeral(("postgres",)) as stack:
        pid = stack["postgres"].pid
        user = User(stack.data_dir / "postgres")
        assert user.says() == stack.env["DATABASE_URL"]
        assert user.ask() == "served"
        user.leave()
        assert postgres.is_up(stack.data_dir / "postgres")
        assert (stack["postgres"].pid, stack["postgres"].running) == (pid, True)


def test_a_stack_takes_the_server_over_from_those_who_use_it(tmp_path: Path) -> None:
    user = User(tmp_path / "postgres")
    assert user.says() == postgres.url(tmp_path / "postgres")
    stack = Stack(tmp_path, ports=Ports.free(), services=("postgres",), durable=False)
    stack.start("postgres")
    try:
        assert user.ask() == "served"
        user.leave()
        assert stack["postgres"].running
    finally:
        stack.stop()
    assert not postgres.is_up(tmp_path / "postgres")
