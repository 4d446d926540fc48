"""What edits must hold: a recording of two hours opens at once the second time, and a kill loses nothing.

    python -m benchmarks.edits open [--hours 2] [--text] [--unheard] [--keep FOLDER]
    python -m benchmarks.edits kills [--times 100] [--typed 10]

`open` makes hours of speech, nothing in it twice (`benchmarks.long_sound`), and hears them (once: minutes; `--text`
with what is said; `--unheard` makes up a mouth as long instead, with as many words and phones). Then it opens them in
processes of their own, as the editor does, from the first import to footage whose middle clause is performed, and in
the editor itself, in a terminal: scrolls, zooms, plays from the middle, edits a mouth at three quarters, saves, and
opens it again. Told are seconds of the clock and of a processor, and the peak of memory. `--keep`: where the sound and
what is known of it are kept for the next time.

`kills` kills an editing process (SIGKILL) at random moments, and the editor itself, in a terminal, as keys are typed.
What was noted, or stood on the screen, and is not there afterwards is counted. All goes by what the program has done,
so that a busy machine takes longer and measures the same. Targets: 2 s; nothing lost.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import soundfile

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar.config import Config
from avatar.editing import machine
from avatar.editing.desk import EditedFile
from avatar.editing.footage import Footage
from avatar.editing.opening import open_file
from avatar.editing.state import Key
from avatar.edits import files, journal
from avatar.edits.values import Span, TakeEdits
from benchmarks import long_sound
from tests.edits.test_journal import EDITING, take_of
from tests.ui.terminal import Terminal, family

OPEN_S = 2.0
"""Target."""
COLUMNS, ROWS = 120, 40
TICKS = os.sysconf("SC_CLK_TCK")
STILL_S, TOLD_S = 0.4, 0.05
"""Seconds in which nothing is drawn and nothing is to be computed, after which a key's work counts as done, and between
two looks."""

UNHEARD = """
import numpy as np
from avatar.lipsync import tool
from avatar.lipsync.doubting import NO_TEXT, Doubt
from avatar.lipsync.formats import CueSheet
from avatar.types import MouthTrack, Rung, Timed

