"""Makes the Python environment in .venv and installs a pinned set of requirements, when either has changed.

`python3 gymcrm/stack/environment.py stack|dev`. Runs before anything is installed: the standard library only.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(requirements: str) -> None:
    pins = ROOT / "requirements" / f"{requirements}.txt"
    stamp = VENV / f"installed-{requirements}"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    if not works():
        print(f"Making the Python environment in {VENV} with Python {sys.version.split()[0]}", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "On Debian and Ubuntu: apt install python3-venv")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {pins.relative_to(ROOT)}: a few minutes the first time", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run([*pip, "--require-hashes", "--requirement", str(pins)], "Look at what pip says above.")
    stamp.write_text(wanted)


def works() -> bool:
    """False too when the folder was copied or moved from elsewhere, or its Python has gone."""
    if not PYTHON.exists():
        return False
    says = subprocess.run([str(PYTHON), "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    return says.returncode == 0 and Path(says.stdout.strip()).resolve() == VENV.resolve()


def run(command: list[str], hint: str) -> None:
    if subprocess.run(command).returncode:
        sys.exit(f"{' '.join(command)}\nfailed. {hint}")


if __name__ == "__main__":
    main(sys.argv[1])
