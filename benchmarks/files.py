"""What `avatar lipsync` takes for whole files: `python -m benchmarks.files [--hours 2]`, on one core.

espeak-ng reads to itself for 5 s, 60 s and, where asked for, hours; each file goes through the command in a process of
its own, with its text and without. Prints seconds of processor time and of the clock, from the start of the process to
the cues, and the peak memory. Targets: 5 s in 1.0 s, 60 s in 220 MB; from one length to a longer one memory grows by
the mouth alone (some 18 kB a second of sound, while it is being written).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from avatar.studio import espeak
from avatar.studio.voices import SENTENCES

_ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_MEASURED = """
import resource, sys
from avatar.cli import main
code = main(["lipsync", *sys.argv[1:]])
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:8.2f} s of processor {used.ru_maxrss / 1024:6.0f} MB", end=" ", flush=True)
sys.exit(code)
"""


def written(folder: Path, seconds: float) -> tuple[Path, Path]:
    """A sound of about that length and its text."""
    sound, text = folder / f"{seconds:g}.wav", folder / f"{seconds:g}.txt"
    said: list[str] = []
    length = number = 0
    spoken: list[tuple[np.ndarray, str]] = []
    with soundfile.SoundFile(sound, "w", 22050, 1) as file:
        while length < seconds * 22050:
            if len(spoken) < 40:
                line = SENTENCES[number % len(SENTENCES)]
                style = espeak.SpeakingStyle("en-us", 240 if seconds < 10 else 150 + number)
                spoken.append((espeak.render(line, style).clip.samples, line))
            samples, line = spoken[number % len(spoken)]
            file.write(samples)
            said.append(line)
            length += len(samples)
            number += 1
    text.write_text("\n".join(said), encoding="utf-8")
    return sound, text


def measured(name: str, *arguments: str) -> None:
    print(f"{name:<28}", end="", flush=True)
    began = time.monotonic()
    command = [sys.executable, "-c", _MEASURED, *arguments]
    subprocess.run(command, check=True, env={**os.environ, **_ONE_CORE})
    print(f"{time.monotonic() - began:8.2f} s in all", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=0.0, metavar="N", help="also a sound of so many hours")
    hours = parser.parse_args().hours
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        for seconds in (5.0, 60.0, *([hours * 3600] if hours else [])):
            sound, text = written(folder, seconds)
            out = str(folder / "out.json")
            exact = soundfile.info(sound).duration
            measured(f"{exact:.0f} s, sound alone", str(sound), "-o", out)
            measured(f"{exact:.0f} s, text known", str(sound), "-d", str(text), "-o", out)


if __name__ == "__main__":
    main()
