"""One supervised child process: started, found ready by a real probe, restarted when it dies, stopped for good."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from gymcrm.stack.guard import Guard

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0
STOP_SECONDS = 10.0
PROBE_EVERY_SECONDS = 0.03
# A process that lived this long had started well: the next restart doesn't wait.
STEADY_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 5.0


class StackError(Exception):
    """Says to a person what went wrong and, where there is one, what to do."""


class Process:
    """`start`, `stop` and `kill` may be called from any thread; a supervised process that dies comes back by itself."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        *,
        env: Callable[[], Mapping[str, str]],
        log: Path,
        ready: Callable[[], bool],
        guard: Guard,
        say: Callable[[str], None],
        supervised: bool,
        prepare: Callable[[], None] = lambda: None,
        stop_signal: signal.Signals = signal.SIGTERM,
        identity: Callable[[], Mapping[str, Any]] = lambda: {},
    ) -> None:
        """`prepare` runs before each start; `identity` gives Popen's user, group and extra_groups."""
        self.name = name
        self.log = log
        self._argv = argv
        self._env = env
        self._is_ready = ready
        self._guard = guard
        self._say = say
        self._supervised = supervised
        self._prepare = prepare
        self._stop_signal = stop_signal
        self._identity = identity
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._watcher: threading.Thread | None = None
        self._wanted = False
        self._unwanted = threading.Event()
        self._early_deaths = 0

    @property
    def pid(self) -> int:
        """Of the latest start, dead or alive."""
        if self._child is None:
            raise StackError(f"{self.name} was never started")
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Returns when the process answers."""
        with self._lock:
            if self._wanted and self.running:
                return
            self._wanted = True
            self._unwanted.clear()
            self._early_deaths = 0
            child = self._spawn()
        self._wait_until_ready(child)

    def stop(self) -> None:
        """Asks, and insists after `STOP_SECONDS`; returns when the process is gone."""
        with self._lock:
            self._wanted = False
            self._unwanted.set()
            child, watcher = self._child, self._watcher
        if child is None or watcher is None:
            return
        if child.poll() is None:
            child.send_signal(self._stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
        end_group(child.pid)
        watcher.join()

    def kill(self) -> None:
        """SIGKILL, for tests of faults; returns when the process is gone. A supervised one is started again."""
        with self._lock:
            child = self._child
        if child is not None:
            end_group(child.pid)
            child.wait()

    def log_tail(self, lines: int = 20) -> str:
        with contextlib.suppress(FileNotFoundError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        return ""

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._prepare()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                self._argv,
                env=self._env(),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._identity(),
            )
        self._guard.watch(child.pid, self._stop_signal)
        self._child = child
        self._watcher = threading.Thread(target=self._watch, args=(child, time.monotonic()), daemon=True)
        self._watcher.start()
        return child

    def _watch(self, child: subprocess.Popen[bytes], started: float) -> None:
        status = child.wait()
        end_group(child.pid)  # what it started itself, a Lambda's worker for example
        self._guard.forget(child.pid)
        if not self._supervised or not self._wanted:
            return
        died = time.monotonic()
        self._early_deaths = 0 if died - started > STEADY_SECONDS else self._early_deaths + 1
        wait = min(0.1 * 2**self._early_deaths, LONGEST_WAIT_SECONDS) if self._early_deaths > 1 else 0.0
        self._say(f"{self.name} (pid {child.pid}) {how_it_ended(status)}; starting it again")
        self._unwanted.wait(wait)
        with self._lock:
            if not self._wanted:
                return
            try:
                again = self._spawn()
            except (OSError, StackError, subprocess.SubprocessError) as error:
                self._say(f"{self.name} can't be started again: {error}")
                return
        # If this one dies before it is ready, its own watcher says so and goes on.
        with contextlib.suppress(StackError):
            self._wait_until_ready(again)
            self._say(f"{self.name} is back (pid {again.pid}) after {time.monotonic() - died:.1f} s")

    def _wait_until_ready(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if child.poll() is not None:
                raise StackError(
                    f"{self.name} {how_it_ended(child.returncode)} before it was ready. The end of {self.log}:\n{self.log_tail()}"
                )
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} isn't ready after {READY_SECONDS:.0f} s. See {self.log}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(PROBE_EVERY_SECONDS)


def how_it_ended(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
