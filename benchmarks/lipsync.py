"""How long the parts of a mouth take: `python benchmarks/lipsync.py`. Medians of repeated runs, one core.

Columns: milliseconds for ten seconds of speech, and how many times faster than real time that is. The last row is a
whole clause of espeak-ng's from its text to its performance, less what the synthesis took (target 40 ms). Whole files
and memory: `benchmarks/files.py`; the model's stages: `benchmarks/hearing.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median

import numpy as np

from avatar import library
from avatar.config import Config
from avatar.lipsync.coarticulate import coarticulate
from avatar.lipsync.estimate import estimate
from avatar.lipsync.formats.rhubarb import letters
from avatar.lipsync.loudness import loudness
from avatar.lipsync.phonemes import phonemize
from avatar.performer.perform import Performer, SpokenLine
from avatar.text.directions import Marked
from avatar.types import Clip, MouthTrack, Rung, Speech, Timed, Voice

SECONDS = 10.0
TEXT = "Printing, in the only sense with which we are at present concerned, differs from most if not from all the arts."


def timed() -> tuple[Timed, ...]:
    phones = [phone for clause in phonemize(TEXT, "en") for phone in clause.phones]
    each = SECONDS / (len(phones) + 2)
    return tuple(Timed((i + 1) * each, (i + 2) * each, phone) for i, phone in enumerate(phones))


def noise() -> Clip:
    t = np.arange(round(SECONDS * 16000)) / 16000
    return Clip.from_floats(
        (np.sin(2 * np.pi * 150 * t) * (np.sin(2 * np.pi * 2 * t) > 0) * 0.3).astype(np.float32), 16000
    )


def measured(work: Callable[[], object], times: int = 30) -> float:
    """Median milliseconds of one run, the first one left out."""
    work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return median(took) * 1000


def beyond_synthesis(times: int = 20) -> float:
    """Median milliseconds from a text of ten seconds to its performance, less those that speaking it took."""
    performer = Performer(Config())
    inside: list[float] = []
    speak = performer._speaker.speak

    def spoken(text: str, voice: Voice, pronunciations: Mapping[str, str]) -> Speech:
        began = time.perf_counter()
        speech = speak(text, voice, pronunciations)
        inside.append(time.perf_counter() - began)
        return speech

    performer._speaker.speak = spoken  # type: ignore[method-assign, assignment]
    voice = library.voice("en-us")
    took = []
    try:
        performer.warm(voice)
        for number in range(times):
            inside.clear()
            began = time.perf_counter()
            made = performer.perform(SpokenLine(Marked(f"{TEXT} And {number} more followed it."), "someone", voice))
            took.append(time.perf_counter() - began - sum(inside))
    finally:
        performer.close()
    print(f"{'a clause of':<28}{made.speech.clip.duration:8.2f} s by rung {made.mouth.rung}")
    return median(took) * 1000


def main() -> None:
    phones, clip = timed(), noise()
    track = MouthTrack(coarticulate(phones, SECONDS), Rung.VOICE, 0.02)
    speech = Speech(clip, TEXT, "")
    for name, work in {
        "phonemize": lambda: phonemize(TEXT, "en"),
        "coarticulate": lambda: coarticulate(phones, SECONDS),
        "estimate (with phonemize)": lambda: estimate(speech),
        "loudness": lambda: loudness(clip),
        "letters": lambda: letters(track),
    }.items():
        took = measured(work)
        print(f"{name:<28}{took:8.2f} ms {SECONDS * 1000 / took:10.0f} x")
    print(f"{'text to performance, beyond':<28}{beyond_synthesis():8.2f} ms")


if __name__ == "__main__":
    main()
