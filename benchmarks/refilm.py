"""How long a film takes after one line of its script was changed, and whether it is the one that is made from nothing.

    python benchmarks/refilm.py [SHOW] [--size 1080p] [--fps 30] [--line TEXT] [--workers N] [--bytes] [--against PATH]
                                [--watch]

Films a show into a folder of its own, changes one line in the middle of the script, films again, and says how long that
took, how many segments and lines were kept, and what the processors did. `--bytes` also films the changed script from
nothing and compares the files. `--against` does the same by another checkout of avatar, by turns, and tells ratios.
`--watch` lets `avatar film --watch` make the film, and says how long it is from saving the script to the film in its
place, for one change after another; processor seconds are those of all its processes up to then. A machine that does
something else makes it slower: processor seconds tell the same story without that.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import library

SHOW = "the-goodbye-helpline"
LONGEST_S = 6.0
"""Seconds in which a five-minute show at 1080p30 should be there again, on two cores."""
MORE = "And I have said so before."
CHANGES = (MORE, "And I have said so before now.", "I said so before.")
"""What is added to the line, one after the other, where it is watched."""
READY_S, LOOK_S = 8.0, 0.01
"""Seconds between a film and the next change, and between looks whether the film is there."""


class Made(NamedTuple):
    """A film that was made."""

    wall: float
    cpu: float
    told: str


def filmed(script: Path, out: Path, options: argparse.Namespace, *more: str, tree: Path | None = None) -> Made:
    """`tree`: another checkout that films it."""
    command = [*_command(script, out, options), *more]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, env=_environment(tree), cwd=tree)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Made(wall, used, done.stderr.strip().splitlines()[-1])


def _command(script: Path, out: Path, options: argparse.Namespace) -> list[str]:
    command = [sys.executable, "-m", "avatar", "film", str(script), "-o", str(out), "--size", options.size]
    return [*command, "--fps", str(options.fps), "--workers", str(options.workers), "--camera", options.camera]


class Watching:
    """`avatar film --watch` at work. Close it in the end."""

    def __init__(self, script: Path, out: Path, options: argparse.Namespace, tree: Path | None = None) -> None:
        """Returns once the film is there, and whatever begins then has had time to be ready."""
        self._script, self._out = script, out
        command = [*_command(script, out, options), "--watch"]
        self._run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_environment(tree), cwd=tree)
        self._await_end()

    def change(self, text: str) -> Made:
        """Saves another script, and waits for the film."""
        before, used, start = self._out.stat().st_ino, _count_seconds(self._run.pid), time.perf_counter()
        self._script.write_text(text, "utf-8")
        while self._out.stat().st_ino == before:
            time.sleep(LOOK_S)
        made = Made(time.perf_counter() - start, _count_seconds(self._run.pid) - used, self._out.name)
        self._await_end()
        return made

    def _await_end(self) -> None:
        assert self._run.stderr is not None
        for line in self._run.stderr:
            if line.startswith("Watching"):
                time.sleep(READY_S)
                return
        raise SystemExit("it does not watch")

    def close(self) -> None:
        self._run.send_signal(signal.SIGINT)
        self._run.wait()


def _count_seconds(pid: int) -> float:
    """Processor seconds of a process, those below it, and those of them that have ended (Linux)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        below = [each for path in Path(f"/proc/{pid}/task").glob("*/children") for each in path.read_text().split()]
    except OSError:  # it has just ended
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_count_seconds(int(each)) for each in below)


def watch_changes(script: Path, text: str, options: argparse.Namespace) -> bool:
    """Whether the last change is filmed in time."""
    trees = [None, *([options.against.resolve()] if options.against else [])]
    ours = None
    for tree in trees:
        script.write_text(text, "utf-8")
        watching = Watching(script, script.with_name("film.mp4" if tree is None else "other.mp4"), options, tree)
        try:
            for change in CHANGES:
                made = watching.change(change_line(text, options.line, change))
                print(
                    f"{'saved' if tree is None else '  the other':18}{made.wall:7.1f} s {made.cpu:7.1f} s cpu",
                    flush=True,
                )
        finally:
            watching.close()
        ours = ours or made
    assert ours is not None
    return ours.wall <= LONGEST_S


def _environment(tree: Path | None) -> dict[str, str]:
    """Modules are compiled once, as they are where avatar is installed, into a folder that goes with the films."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    home = Path(found["AVATAR_HOME"])
    found["PYTHONPYCACHEPREFIX"] = str(home / "compiled")
    if tree is not None:
        found |= {"PYTHONPATH": str(tree), "AVATAR_HOME": f"{home}-other"}
    return found


def change_line(script: str, wanted: str, more: str = MORE) -> str:
    """The script with `more` words in one line: the one that holds `wanted`, or one in the middle."""
    speeches = list(re.finditer(r"^(?![A-Z .]+$|[.(\[>#=~]).{20,}$", script, re.MULTILINE))
    middle = speeches[len(speeches) // 2]
    chosen = next((each for each in speeches if wanted in each[0]), middle) if wanted else middle
    print(f"changed: {chosen[0]!r}")
    return f"{script[: chosen.end()]} {more}{script[chosen.end() :]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("show", nargs="?", default=SHOW)
    parser.add_argument("--size", default="1080p")
    parser.add_argument("--fps", type=int, default=30)
    parser.add_argument("--camera", default="calm")
    parser.add_argument("--line", default="", help="change the line that holds this")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--bytes", action="store_true", help="also make the film from nothing, and compare")
    parser.add_argument("--against", type=Path, help="a folder with another avatar in it, which films the same")
    parser.add_argument(
        "--watch", action="store_true", help="let one process watch the script, and change it again and again"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        os.environ["AVATAR_HOME"] = str(folder / "home")
        script = folder / "show.fountain"
        text = library.show(options.show).read_text("utf-8")
        script.write_text(text, "utf-8")
        if options.watch:
            return 0 if watch_changes(script, text, options) else 1
        steps = (("from nothing", False), ("unchanged", False), ("one line changed", True))
        changed = change_line(text, options.line)
        for name, change in steps:
            script.write_text(changed if change else text, "utf-8")
            made = filmed(script, folder / "film.mp4", options)
            print(f"{name:18}{made.wall:7.1f} s {made.cpu:7.1f} s cpu  {made.told.partition(': ')[2]}", flush=True)
            if options.against is not None:
                other = filmed(script, folder / "other.mp4", options, tree=options.against.resolve())
                ratios = f"{other.wall / made.wall:.2f} times as long, {other.cpu / made.cpu:.2f} times the cpu"
                print(f"{'  the other':18}{other.wall:7.1f} s {other.cpu:7.1f} s cpu  {ratios}", flush=True)
        fine = made.wall <= LONGEST_S
        print(f"target: {LONGEST_S:g} s after one changed line at 1080p30: {'met' if fine else 'MISSED'}")
        if options.bytes:
            anew = filmed(script, folder / "anew.mp4", options, "--no-cache")
            same = (folder / "film.mp4").read_bytes() == (folder / "anew.mp4").read_bytes()
            print(f"from nothing again: {anew.wall:.1f} s; the same bytes: {same}")
            fine &= same
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
