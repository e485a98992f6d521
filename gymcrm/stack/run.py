"""`make run`: brings the whole system up, says how that goes, and keeps it up until it is told to stop."""

import contextlib
import fcntl
import os
import shutil
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import FrameType

import psutil

from gymcrm.stack import client
from gymcrm.stack.guard import Guard
from gymcrm.stack.ports import Ports, refuse_taken
from gymcrm.stack.process import ROOT, StackError
from gymcrm.stack.stack import SERVING, Stack

VAR = ROOT / "var"


class Told(BaseException):
    """A signal asked to stop."""


def run() -> None:
    say("Gym CRM is starting; its logs are in var/log")
    VAR.mkdir(exist_ok=True)
    begun = time.monotonic()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        signal.signal(number, tell)
    try:
        with only_one() as lock_file:
            ports = Ports.from_environment()
            refuse_taken(ports)
            environ = client.node_environment({**conveniences(os.environ), **os.environ})
            stack = Stack(VAR, ports=ports, environ=environ, say=say, guard=Guard(lock_file=lock_file))
            try:
                bring_up(stack)
                say(f"\nReady after {time.monotonic() - begun:.1f} s at {stack.env['GYM_PUBLIC_URL']}\n")
                say((VAR / "logins.txt").read_text().rstrip())
                say("\nCtrl-C stops everything.")
                while True:
                    signal.pause()
            finally:
                for number in signals:
                    signal.signal(number, signal.SIG_IGN)
                say("\nStopping")
                stack.stop()
    except Told:
        say("Stopped.")


def conveniences(environ: Mapping[str, str]) -> dict[str, str]:
    """What makes trying it out pleasant: the mails to look at, and a code for those demo logins that need a second step."""
    code = {} if environ.get("GYM_DEBUG") == "0" else {"GYM_DEMO_CODE": "246810"}
    return {"GYM_DEV_OUTBOX": "1", **code}


def tell(number: int, frame: FrameType | None) -> None:
    raise Told


def say(line: str) -> None:
    print(line, flush=True)


def bring_up(stack: Stack) -> None:
    with ThreadPoolExecutor() as pool:
        try:
            parallel = [make_client, start_database, start_redis, start_aws]
            for done in as_completed([pool.submit(step, stack) for step in parallel]):
                done.result()
            load_demo(stack)
            with step("web server, relay, clock and worker are up"):
                stack.start(*SERVING)
        except BaseException:
            stack.stop()  # else the pool would wait for a step that takes long
            raise


def make_client(stack: Stack) -> None:
    def npm(command: Sequence[str]) -> None:
        say("  … npm " + " ".join(command[2:]))
        stack.run(command, log_name="npm", cwd=client.FRONTEND)

    with step("client is built"):
        client.install_packages(npm)
        client.build(npm)


def start_database(stack: Stack) -> None:
    with step("PostgreSQL is up"):
        stack.start("postgres")
    with step("tables are migrated"):
        stack.manage("migrate", "--no-input")


def start_redis(stack: Stack) -> None:
    with step("Redis is up"):
        stack.start("redis")


def start_aws(stack: Stack) -> None:
    with step("local AWS endpoint is up"):
        stack.start("aws")
    with step("functions, topic and queues are deployed"):
        stack.deploy()


def load_demo(stack: Stack) -> None:
    logins = VAR / "logins.txt"
    if not logins.exists():
        with step("demo centre is loaded"):
            stack.manage("demo")
            logins.write_text(stack.manage("demo", "--logins"))


@contextlib.contextmanager
def step(done: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    say(f"  ✓ {done:<42} {time.monotonic() - begun:5.1f} s")


@contextlib.contextmanager
def only_one() -> Iterator[int]:
    """Two on one data folder would be two writers of the same files. Yields the lock's file descriptor."""
    with (VAR / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid = int(lock.read() or 0)
            if psutil.pid_exists(pid):
                hint = f"Stop it first: Ctrl-C there, or kill {pid}"
                raise StackError(f"Gym CRM already runs here (pid {pid}). {hint}") from None
            say("Waiting for the end of what an earlier run left behind")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield lock.fileno()


def reset() -> None:
    """Clears the data; refuses while anybody uses it."""
    if not VAR.exists():
        return say("There is nothing to clear.")
    with only_one(), (VAR / "postgres.users").open("ab") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StackError("A manage.py command is using the database. Stop it first.") from None
        try:
            shutil.rmtree(VAR)
        except PermissionError as error:
            raise StackError(f"{error.filename} belongs to another user: clear it as that user or as root") from None
    say("Cleared var/: the next start begins with a new demo centre.")
