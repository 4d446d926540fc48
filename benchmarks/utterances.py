"""Whether voice engines grow, hang or say the same text otherwise: a thousand utterances each.

    python -m benchmarks.utterances VOICE ... [--count 1000] [--texts 140]

One process of each voice's engine says so many sentences over and over, at three paces and with three pitches. Fails
where its memory (proportional set size) grows by more than 10 MB after the first fifth, where a sentence that comes
again has other times or samples (espeak-ng's depend on what it said before), or where one takes longer than a minute.
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
WARM = 0.2
"""Share of the utterances that is warming up."""
PATIENCE_S = 60.0
DRAWS = "espeak"
"""The engine whose noise and pitch go on from what it said before."""
PACES, PITCHES = (1.0, 0.7, 1.4), (0, 15, -15)
"""Factors on the voice's rate, and what is added to its pitch."""


def requests(voice: Voice, texts: int) -> Iterator[Request]:
    """So many sentences without end, each always in the same manner."""
    ways = itertools.cycle(itertools.product(PACES, PITCHES))
    said = [
        (speakable(text, voice.language).text, *way)
        for text, way in zip([*EDGES, *READING][:texts], ways, strict=False)
    ]
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


def run(voice: Voice, count: int, texts: int) -> bool:
    """Says so many utterances; prints what came of it. True where all is as it should be."""
    process = EngineProcess(voice.engine, None)
    first: dict[Request, Signature] = {}
    other_samples = other_times = 0
    longest = spoken = 0.0
    begun = time.perf_counter()
    warm = final = 0.0
    try:
        process.warm(Request.of("", voice), PATIENCE_S, lambda: False)
        pid = process.pid
        for number, request in enumerate(itertools.islice(requests(voice, texts), count)):
            asked = time.perf_counter()
            sound = process.speak(request, PATIENCE_S, lambda: False)
            longest, spoken = max(longest, time.perf_counter() - asked), spoken + sound.duration
            signature = Signature.of(sound)
            known = first.setdefault(request, signature)
            other_samples += known.samples != signature.samples
            other_times += known.times != signature.times
            if number == int(WARM * count):
                warm = memory_mb(process.pid or 0)
        if process.pid != pid:
            print(f"{voice.name}: its process was replaced")
            return False
        final = memory_mb(process.pid or 0)
    finally:
        process.close()
    print(
        f"{voice.name}: {count} utterances, {spoken / 60:.1f} minutes of speech, in {time.perf_counter() - begun:.0f} s"
    )
    print(f"    memory {warm:.1f} MB, at the end {final:.1f}; the longest took {longest:.2f} s")
    again = count - len(first)
    print(f"    of {again} said again, {other_times} had other times, {other_samples} other samples", flush=True)
    return final - warm <= ROOM_MB and (not other_times + other_samples or voice.engine == DRAWS)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="+")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--texts", type=int, default=len(EDGES) + len(READING))
    options = parser.parse_args()
    results = [run(library.voice(name), options.count, options.texts) for name in options.voices]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
