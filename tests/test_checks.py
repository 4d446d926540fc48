"""The runner of all checks: what it says of one that failed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

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


def test_the_tests_that_run_alone_are_read_from_the_files_that_the_other_run_noted(tmp_path: Path) -> None:
    together, alone = checks.tests(tmp_path)
    assert f"--note-alone={tmp_path / 'alone.txt'}" in together.command
    assert not any(word.startswith("tests") for word in alone.command)  # nothing was noted: pytest reads all
    _, alone = noting(tmp_path, "tests/sound/test_player.py\ntests/stage/test_link.py")
    assert "tests/sound/test_player.py" in alone.command
    assert "tests/stage/test_link.py" in alone.command


def noting(reports: Path, noted: str) -> list[checks.Check]:
    """Both runs where the first one has noted this by the time that the second one is asked for."""
    runs = iter(checks.tests(reports))
    first = next(runs)
    (reports / "alone.txt").write_text(noted)
    return [first, *runs]


def test_a_run_notes_the_files_of_all_tests_that_run_alone(tmp_path: Path) -> None:
    noted = tmp_path / "alone.txt"
    here = ("tests/sound/test_player.py", "tests/sound/test_mix.py")
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "1", "-m", "training", *here)
    assert subprocess.run([*command, f"--note-alone={noted}"], cwd=checks.ROOT, check=False).returncode == 5  # no test
    assert noted.read_text() == "tests/sound/test_player.py"
