"""How far a singer stands over the backing, style by style.

    python -m benchmarks.backing [SONG ...] [--voice NAME ...]

avatar's own songs by default, each sung once and played in every style. Judged is what is mixed: loudness (ITU-R
BS.1770) of the voice where it sounds, less that of the backing at the same time, in dB, a song and style.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import audio, library
from avatar.song.arranging import Arrangement, balance
from avatar.song.backing import STYLES, play_backing
from avatar.song.joining import join_lines
from avatar.song.reading import read_score
from avatar.song.singing import sing_lines
from avatar.sound.levels import mean_loudness
from avatar.sound.synth import RATE
from avatar.speech.speaker import Speaker

BLOCK = round(0.4 * RATE)


def stands(voice: np.ndarray, backing: np.ndarray) -> float:
    """dB by which the voice is louder than the backing, of the blocks in which it sounds."""
    count = min(len(voice), len(backing)) // BLOCK
    blocks = voice[: count * BLOCK].reshape(count, BLOCK), backing[: count * BLOCK].reshape(count, BLOCK)
    power = np.square(blocks[0]).mean(axis=1)
    sounds = power > 0.05 * np.percentile(power, 90)
    return mean_loudness(blocks[0][sounds].ravel()) - mean_loudness(blocks[1][sounds].ravel())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("songs", nargs="*")
    parser.add_argument("--voice", nargs="+", default=["hibari-heart", "en-gb"])
    options = parser.parse_args()
    speaker = Speaker()
    found: dict[str, list[float]] = {style: [] for style in STYLES}
    for name in options.songs or library.songs():
        score = read_score(library.songs()[name])
        for voice in options.voice:
            lines = list(sing_lines(score.parts[0], score, library.voice(voice), speaker))
            whole = join_lines(lines)
            clip = whole.performance.speech.clip
            sung = np.pad(audio.floats(clip, RATE), (round(max(0.0, whole.start) * RATE), 0))
            sung = sung[round(max(0.0, -whole.start) * RATE) :]
            first = lines[0].performance.speech.clip
            loud = mean_loudness(first.floats(), first.rate)
            for style in STYLES:
                played = play_backing(replace(score, style=style))
                if played is None:
                    continue
                own = Arrangement(score, (), played.clip).backing_lufs
                gain = balance(own, loud)
                found[style].append(stands(sung, played.clip.floats() * gain))
    for style, stood in found.items():
        print(f"{style:10} {np.mean(stood):5.1f} dB on the whole, {min(stood):.1f} to {max(stood):.1f}")
    speaker.close()


if __name__ == "__main__":
    main()
