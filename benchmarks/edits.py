"""What edits must hold: a recording of two hours opens at once the second time, and a kill loses nothing.

    python -m benchmarks.edits open [--hours 2] [--unheard]
    python -m benchmarks.edits kills [--times 100]

`open` joins recordings of `ljspeech_mini` to one sound and hears it (once: minutes; `--unheard` makes up a mouth as
long instead, with as many words and phones). Then it opens it in processes of their own, as the editor does: seconds
from the first import to footage whose middle clause is performed, those that a processor was at work, and the peak of
memory. `kills` kills an editing process (SIGKILL) at random moments and counts what was noted and is not there
afterwards. Targets: 2 s; nothing lost that was noted.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import soundfile

sys.path.insert(0, str(Path(__file__).parent.parent))

SPEECH = Path(os.environ.get("AVATAR_DATA", Path(__file__).parent.parent.parent / "shared" / "data")) / "ljspeech_mini"
OPEN_S = 2.0
"""Target."""

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

footage = open_file(sys.argv[1], Config()).takes[0]
perform(footage, None, footage.clause_at(footage.duration / 2))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(time.perf_counter() - begun, time.process_time(), peak, footage.duration)
"""


def join(path: Path, hours: float) -> None:
    """One sound of some hours."""
    sounds = [soundfile.read(each, dtype="int16") for each in sorted(SPEECH.glob("audio/*"))]
    with soundfile.SoundFile(path, "w", sounds[0][1], 1, "PCM_16") as file:
        while file.frames < hours * 3600 * file.samplerate:
            for samples, _ in sounds:
                file.write(samples)


def open_(hours: float, unheard: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.wav"
        join(path, hours)
        env = {**os.environ, "AVATAR_HOME": str(Path(folder) / "home")}
        print(f"{soundfile.info(path).duration / 3600:.2f} hours, {path.stat().st_size / 1e6:.0f} MB")
        for name in ("first", "again", "again", "again"):
            begun = time.perf_counter()
            code = UNHEARD + OPENING if unheard and name == "first" else OPENING
            done = subprocess.run(
                [sys.executable, "-c", code, path], env=env, capture_output=True, text=True, check=True
            )
            seconds, used, megabytes, _ = map(float, done.stdout.split()[-4:])
            whole = time.perf_counter() - begun
            print(f"{name}: {seconds:.2f} s, {whole:.2f} s with the start of the process, {used:.2f} s of a processor; "
                  f"{megabytes:.0f} MB at most")  # fmt: skip
        kept = sum(each.stat().st_size for each in (Path(folder) / "home" / "cache" / "analyses").glob("*.kept"))
        print(f"kept: {kept / 1e6:.0f} MB. Target: {OPEN_S} s")


def kills(times: int) -> None:
    from tests.edits.test_journal import EDITING, take_of

    lost: list[int] = []
    unopened = 0
    chance = random.Random(100)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AVATAR_HOME"] = folder
        path = Path(folder) / "talk.wav.edits"
        for _ in range(times):
            with subprocess.Popen([sys.executable, "-c", EDITING, path], stdout=subprocess.PIPE, text=True) as editing:
                assert editing.stdout is not None
                if chance.random() < 0.8:  # the others are killed as they start
                    editing.stdout.readline()
                time.sleep(chance.random() * 0.3)
                editing.send_signal(signal.SIGKILL)
                told = [line.split()[1] for line in editing.stdout.read().splitlines(True) if line.endswith("\n")]
            if told:
                try:
                    lost.append(int(told[-1]) - len(take_of(path).of("mouths")))
                except Exception as error:
                    unopened += 1
                    print(f"does not open: {error}")
    print(f"{times} kills, {len(lost)} while it edited: {sum(each > 0 for each in lost)} lost something that was noted "
          f"(at most {max([0, *lost])} edits), {unopened} could not be opened")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="what", required=True)
    opens = commands.add_parser("open")
    opens.add_argument("--hours", type=float, default=2.0)
    opens.add_argument("--unheard", action="store_true")
    commands.add_parser("kills").add_argument("--times", type=int, default=100)
    options = parser.parse_args()
    if options.what == "open":
        open_(options.hours, options.unheard)
    else:
        kills(options.times)


if __name__ == "__main__":
    main()
