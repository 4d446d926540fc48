"""What a clause costs the chat's process on its way from the performer to the stage, and the messages themselves.

    python benchmarks/passing.py [--times 300]

A clause comes in as the bytes that the performer writes, is read, noted as a reply notes it, kept for an export and
written as the bytes that the stage reads: all that the chat does with sound, without the pipes and the waiting.
Processor time of this thread, the median of all times.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from avatar import processes
from avatar.conversation.record import Record
from avatar.performer import messages as performed
from avatar.scenefile import Packed
from avatar.stage import messages as staged
from avatar.types import Clip, Mark, MouthTrack, Performance, Rung, Speech, Timed

RATE = 22_050


def clause(seconds: float) -> Performance:
    """Three words, ten phones and a mark a second."""
    count = round(seconds * RATE)
    samples = (8000 * np.sin(np.arange(count) / 20)).astype(np.int16)
    weights = np.full((round(seconds * 100), 15), 1 / 15, np.float32)
    words = tuple(Timed(n / 3, n / 3 + 0.3, "weather", 8 * n, 7) for n in range(round(seconds * 3)))
    phones = tuple(Timed(n / 10, n / 10 + 0.1, "ə") for n in range(round(seconds * 10)))
    marks = tuple(Mark("emphasis", "weather", float(n), n + 0.3, 0.7) for n in range(round(seconds)))
    text = "weather " * len(words)
    speech = Speech(Clip(samples, RATE), text, "en-gb", words=words, phones=phones, times_from="engine")
    return Performance("juno", speech, MouthTrack(weights, Rung.VOICE, 0.02), marks, (Timed(0.0, seconds, text),))


def microseconds(step: Callable[[], object], times: int) -> float:
    """Of processor time, the median."""
    found = []
    for _ in range(times):
        begun = time.thread_time_ns()
        step()
        found.append(time.thread_time_ns() - begun)
    return statistics.median(found) / 1000


def written(message: object) -> bytes:
    return b"".join(part for frame in processes.encode(message) for part in frame)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=300)
    times = parser.parse_args().times
    record = Record()
    print("seconds of the clause   KiB   read   note, keep   write   chat in all   pack   open   (µs)")
    for seconds in (1.0, 3.0, 10.0):
        performance = clause(seconds)
        packed = Packed.of(performance)
        text = written(performed.Performed(1, packed))

        def read(text: bytes = text) -> Packed:
            (came,) = processes.incoming(io.BytesIO(text), performed.UP)
            assert isinstance(came, performed.Performed)
            return came.performance

        def note(packed: Packed = packed) -> object:
            record.add(1, packed)
            return packed.head.rung.value, packed.head.voice, [word.at for word in packed.head.words]

        def write(packed: Packed = packed) -> object:
            return processes.encode(staged.Perform(1, packed, None, None, 1.0))

        costs = [microseconds(step, times) for step in (read, note, write)]
        ends = [microseconds(lambda p=performance: Packed.of(p), times), microseconds(packed.performance, times)]
        row = [*costs, sum(costs), *ends]
        told = (f"{cost:{width}.0f}" for cost, width in zip(row, (7, 13, 8, 14, 7, 7), strict=True))
        print(f"{seconds:22.0f}{len(text) / 1024:6.0f}", *told, sep="")
    record.clear()


if __name__ == "__main__":
    main()
