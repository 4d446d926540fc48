"""What voices cost: one row each, and what avatar itself adds to a clause.

    python -m benchmarks.voices [VOICE ...] [--sentences 12]

Without names, the first working voice of each engine that needs no network. Of each engine's process: seconds from its
start to its first words; from asking for four words to having their sound, warm (both medians, texts new each time);
processor time and time by the clock for a second of speech, over so many sentences; and its memory after them
(proportional set size). Wants an otherwise idle machine, and says how busy it was.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from avatar import library
from avatar.errors import EngineError
from avatar.speech import ENGINES, traits
from avatar.speech.base import Request
from avatar.speech.cache import Cache
from avatar.speech.child import EngineProcess
from avatar.speech.speaker import Speaker
from avatar.text.clean import speakable
from avatar.types import Voice
from benchmarks.sentences import EDGES, READING

TEXT = "The quick brown fox jumped over 25 lazy dogs and then went {}."
"""About twelve words; the number makes each one new to the cache."""
COLD, WARM = 3, 20
"""How often each is timed."""
PATIENCE_S = 120.0


class Row(NamedTuple):
    """What one voice costs."""

    cold_s: float
    four_words_s: float
    cpu: float
    """Seconds of processor for a second of speech."""
    wall: float
    """Seconds by the clock for a second of speech."""
    memory_mb: float


def cpu_s(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Proportional set size."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def four_words() -> list[str]:
    """Texts of four words."""
    return [" ".join(words[:4]).strip(",;.") + "." for words in map(str.split, EDGES) if len(words) >= 4]


def measure(voice: Voice, sentences: Sequence[str]) -> Row:
    texts = itertools.cycle(four_words())
    cold = []
    for _ in range(COLD):
        process = EngineProcess(voice.engine, None)
        begun = time.perf_counter()
        process.speak(Request.of(next(texts), voice), PATIENCE_S, lambda: False)
        cold.append(time.perf_counter() - begun)
        process.close()
    process = EngineProcess(voice.engine, None)
    try:
        process.warm(Request.of("", voice), PATIENCE_S, lambda: False)
        process.speak(Request.of(next(texts), voice), PATIENCE_S, lambda: False)
        quick = []
        for _ in range(WARM):
            begun = time.perf_counter()
            process.speak(Request.of(next(texts), voice), PATIENCE_S, lambda: False)
            quick.append(time.perf_counter() - begun)
        assert process.pid is not None
        begun, used, spoken = time.perf_counter(), cpu_s(process.pid), 0.0
        for text in sentences:
            said = speakable(text, voice.language).text
            spoken += process.speak(Request.of(said, voice), PATIENCE_S, lambda: False).duration
        used, taken = cpu_s(process.pid) - used, time.perf_counter() - begun
        return Row(
            statistics.median(cold), statistics.median(quick), used / spoken, taken / spoken, memory_mb(process.pid)
        )
    finally:
        process.close()


def find_voices(names: Sequence[str]) -> list[Voice]:
    """The voices of these names; without any, the first that works of each engine, but for those of servers."""
    if names:
        return [library.voice(name) for name in names]
    found: dict[str, Voice] = {}
    for voice in library.every_voice():
        if voice.engine in found or voice.engine not in ENGINES or traits(voice.engine).sends_to:
            continue
        process = EngineProcess(voice.engine, None)
        try:
            process.warm(Request.of("", voice), PATIENCE_S, lambda: False)
            found[voice.engine] = voice
        except EngineError:
            pass
        finally:
            process.close()
    return list(found.values())


def median_ms(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def tell_own() -> None:
    """What avatar adds to the engine."""
    voice = library.voice("en-gb")
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
    print(f"clause to Speech, espeak, warm         {warm:8.1f} ms")
    print(f"clause to Speech, from the cache       {kept:8.1f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*")
    parser.add_argument("--sentences", type=int, default=12)
    options = parser.parse_args()
    print(f"{'':20}{'engine':10}{'cold':>9}{'4 words':>10}{'CPU':>8}{'clock':>8}{'memory':>10}   load")
    for voice in find_voices(options.voices):
        row = measure(voice, READING[: options.sentences])
        print(
            f"{voice.name:20}{voice.engine:10}{row.cold_s:7.2f} s{1000 * row.four_words_s:7.0f} ms"
            f"{row.cpu:8.3f}{row.wall:8.3f}{row.memory_mb:7.0f} MB{os.getloadavg()[0]:7.1f}",
            flush=True,
        )
    tell_own()
    return 0


if __name__ == "__main__":
    sys.exit(main())
