"""Nothing outlives the launcher, not even when the launcher gets SIGKILL.

The guard is a process of its own at the other end of a pipe. The launcher tells it what it started; when the pipe
closes, however that came about, the guard ends what is still there. It is run as a script, and needs no package.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

GRACE_SECONDS = 5.0


class Guard:
    """The launcher's end: every process group that is told to `watch` dies with this process."""

    def __init__(self, *, lock_file: int | None = None) -> None:
        """A lock held through `lock_file`, a file descriptor, stays held until everything has ended."""
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-I", __file__],
            stdin=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
            pass_fds=() if lock_file is None else (lock_file,),
        )

    def watch(self, group: int, stop_signal: signal.Signals) -> None:
        self._tell(f"watch {group} {int(stop_signal)}")

    def forget(self, group: int) -> None:
        self._tell(f"forget {group}")

    def remove_at_end(self, folder: Path) -> None:
        self._tell(f"remove {folder}")

    def close(self) -> None:
        """Ends what is still watched and removes the folders."""
        with self._lock, contextlib.suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        # A guard that somebody killed is no reason to fail: it is needed only if the launcher is killed as well.
        with self._lock, contextlib.suppress(BrokenPipeError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(line + "\n")


def keep_watch(orders: TextIO) -> None:
    groups: dict[int, int] = {}
    folders: list[str] = []
    for order in orders:
        verb, _, rest = order.rstrip("\n").partition(" ")
        if verb == "watch":
            started, stop_with = rest.split()
            groups[int(started)] = int(stop_with)
        elif verb == "forget":
            groups.pop(int(rest), None)
        else:
            folders.append(rest)

    for group, stop_signal in groups.items():
        _signal_group(group, stop_signal)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(_signal_group(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.02)
    for group in groups:
        _signal_group(group, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _signal_group(group: int, number: int) -> bool:
    """False when the group has no process left."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    keep_watch(sys.stdin)
