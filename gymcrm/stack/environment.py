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
# Where the larger set is installed, the smaller one is.
HELD_BY = {"stack": ("stack", "dev"), "dev": ("dev",)}


def main(requirements: str) -> None:
    if not works():
        print(f"Making the Python environment in {VENV} with Python {sys.version.split()[0]}", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(VENV)], "On Debian and Ubuntu: apt install python3-venv")
    if any(stamp(larger) == wanted(larger) for larger in HELD_BY[requirements]):
        return
    print(f"Installing {pins(requirements).relative_to(ROOT)}: a few minutes the first time", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    install([*pip, "--require-hashes", "--requirement", str(pins(requirements))], packages=wanted_packages(requirements))
    (VENV / f"installed-{requirements}").write_text(wanted(requirements))


def pins(requirements: str) -> Path:
    return ROOT / "requirements" / f"{requirements}.txt"


def wanted(requirements: str) -> str:
    return hashlib.sha256(pins(requirements).read_bytes()).hexdigest()


def wanted_packages(requirements: str) -> int:
    return sum("==" in line for line in pins(requirements).read_text().splitlines())


def stamp(requirements: str) -> str:
    path = VENV / f"installed-{requirements}"
    return path.read_text() if path.exists() else ""


def works() -> bool:
    """False too when the folder was copied or moved from elsewhere, or its Python has gone."""
    if not PYTHON.exists():
        return False
    says = subprocess.run([str(PYTHON), "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    return says.returncode == 0 and Path(says.stdout.strip()).resolve() == VENV.resolve()


def install(command: list[str], *, packages: int) -> None:
    """Says how far pip has come, and all that it said when it fails."""
    said: list[str] = []
    seen = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as pip:
        assert pip.stdout
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                seen += 1
                if sys.stdout.isatty():
                    print(f"\r  {seen} of {packages} packages", end="", flush=True)
                elif seen % 25 == 0:
                    print(f"  {seen} of {packages} packages", flush=True)
            elif line.startswith("Installing collected packages"):
                print(f"{chr(13) if sys.stdout.isatty() else ''}  {seen} packages are there; putting them in place", flush=True)
    if pip.returncode:
        sys.exit(f"{''.join(said)}\n{' '.join(command)}\nfailed. Look at what pip says above.")


def run(command: list[str], hint: str) -> None:
    if subprocess.run(command).returncode:
        sys.exit(f"{' '.join(command)}\nfailed. {hint}")


if __name__ == "__main__":
    main(sys.argv[1])
