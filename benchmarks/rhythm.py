"""Words without a tune, spoken in rhythm: are the vowels of stressed syllables heard on the beat?

    python -m benchmarks.rhythm [--voice NAME ...] [--sounds FOLDER] [--pictures FOLDER]

Lines of verse and of plain speech, as a `~` line of a show is spoken, at a hundred beats a minute. Onsets are found as
`benchmarks.songs` finds them: the steepest rise of the level between 250 and 3000 Hz near the moment, up to half-way
to the syllables beside it.

    on beat     share of the stressed syllables whose moment is a beat
    late        ms between a stressed syllable's vowel and its beat: median and 90th percentile of the size, and median
    pace        syllables a second, from a line's first to its last
"""

from __future__ import annotations

import argparse
import itertools
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import audio, library
from avatar.song.in_rhythm import BAR, InRhythm, speak_in_rhythm
from avatar.song.reading.notation import Slot, WordRow
from avatar.song.reading.rhythm import MOST_UPBEAT, Bars, spoken_row
from avatar.song.reading.stresses import STRESSED, find_beaten
from avatar.speech.speaker import Speaker
from avatar.types import VISEMES, MouthTrack, Performance, Rung
from benchmarks.songs import NEAR_S, _band_level, find_onsets

BEAT_S = 0.6
LINES = (
    "A line that begins like this", "is part of a song.", "Twinkle, twinkle, little star,",
    "how I wonder what you are.",
    "I never meant to tell you all the secrets of the kettle,", "the kettle never told me that it minded being old.",
    "Tomorrow, and tomorrow, and tomorrow,", "creeps in this petty pace from day to day.",
    "My toaster fell in love with me,", "it glows when I come near.", "We open up at seven in the morning",
    "and the bread is never late.", "Seven hundred mouths to feed,", "and nobody brought a spoon.",
)  # fmt: skip


def stressed(text: str, language: str) -> list[tuple[float, float]]:
    """Beats, from the line's first bar, at which its stressed syllables are to begin, and half-way to the next one."""
    words = WordRow(tuple(Slot(word, True, whole=True) for word in text.split()))
    row = spoken_row(words, Bars(BAR, 1.0, BEAT_S, MOST_UPBEAT), language)
    weights = [each.weight for each in find_beaten(words.slots, language)]
    starts = [sound.at for sound in row.notes.sounds]
    gaps = [2.0, *np.diff(starts).tolist(), 2.0]
    half = [min(before, after) / 2 for before, after in itertools.pairwise(gaps)]
    return [(at, near) for at, near, weight in zip(starts, half, weights, strict=True) if weight == STRESSED]


def draw(path: Path, found: list[tuple[str, InRhythm, list[tuple[float, float]]]]) -> None:
    """Levels with beats and asked moments (needs matplotlib)."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(len(found), 1, figsize=(16, 2 * len(found)), squeeze=False)
    for axis, (text, made, moments) in zip(axes[:, 0], found, strict=True):
        clip = made.performance.speech.clip
        level, _ = _band_level(clip.floats().astype(np.float64), clip.rate)
        axis.plot(np.arange(len(level)) * 0.005 + 0.01 - made.lead, level)
        for beat in range(round(made.beats) + 1):
            axis.axvline(beat * BEAT_S, color="0.7")
        for moment, _ in moments:
            axis.axvline(moment * BEAT_S, color="r", ls=":")
        axis.set_title(text, fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", nargs="+", default=["hibari-heart", "en-gb"])
    parser.add_argument("--sounds", type=Path)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    speaker = Speaker()
    for name in options.voice:
        late, paces, on, count = [], [], 0, 0
        drawn = []
        for number, text in enumerate(LINES):
            speech = speaker.speak(text, library.voice(name))
            mouth = MouthTrack(np.zeros((round(speech.clip.duration * 100), len(VISEMES)), np.float32), Rung.VOICE)
            made = speak_in_rhythm(Performance("A", speech, mouth), BEAT_S)
            assert made is not None
            moments = stressed(text, speech.language)
            clip = made.performance.speech.clip
            seconds = [made.lead + moment * BEAT_S for moment, _ in moments]
            near = [min(NEAR_S, half * BEAT_S) for _, half in moments]
            late += list(find_onsets(clip.floats().astype(np.float64), clip.rate, 0.0, seconds, near))
            on += sum(moment % 1 == 0 for moment, _ in moments)
            count += len(moments)
            captions = made.performance.captions
            paces.append((len(captions) - 1) / (captions[-1].start - captions[0].start))
            drawn.append((text, made, moments))
            if options.sounds:
                options.sounds.mkdir(parents=True, exist_ok=True)
                audio.write(options.sounds / f"{name}-{number}.wav", clip)
        ms = 1000 * np.array(late)
        size = f"{np.nanmedian(abs(ms)):.0f} {np.nanpercentile(abs(ms), 90):.0f} ({np.nanmedian(ms):+.0f}) ms"
        print(
            f"{name:14} on beat {on / count:.2f} of {count}  late {size}, {np.isnan(ms).mean():.2f} not heard  "
            f"pace {np.median(paces):.1f}"
        )
        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
            draw(options.pictures / f"{name}.png", drawn[:7])
    speaker.close()


if __name__ == "__main__":
    main()
