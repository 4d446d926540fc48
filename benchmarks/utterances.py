"""Whether voice engines grow, hang or say the same text otherwise: a thousand utterances each.

    python -m benchmarks.utterances VOICE ... [--count 1000] [--texts 140] [--short]

One process of each voice's engine says so many sentences over and over, at three paces and with three pitches; with
`--short` only two to five words of each, for a slow one. Fails where its memory (proportional set size) grows by more
than 10 MB from half of them to the last, where a sentence that comes again has other times or samples (espeak-ng's
depend on what it said before), or where one takes longer than a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from avatar import library
from avatar.speech.base import Request, SpokenSound
from avatar.speech.child import EngineProcess
from avatar.text.clean import speakable
from avatar.types import Voice
from benchmarks.sentences import EDGES, READING
from benchmarks.voices import memory_mb

ROOM_MB = 10.0
WEIGHED = (0.1, 0.5, 1.0)
"""Shares of the utterances after which its memory is looked at: until the second it warms up."""
SHORT = (2, 3, 4, 5)
"""Words of short utterances, in turn."""
PATIENCE_S = 60.0
DRAWS = "espeak"
"""The engine whose noise and pitch go on from what it said before."""
PACES, PITCHES = (1.0, 0.7, 1.4), (0, 15, -15)
"""Factors on the voice's rate, and what is added to its pitch."""


def requests(voice: Voice, texts: int, *, short: bool) -> Iterator[Request]:
    """So many sentences without end, each always in the same manner."""
    ways = itertools.cycle(itertools.product(PACES, PITCHES))
    written = [*EDGES, *READING][:texts]
    if short:
        written = [" ".join(text.split()[:words]) for text, words in zip(written, itertools.cycle(SHORT), strict=False)]
    said = [(speakable(text, voice.language).text, *way) for text, way in zip(written, ways, strict=False)]
    for text, pace, pitch in itertools.cycle(said):
        yield Request.of(text, replace(voice, rate=round(voice.rate * pace), pitch=voice.pitch + pitch))


class Signature(NamedTuple):
    """What is the same for the same sound alone."""

    samples: str
    times: str

    @classmethod
    def of(cls, sound: SpokenSound) -> Signature:
        times = repr((sound.duration, sound.words, sound.phones))
        return cls(*(hashlib.sha256(each).hexdigest() for each in (sound.pcm, times.encode())))


def run(voice: Voice, count: int, texts: int, *, short: bool) -> bool:
    """Says so many utterances; prints what came of it. True where all is as it should be."""
    process = EngineProcess(voice.engine, None)
    first: dict[Request, Signature] = {}
    other_samples = other_times = 0
    longest = spoken = 0.0
    begun = time.perf_counter()
    marks = [round(share * count) for share in WEIGHED]
    weights: list[float] = []
    try:
        process.warm(Request.of("", voice), PATIENCE_S, lambda: False)
        pid = process.pid
        for number, request in enumerate(itertools.islice(requests(voice, texts, short=short), count), 1):
            asked = time.perf_counter()
            sound = process.speak(request, PATIENCE_S, lambda: False)
            longest, spoken = max(longest, time.perf_counter() - asked), spoken + sound.duration
            signature = Signature.of(sound)
            known = first.setdefault(request, signature)
            other_samples += known.samples != signature.samples
            other_times += known.times != signature.times
            if number in marks:
                weights.append(memory_mb(process.pid or 0))
        if process.pid != pid:
            print(f"{voice.name}: its process was replaced")
            return False
    finally:
        process.close()
    print(
        f"{voice.name}: {count} utterances, {spoken / 60:.1f} minutes of speech, in {time.perf_counter() - begun:.0f} s"
    )
    told = ", ".join(f"{weight:.1f} MB after {mark}" for mark, weight in zip(marks, weights, strict=True))
    print(f"    memory {told}; the longest took {longest:.2f} s")
    again = count - len(first)
    print(f"    of {again} said again, {other_times} had other times, {other_samples} other samples", flush=True)
    return weights[-1] - weights[1] <= ROOM_MB and (not other_times + other_samples or voice.engine == DRAWS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="+")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--texts", type=int, default=len(EDGES) + len(READING))
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    results = [run(library.voice(name), options.count, options.texts, short=options.short) for name in options.voices]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
