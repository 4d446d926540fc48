"""How long a song takes from its score to a film, and how soon it is heard live.

    python -m benchmarks.songs_film [--seconds 180] [--voice en-gb] [--character juno]

A tune is sung over and over for so many seconds and filmed by `avatar sing -o` in 720p at 25 frames a second, dance and
captions in it. Told are the time on the clock and the processors' time, the second of which a busy machine does not
spoil, and of that what the parts take, each done alone: singing it into a scene, and filming that; then how long it
takes live until the first line is sung (`benchmarks.songs_live` has the rest). Targets: 1.5 times the song's length on
two cores, and 2 s.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

HEAD = "Title: A benchmark\nTempo: 100\n\nTune: a\nc4 c g g | a a g:2\n"
LINES = ("Twin-kle, twin-kle, lit-tle star,", "how I won-der what you are,", "up a-bove the world so high,")
LINE_S = 4.8
TARGET, STARTS_TARGET_S = 1.5, 2.0


def write_song(path: Path, seconds: float) -> None:
    """A song of about so many seconds."""
    count = max(1, round(seconds / LINE_S))
    words = [f"~ {LINES[number % len(LINES)]}" for number in range(count)]
    body = "\n".join(f"Sing: a\n{line}" for line in words[1:])
    path.write_text(f"{HEAD}{words[0]}\n{body}\n", "utf-8")


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--voice", default="en-gb")
    parser.add_argument("--character", default="juno")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "song.song"
        write_song(song, options.seconds)
        command = [sys.executable, "-m", "avatar", "sing", str(song), "--character", options.character, "--voice",
                   options.voice, "-o", str(Path(folder) / "song.mp4"), "--size", "720p", "--fps", "25", "--captions",
                   "-q"]  # fmt: skip
        began, spent = time.monotonic(), cpu()
        subprocess.run(command, check=True)
        took, used = time.monotonic() - began, cpu() - spent
        length = round(options.seconds / LINE_S) * LINE_S
        print(
            f"filmed: {length:.0f} s of song took {took:.1f} s ({took / length:.2f} x, target {TARGET:g}), processors "
            f"{used:.1f} s ({used / length / 2:.2f} x on two cores), load {os.getloadavg()[0]:.1f}"
        )
        parts = {}
        for part, words in (
            ("singing it", ["sing", str(song), "--save", str(Path(folder) / "song.scene")]),
            ("filming it", ["film", str(Path(folder) / "song.scene"), "-o", str(Path(folder) / "again.mp4")]),
        ):
            spent = cpu()
            more = command[5:9] if words[0] == "sing" else command[11:-1]
            subprocess.run([sys.executable, "-m", "avatar", *words, *more, "-q"], check=True)
            parts[part] = cpu() - spent
        told = ", ".join(f"{part} {used:.1f} s ({used / length / 2:.2f} x)" for part, used in parts.items())
        print(f"of the processors' time: {told}")
        print(f"live: {_starts(song, options):.2f} s until it may begin (target {STARTS_TARGET_S:g})")


def _starts(song: Path, options: argparse.Namespace) -> float:
    """Seconds from the command's own start until the first lines are sung."""
    code = (
        "import sys, time; began = time.monotonic(); from pathlib import Path\n"
        "from avatar.config import Config\n"
        "from avatar.show.songs import SongOrder, stage_song\n"
        "from avatar.song.reading import read_score\n"
        "order = SongOrder((sys.argv[2],), (sys.argv[3],))\n"
        "source = stage_song(read_score(Path(sys.argv[1])), Config(), order, print)\n"
        "steps = source.steps(0); next(steps), next(steps); print(time.monotonic() - began); source.close()\n"
    )
    arguments = [str(song), options.character, options.voice]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    main()
