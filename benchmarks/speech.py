"""How fast speech is: `python benchmarks/speech.py`. Prints medians; wants an otherwise idle machine."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable

from avatar import library
from avatar.speech.base import Request
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.speaker import Speaker
from avatar.text.clean import speakable

TEXT = "The quick brown fox jumped over 25 lazy dogs and then went {}."
"""About twelve words; the number makes each one new to the cache."""


def median_ms(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def fresh_process() -> None:
    """A new engine process, up to its first sound."""
    process = EngineProcess("espeak", None)
    process.speak(Request("Hello.", "en-gb"), 10.0, lambda: False)
    process.close()


def main() -> None:
    voice = library.voice("en-gb")
    fresh_process()
    print(f"engine process, start to first sound   {median_ms(fresh_process, 10):8.1f} ms")
    print(f"cleaning, a clause                     {median_ms(lambda: speakable(TEXT, 'en-GB'), 200):8.2f} ms")
    long = (TEXT + " **bold** ") * 2000
    print(f"cleaning, {len(long)} characters           {median_ms(lambda: speakable(long, 'en-GB'), 5):8.1f} ms")
    speaker = Speaker(cache=Cache())
    speaker.warm(voice)
    numbers = itertools.count()
    try:
        warm = median_ms(lambda: speaker.speak(TEXT.format(next(numbers)), voice), 50)
        kept = median_ms(lambda: speaker.speak(TEXT.format(0), voice), 50)
    finally:
        speaker.close()
    print(f"clause to Speech, warm                 {warm:8.1f} ms")
    print(f"clause to Speech, from the cache       {kept:8.1f} ms")


if __name__ == "__main__":
    main()
