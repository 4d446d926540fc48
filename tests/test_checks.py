"""The runner of all checks: what it says of one that failed."""

from __future__ import annotations

import signal
import sys

import pytest

from scripts import checks

signals = pytest.mark.skipif(sys.platform == "win32", reason="no signal ends a program there")


def of(python: str) -> int:
    return checks.run(checks.Check("small", (sys.executable, "-c", python)))


def test_a_check_that_holds_has_status_0() -> None:
    assert of("pass") == 0


def test_one_that_fails_is_told_with_its_exit_status() -> None:
    assert checks.tell("small", of("raise SystemExit(3)")) == "small (exit status 3)"


@signals
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGSEGV"])
def test_one_that_a_signal_ended_is_told_with_the_signals_name(name: str) -> None:
    status = of(f"import os, signal; os.kill(os.getpid(), signal.{name})")
    assert checks.tell("tests", status) == f"tests (ended by signal {name})"


@pytest.mark.skipif(sys.platform != "linux", reason="only some systems have real-time signals")
def test_a_signal_without_a_name_is_told_by_its_number() -> None:
    assert checks.tell("tests", -(signal.SIGRTMIN + 2)) == f"tests (ended by signal {signal.SIGRTMIN + 2})"


@signals
def test_the_whole_run_names_what_ended_and_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = checks.Check("tests", (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"))
    monkeypatch.setattr(checks, "tests", lambda reports: [ended])
    monkeypatch.setattr(sys, "argv", ["checks.py", "--tests"])
    assert checks.main() == 1
    assert "scripts/test: failed: tests (ended by signal SIGKILL)" in capsys.readouterr().out
