"""`make test`: every check there is, on every core there is, with one summary at the end."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from gymcrm.stack import client
from gymcrm.stack.guard import Guard
from gymcrm.stack.process import ROOT, how_it_ended

LOGS = ROOT / "build" / "checks"
TAIL_LINES = 80
PYTHON = sys.executable
# The tests of Python in two halves that take about as long, each with services of its own.
RULES = ["core", "scheduling", "social"]
LIVE = ["realtime", "gymcrm", "lambda"]


@dataclass(frozen=True)
class Counts:
    passed: int
    failed: int
    # What failed, each in a line, as far as the runner's report names it.
    names: tuple[str, ...] = field(default=(), compare=False)


@dataclass
class Check:
    name: str
    argv: Sequence[str]
    cwd: Path = ROOT
    environ: dict[str, str] = field(default_factory=dict)
    # A test runner's own count, from the report that it wrote; a check without one counts as one.
    count: Callable[[Path], Counts] | None = None
    after: Sequence[str] = ()
    # Where time is what is tested, nothing else may run.
    alone: bool = False

    status: int = 0
    seconds: float = 0.0
    counts: Counts = Counts(0, 1)

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name.replace(' ', '-')}.log"

    @property
    def report(self) -> Path:
        return LOGS / f"{self.name.replace(' ', '-')}.report"

    @property
    def ok(self) -> bool:
        return self.counts.failed == 0

    def run(self, guard: Guard) -> None:
        begun = time.monotonic()
        self.report.unlink(missing_ok=True)
        with self.log.open("wb") as log:
            child = subprocess.Popen(
                self.argv,
                cwd=self.cwd,
                env=client.node_environment({**os.environ, **self.environ}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            guard.watch(child.pid, signal.SIGTERM)
            self.status = child.wait()
            guard.forget(child.pid)
        self.seconds = time.monotonic() - begun
        self.counts = self._counted()

    def _counted(self) -> Counts:
        succeeded = self.status == 0
        if self.count is None:
            return Counts(int(succeeded), int(not succeeded))
        try:
            counts = self.count(self.report)
        except (OSError, ValueError, KeyError, ElementTree.ParseError):
            return Counts(0, 1)  # it ended before it could report
        if counts.failed == 0 and (not succeeded or counts.passed == 0):
            return Counts(counts.passed, 1)
        return counts


def first_line(message: str) -> str:
    return message.partition("\n")[0][:200]


# A skipped test is a test that failed to run.
def of_pytest(report: Path) -> Counts:
    root = ElementTree.parse(report).getroot()  # noqa: S314 - our own file
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in root.iter("testsuite"):
        for name in totals:
            totals[name] += int(suite.get(name, 0))
    failed = totals["failures"] + totals["errors"] + totals["skipped"]
    names = [
        f"{case.get('classname')}::{case.get('name')}: {first_line(ended.get('message', ''))}"
        for case in root.iter("testcase")
        for ended in case
        if ended.tag in {"failure", "error", "skipped"}
    ]
    return Counts(totals["tests"] - failed, failed, tuple(names))


def of_vitest(report: Path) -> Counts:
    said = json.loads(report.read_text())
    passed = said["numPassedTests"]
    broken_files = sum(not file["assertionResults"] and file["status"] == "failed" for file in said["testResults"])
    names = [
        f"{test['fullName']}: {first_line(test['failureMessages'][0])}"
        for file in said["testResults"]
        for test in file["assertionResults"]
        if test.get("failureMessages")
    ]
    return Counts(passed, said["numTotalTests"] - passed + broken_files, tuple(names))


def of_playwright(report: Path) -> Counts:
    said = json.loads(report.read_text())
    stats = said["stats"]
    names = [
        f"{spec['title']}: {first_line(error['message'])}"
        for suite in said.get("suites", [])
        for spec in suite["specs"]
        for test in spec["tests"]
        for result in test["results"]
        for error in result["errors"][:1]
    ]
    return Counts(stats["expected"], stats["unexpected"] + stats["flaky"] + stats["skipped"], tuple(names))


def all_checks() -> list[Check]:
    """In the order in which they start, the long ones first."""
    # Nothing but pytest, which brings its own, needs a database, and manage.py would start one.
    without_database = {"DATABASE_URL": "postgres://nobody@localhost/unused"}
    bin_dir = Path(PYTHON).parent

    def tool(name: str, *arguments: str) -> list[str]:
        return [str(bin_dir / name), *arguments]

    def script(name: str, *arguments: str) -> list[str]:
        return client.npm("run", "--silent", name, *(["--", *arguments] if arguments else []))

    def pytest(name: str, folders: Sequence[str], after: Sequence[str] = ()) -> Check:
        check = Check(name, [], count=of_pytest, after=after)
        check.argv = [PYTHON, "-m", "pytest", f"--junitxml={check.report}", "-p", "no:cacheprovider", *folders]
        return check

    vitest = Check("vitest", [], cwd=client.FRONTEND, count=of_vitest, after=["client packages"])
    vitest.argv = script("test", "--reporter=default", "--reporter=json", f"--outputFile.json={vitest.report}")
    playwright = Check("playwright", [], count=of_playwright, after=["client build"], alone=True)
    playwright.argv = [PYTHON, "-m", "gymcrm.stack", "with", "--", *client.npm("--prefix", "frontend", "run", "e2e")]
    playwright.argv = [*playwright.argv, "--", "--reporter=list,json"]
    playwright.environ = {"PLAYWRIGHT_JSON_OUTPUT_FILE": str(playwright.report)}

    return [
        pytest("pytest rules", RULES),
        Check("client packages", [PYTHON, "-m", "gymcrm.stack.client", "packages"]),
        # The official schema of AsyncAPI, by which ours is judged, comes with the client's packages.
        pytest("pytest live", LIVE, after=["client packages"]),
        vitest,
        Check("eslint", script("lint"), cwd=client.FRONTEND, after=["client packages"]),
        Check("mypy", [PYTHON, "-m", "mypy"], environ=without_database),
        Check("tsc", script("typecheck"), cwd=client.FRONTEND, after=["client packages"]),
        Check("client build", [PYTHON, "-m", "gymcrm.stack.client", "build"], after=["client packages"]),
        Check("prettier", script("format:check"), cwd=client.FRONTEND, after=["client packages"]),
        Check("generated files", [PYTHON, "-m", "gymcrm.stack.generated", "--check"], after=["client packages"]),
        Check("ruff check", tool("ruff", "check", ".")),
        Check("ruff format", tool("ruff", "format", "--check", ".")),
        Check("import-linter", tool("lint-imports"), environ=without_database),
        Check("cfn-lint", tool("cfn-lint", "lambda/template.yaml")),
        playwright,
    ]


def main(*, lint_only: bool) -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    checks = [check for check in all_checks() if not (lint_only and check.count)]
    together = [check for check in checks if not check.alone]
    done = {check.name: threading.Event() for check in checks}
    guard = Guard()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(1))  # the guard ends what runs

    def run(check: Check) -> None:
        for earlier in check.after:
            done[earlier].wait()
        check.run(guard)
        done[check.name].set()
        print(f"  {'✓' if check.ok else '✗'} {check.name:<18} {check.seconds:6.1f} s", flush=True)

    print(f"Running {len(checks)} checks; their logs are in {LOGS.relative_to(ROOT)}", flush=True)
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        list(pool.map(run, together))
    for check in checks:
        if check.alone:
            run(check)
    guard.close()
    return summary(checks)


def summary(checks: Sequence[Check]) -> int:
    for check in checks:
        if not check.ok:
            ended = how_it_ended(check.status) if check.status else "reported failures"
            lines = check.log.read_text(errors="replace").splitlines()[-TAIL_LINES:]
            print(f"\n── {check.name} {ended}; the end of {check.log.relative_to(ROOT)}:\n" + "\n".join(lines))
    print(f"\n{'check':<18} {'passed':>7} {'failed':>7} {'seconds':>9}")
    for check in checks:
        print(f"{check.name:<18} {check.counts.passed:>7} {check.counts.failed:>7} {check.seconds:>9.1f}")
    # Last, where what keeps only the end of the output keeps it.
    for check in checks:
        for name in check.counts.names:
            print(f"✗ {check.name}: {name}")
    passed = sum(check.counts.passed for check in checks)
    failed = sum(check.counts.failed for check in checks)
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0
