"""Every check and test, one after the other, or with --tests the tests alone; scripts/test installs what they need.

Most of the tests' time is waiting, so several processes share them. Those that are marked `alone` measure real sound or
real time: they run afterwards, one by one, with nothing beside them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
ON_REQUEST = "not training and not big_voices and not whisper"
"""What `addopts` in pyproject.toml leaves out too; a -m here replaces the one there."""
TESTS_A_CORE = 2
MOST_PROCESSES = 12
"""Each reads every test file first, some seconds of work: more would not pay."""


class Check(NamedTuple):
    """A program that says whether something is right; exit status 0 is yes."""

    name: str
    command: tuple[str, ...]


def lint(here: Path) -> Iterable[Check]:
    """What reads the code without running it. `here`: the folder of the environment's programs."""
    yield Check("ruff", (f"{here}/ruff", "check", "."))
    yield Check("format", (f"{here}/ruff", "format", "--check", "--quiet", "."))
    yield Check("mypy", (f"{here}/mypy",))


def tests(reports: Path) -> Iterable[Check]:
    """Both runs of the tests, each with a report in a folder. The first one notes which files hold tests that run
    alone, so that the second reads those and not hundreds of others."""
    pytest = (sys.executable, "-m", "pytest")
    noted = reports / "alone.txt"
    together = ("-n", str(processes()), "--dist", "worksteal", "-m", f"{ON_REQUEST} and not alone")
    yield Check("tests", (*pytest, *together, f"--note-alone={noted}", f"--junitxml={reports}/together.xml"))
    alone = ("-m", f"{ON_REQUEST} and alone", *files(noted))
    yield Check("tests that run alone", (*pytest, *alone, f"--junitxml={reports}/alone.xml"))


def files(noted: Path) -> list[str]:
    """The files of tests that a run noted, one a line; none, which is all of them to pytest, where it noted none."""
    return noted.read_text("utf-8").split("\n") if noted.exists() else []


def processes() -> int:
    """How many share the tests."""
    return min(MOST_PROCESSES, TESTS_A_CORE * (os.cpu_count() or 1))


def run(check: Check) -> int:
    """Runs it in the project's folder. Its exit status: 0 is well, below 0 the number of the signal that ended it."""
    print(f"== {check.name}", flush=True)
    return subprocess.run(check.command, cwd=ROOT, check=False).returncode


def tell(name: str, status: int) -> str:
    """A check that failed and how: a run that a signal ended has said nothing itself."""
    if status >= 0:
        return f"{name} (exit status {status})"
    try:
        return f"{name} (ended by signal {signal.Signals(-status).name})"
    except ValueError:  # a real-time signal has no name
        return f"{name} (ended by signal {-status})"


def counted(reports: Path) -> Counter[str]:
    """Outcomes of the tests in all reports; a run that died before its report has none."""
    sum_: Counter[str] = Counter()
    for path in reports.glob("*.xml"):
        for suite in ET.parse(path).iter("testsuite"):
            found = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            sum_["failed"] += found["failures"]
            sum_["errors"] += found["errors"]
            sum_["skipped"] += found["skipped"]
            sum_["passed"] += found["tests"] - found["failures"] - found["errors"] - found["skipped"]
    return sum_


def main() -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        checks: Iterable[Check] = tests(Path(folder))
        if "--tests" not in sys.argv:
            checks = chain(lint(Path(sys.executable).parent), checks)
        failed = [tell(check.name, status) for check in checks if (status := run(check))]
        sum_ = counted(Path(folder))
    if failed:
        print(f"scripts/test: failed: {', '.join(failed)}", flush=True)
    outcomes = ", ".join(f"{sum_[name]} {name}" for name in ("failed", "passed", "skipped", "errors"))
    print(f"{outcomes} in {time.monotonic() - begun:.2f}s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
