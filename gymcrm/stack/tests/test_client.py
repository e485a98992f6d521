"""The client is made again when what it is made from has changed, and only then."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gymcrm.stack import client


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    frontend = tmp_path / "frontend"
    (frontend / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "index.html", "src/main.tsx"):
        (frontend / name).write_text(name)
    monkeypatch.setattr(client, "ROOT", tmp_path)
    monkeypatch.setattr(client, "FRONTEND", frontend)
    monkeypatch.setattr(client, "STAMPS", tmp_path / "stamps")
    return []


def make(ran: list[str]) -> list[str]:
    def run(command: Sequence[str]) -> None:
        ran.append(" ".join(command[2:]))
        (client.FRONTEND / "node_modules").mkdir(exist_ok=True)
        (client.FRONTEND / "dist").mkdir(exist_ok=True)
        (client.FRONTEND / "dist" / "index.html").touch()

    ran.clear()
    client.install_packages(run)
    client.build(run)
    return ran


def test_only_what_changed_is_made(ran: list[str]) -> None:
    assert make(ran) == ["ci", "run build"]
    assert make(ran) == []
    (client.FRONTEND / "src/main.tsx").write_text("changed")
    assert make(ran) == ["run build"]
    (client.FRONTEND / "package-lock.json").write_text("changed")
    assert make(ran) == ["ci", "run build"]
    (client.FRONTEND / "dist" / "index.html").unlink()
    assert make(ran) == ["run build"]


def test_a_failure_is_tried_again(ran: list[str]) -> None:
    def fail(command: Sequence[str]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        client.install_packages(fail)
    assert make(ran) == ["ci", "run build"]
