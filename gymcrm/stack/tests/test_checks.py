"""The summary's numbers are the runners' own, and nothing that went wrong is counted as passed."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gymcrm.stack import checks
from gymcrm.stack.checks import Check, Counts, of_playwright, of_pytest, of_vitest, summary
from gymcrm.stack.guard import Guard

PYTEST = """<testsuites><testsuite tests="9" failures="1" errors="2" skipped="1">
    <testcase classname="core.tests.test_x" name="test_y"><failure message="assert 1 == 2&#10;more">all of it</failure></testcase>
    <testcase classname="core.tests.test_x" name="test_z"/></testsuite></testsuites>"""
VITEST = """{"numTotalTests": 5, "numPassedTests": 3, "testResults": [
    {"status": "failed", "assertionResults": [{"status": "failed", "fullName": "a list", "failureMessages": ["no row\\nx"]}]},
    {"status": "failed", "assertionResults": []}]}"""
PLAYWRIGHT = """{"stats": {"expected": 4, "unexpected": 1, "flaky": 1, "skipped": 1}, "suites": [{"specs": [
    {"title": "a journey", "tests": [{"results": [{"errors": [{"message": "never came\\nsnapshot"}]}]}]}]}]}"""


@pytest.mark.parametrize(
    ("count", "report", "counts", "name"),
    [
        (of_pytest, PYTEST, Counts(5, 4), "core.tests.test_x::test_y: assert 1 == 2"),
        (of_vitest, VITEST, Counts(3, 3), "a list: no row"),
        (of_playwright, PLAYWRIGHT, Counts(4, 3), "a journey: never came"),
    ],
)
def test_a_test_that_did_not_pass_failed(
    tmp_path: Path, count: Callable[[Path], Counts], report: str, counts: Counts, name: str
) -> None:
    (tmp_path / "report").write_text(report)
    counted = count(tmp_path / "report")
    assert counted == counts
    assert counted.names == (name,)


def test_every_folder_of_tests_is_run(pytestconfig: pytest.Config) -> None:
    assert sorted(checks.RULES + checks.LIVE) == sorted(pytestconfig.getini("testpaths"))


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Check]:
    monkeypatch.setattr(checks, "LOGS", tmp_path)

    def ran(*, status: int = 0, report: str | None = None) -> Check:
        check = Check("some tests", [], count=of_pytest if report is not None else None)
        script = f"import sys; print('said'); open({str(check.report)!r}, 'w').write({report!r} or ''); sys.exit({status})"
        check.argv = [sys.executable, "-c", script]
        guard = Guard()
        check.run(guard)
        guard.close()
        return check

    return ran


ONE_FAILED = PYTEST.replace('errors="2" skipped="1"', 'errors="0" skipped="0"')
ALL_PASSED = '<testsuites><testsuite tests="3" failures="0" errors="0" skipped="0"/></testsuites>'
NO_TEST = '<testsuites><testsuite tests="0" failures="0" errors="0" skipped="0"/></testsuites>'


def test_counts(ran: Callable[..., Check]) -> None:
    assert ran().counts == Counts(1, 0)
    assert ran(status=2).counts == Counts(0, 1)
    assert ran(report=ALL_PASSED).counts == Counts(3, 0)
    assert ran(report=ALL_PASSED, status=1).counts == Counts(3, 1)
    assert ran(report=NO_TEST).counts == Counts(0, 1)
    assert ran(report="cut off", status=-9).counts == Counts(0, 1)


def test_the_last_line_sums_up(ran: Callable[..., Check], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checks, "ROOT", checks.LOGS)
        assert summary([ran(report=ALL_PASSED), ran()]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == "4 passed, 0 failed"
        assert summary([ran(report=ONE_FAILED, status=1), ran()]) == 1
        assert capsys.readouterr().out.splitlines()[-3:] == [
            "✗ some tests: core.tests.test_x::test_y: assert 1 == 2",
            "",
            "9 passed, 1 failed",
        ]
        assert summary([ran(report=ALL_PASSED), ran(status=3)]) == 1
    printed = capsys.readouterr().out
    assert "some tests ended with status 3" in printed
    assert "said" in printed
    assert printed.splitlines()[-1] == "3 passed, 1 failed"