def made_up(path, **how):
    import soundfile
    duration = soundfile.info(path).duration
    count = int(duration * 100)
    weights = np.random.default_rng(1).dirichlet(np.ones(15), count).astype(np.float32)
    bytes_ = [np.zeros(count, np.uint8) for _ in range(5)]
    doubt = Doubt(np.full(count, 0.2, np.float32), np.full(count, 0.1, np.float32), *bytes_[:4])
    phones = tuple(Timed(n / 10, n / 10 + 0.1, "ə") for n in range(count // 10))
    words = tuple(Timed(n / 2.5, n / 2.5 + 0.3, "word", 5 * n, 4) for n in range(count // 40))
    track = MouthTrack(weights, Rung.ALIGNED, 0.01, "", bytes_[4], np.zeros(count, np.float32))
    return CueSheet(track, duration, "", "word " * len(words), words, phones, (), doubt)

tool.lipsync = made_up
"""

OPENING = """
import resource, sys, time

begun = time.perf_counter()
from avatar.config import Config
from avatar.editing.footage import perform
from avatar.editing.opening import open_file

text = open(sys.argv[2]).read() if len(sys.argv) > 2 else ""
footage = open_file(sys.argv[1], Config(), text=text).takes[0]
perform(footage, None, footage.clause_at(footage.duration / 2))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - begun, time.process_time(), peak, footage.duration)
"""


# ------------------------------------------------------------------------------------------------------------- opening


class Spent(NamedTuple):
    """What some processes have taken so far."""

    seconds: float
    """Of a processor."""
    megabytes: float
    """At the most, those of the largest."""


def spent(pids: list[int]) -> Spent:
    seconds, most = 0.0, 0.0
    for pid in pids:
        folder = Path(f"/proc/{pid}")
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICKS
        lines = (folder / "status").read_text().splitlines()
        most = max([most, *(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))])
    return Spent(seconds, most)


def wants_to_run(pids: list[int]) -> bool:
    """Whether any thread of some processes has work to do, even where a busy machine does not let it."""
    for pid in pids:
        for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
            with suppress(OSError):
                if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                    return True
    return False


class Session:
    """The editor in a terminal, and what each thing that is done in it takes."""

    def __init__(self, path: Path, script: list[str], env: dict[str, str]) -> None:
        self.begun = time.perf_counter()
        command = ["edit", str(path), *script, "--stage", "none", "--mute", "--reduced-motion"]
        self.terminal = Terminal(command, env, COLUMNS, ROWS)
        self.wait_for("all keys")
        self.opened_s = time.perf_counter() - self.begun
        self._still()

    def wait_for(self, pattern: str) -> None:
        """Waits until something is drawn, as long as the program goes on working."""
        before = -1.0
        while (used := self.spent().seconds) > before:
            before = used
            with suppress(AssertionError):
                self.terminal.wait_for(pattern)
                return
        self.terminal.wait_for(pattern)

    def _still(self) -> None:
        """Waits until nothing more is drawn, or computed."""
        drawn, since = -1, time.perf_counter()
        while time.perf_counter() - since < STILL_S:
            if (now := len(self.terminal.raw)) != drawn or wants_to_run(family(self.terminal.process.pid)):
                drawn, since = now, time.perf_counter()
            time.sleep(TOLD_S)

    def spent(self) -> Spent:
        return spent(family(self.terminal.process.pid))

    def do(self, what: str, keys: list[str], wait_s: float = 0.0) -> None:
        before = self.spent()
        for key in keys:
            self.terminal.send(key)
            self._still()
        time.sleep(wait_s)
        used = self.spent().seconds - before.seconds
        each = f", {1000 * used / len(keys):.0f} ms each" if len(keys) > 1 else ""
        print(f"  {what}: {used:.2f} s of a processor{each}", flush=True)

    def leave(self) -> None:
        self.terminal.send("q")
        self.terminal.exit_status()
        self.terminal.close()


PAGE_ON, PAGE_BACK = "\x1b[6~", "\x1b[5~"


def edited(path: Path, script: list[str], env: dict[str, str], seconds: float) -> None:
    """Goes through a long recording in the editor, and prints what that takes."""
    hours, rest = divmod(int(seconds * 0.75), 3600)
    place = f"{hours}:{rest // 60:02}:{rest % 60:02}"
    half = f"{int(seconds / 2) // 60}:{int(seconds / 2) % 60:02}"
    session = Session(path, script, env)
    print(f"the editor: {session.opened_s:.2f} s to its first picture, {session.spent().seconds:.2f} s of a processor")
    session.do("20 screens on", [PAGE_ON] * 20)
    session.do("out to ten minutes at once", ["-"] * 11)
    session.do("10 of these on", [PAGE_ON] * 10)
    session.do("in again", ["+"] * 11)
    session.do(f"to the middle ({half})", ["/" + half + "\r"])
    session.do("playing, 5 s", [" "], 5.0)
    session.do("stopped", [" "])
    session.do(f"to {place}", ["/" + place + "\r"])
    session.do("two mouths set", ["d", "a"])
    session.do("saved", ["\x13"])
    session.wait_for("Saved into")
    print(f"  at the most {session.spent().megabytes:.0f} MB")
    session.leave()
    kept = files.read(files.beside(path)).takes[0].of("mouths")
    assert len(kept) == 1
    assert abs(kept[0].start - seconds * 0.75) < 2
    again = Session(path, script, env)
    again.wait_for("1 edit, saved")
    print(f"again, with its edit: {again.opened_s:.2f} s, {again.spent().seconds:.2f} s of a processor")
    again.leave()


def open_(hours: float, how: argparse.Namespace) -> None:
    with held(how.keep) as folder:
        path, script = folder / "long.wav", folder / "long.txt"
        if not script.exists():
            long_sound.write(folder, hours * 3600)
        files.beside(path).unlink(missing_ok=True)
        env = {**os.environ, "AVATAR_HOME": str(folder / "home"), "TERM": "xterm-256color"}
        duration = soundfile.info(path).duration
        text = [str(script)] if how.text else []
        print(f"{duration / 3600:.2f} hours, {path.stat().st_size / 1e6:.0f} MB{', with its text' if text else ''}")
        for name in ("first", "again", "again", "again"):
            begun = time.perf_counter()
            code = UNHEARD + OPENING if how.unheard and name == "first" else OPENING
            command = [sys.executable, "-c", code, str(path), *text]
            done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
            seconds, used, megabytes, _ = map(float, done.stdout.split()[-4:])
            whole = time.perf_counter() - begun
            print(f"{name}: {seconds:.2f} s, {whole:.2f} s with the start of the process, {used:.2f} s of a processor; "
                  f"{megabytes:.0f} MB at most", flush=True)  # fmt: skip
        kept = sum(each.stat().st_size for each in (folder / "home" / "cache" / "analyses").glob("*.kept"))
        print(f"kept: {kept / 1e6:.0f} MB. Target: {OPEN_S} s", flush=True)
        edited(path, ["-d", str(script)] if text else [], env, duration)


@contextmanager
def held(folder: Path | None) -> Iterator[Path]:
    """A folder that stays, or one for now."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


# --------------------------------------------------------------------------------------------------------------- kills

DONE_MOST = 60
"""Edits after which a process is killed at the latest."""
ANEW = 400
"""Edits from which a file is begun anew, so that the last kills take no longer than the first."""


class Kills(NamedTuple):
    """What became of the edits."""

    times: int
    lost: list[int]
    """How many that were noted were not there, by kill."""
    unopened: int


def killed(times: int, folder: Path) -> Kills:
    """Kills a process that edits as fast as it can: after so many edits, and some thousandths of a second."""
    chance = random.Random(100)
    path = folder / "talk.wav.edits"
    lost, unopened, known = [], 0, 0
    for _ in range(times):
        until = 0 if chance.random() < 0.2 else chance.randrange(1, DONE_MOST)  # 0: as it starts
        with subprocess.Popen([sys.executable, "-c", EDITING, path], stdout=subprocess.PIPE, text=True) as editing:
            assert editing.stdout is not None
            for _, line in zip(range(until), editing.stdout, strict=False):
                known = max(known, int(line.split()[1]))
            time.sleep(chance.random() * (0.02 if until else 0.5))
            editing.send_signal(signal.SIGKILL)
            told = [line.split()[1] for line in editing.stdout.read().splitlines(True) if line.endswith("\n")]
        known = max([known, *map(int, told)])
        try:
            there = len(take_of(path).of("mouths")) if known else 0
        except Exception as error:
            unopened += 1
            print(f"does not open: {error}")
            there = known
        lost.append(max(0, known - there))
        if there > ANEW:
            path.unlink(missing_ok=True)
            journal.place_of(path).unlink(missing_ok=True)
            known = 0
    return Kills(times, lost, unopened)


KEYS = ("\x1b[1;5C", *"da", "\x1b[1;5C", *"eb", "\x1b[1;5C", *"fc")
"""Typed over and over: to the next edge, and two mouths, the later in the earlier's place."""
NAMES = {"\x1b[1;5C": "ctrl+right"}
KEY_S = 0.1
"""Seconds between two keys."""


class Typed(NamedTuple):
    """What became of the edits that were typed into one editor."""

    seen: int
    """Edits that the screen told of when it was killed."""
    there: int
    """Edits that are there afterwards."""


def typed_and_killed(times: int, folder: Path) -> Iterator[Typed]:
    """Kills the editor as keys are typed."""
    path, script = long_sound.write(folder, 30.0)
    chance = random.Random(101)
    env = {**os.environ, "AVATAR_HOME": str(folder), "TERM": "xterm-256color"}
    for _ in range(times):
        for each in (files.beside(path), journal.place_of(files.beside(path))):
            each.unlink(missing_ok=True)
        session = Session(path, ["-d", str(script)], env)
        count = chance.randrange(10, 60)
        for number in range(count):
            session.terminal.send(KEYS[number % len(KEYS)])
            time.sleep(KEY_S * chance.random())
        told = re.findall(r"(\d+) edits?, not saved", session.terminal.text)
        session.terminal.signal(signal.SIGKILL)
        session.terminal.close()
        opened = open_file(str(path), Config(), text=script.read_text())
        file = EditedFile(opened.path, opened.takes)
        there = file.open(0).edits.of("mouths")
        assert there in _rows_after(opened.takes[0], count), "what is there was never made"
        yield Typed(int(told[-1]) if told else 0, len(there))
        file.leave()
        opened.close()


def _rows_after(footage: Footage, count: int) -> list[tuple[Span, ...]]:
    """The mouths that were set after none, one, two … of KEYS."""
    state = machine.begin(footage, TakeEdits(""), COLUMNS - 12)
    rows = [state.edits.of("mouths")]
    for number in range(count):
        name = KEYS[number % len(KEYS)]
        state, _ = machine.step(state, Key(NAMES.get(name, name)))
        rows.append(state.edits.of("mouths"))
    return rows


def kills(times: int, typed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["AVATAR_HOME"] = name
        found = killed(times, Path(name))
        print(f"{found.times} kills: {sum(each > 0 for each in found.lost)} lost something that was noted (at most "
              f"{max(found.lost)} edits), {found.unopened} could not be opened", flush=True)  # fmt: skip
        rows = list(typed_and_killed(typed, Path(name)))
        lost = [row.seen - row.there for row in rows]
        print(f"{len(rows)} kills of the editor as keys were typed, with {sum(row.seen for row in rows)} edits on its "
              f"screens: {sum(each > 0 for each in lost)} lost something that was seen (at most "
              f"{max([0, *lost])} edits)")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    opens = commands.add_parser("open")
    opens.add_argument("--hours", type=float, default=2.0)
    opens.add_argument("--text", action="store_true")
    opens.add_argument("--unheard", action="store_true")
    opens.add_argument("--keep", type=Path)
    killing = commands.add_parser("kills")
    killing.add_argument("--times", type=int, default=100)
    killing.add_argument("--typed", type=int, default=10)
    options = parser.parse_args()
    if options.what == "open":
        open_(options.hours, options)
    else:
        kills(options.times, options.typed)


if __name__ == "__main__":
    main()
