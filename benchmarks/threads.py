"""Lip sync from several threads at once: `python -m benchmarks.threads`.

Prints, for 1, 2, 4 and 8 threads, how many sentences a second get a mouth, whether all are those of one thread,
and the memory of the process. The model answers without Python's lock, so threads gain where there are cores.
"""

from __future__ import annotations

import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

import avatar

TEXTS = ("Hello there, my friend, how are you today?", "That's just gobbledygook to me, and I won't sign it.", "")
CALLS = 60


def main() -> None:
    with avatar.Actor() as actor:
        clips = [actor.speak(text or TEXTS[0]).speech.clip for text in TEXTS]

    def made(number: int) -> avatar.MouthTrack:
        return avatar.lip_sync(clips[number % len(TEXTS)], TEXTS[number % len(TEXTS)])

    alone = [made(number).weights for number in range(len(TEXTS))]
    for count in (1, 2, 4, 8):
        began = time.perf_counter()
        with ThreadPoolExecutor(count) as pool:
            tracks = list(pool.map(made, range(CALLS)))
        seconds = time.perf_counter() - began
        same = all(np.array_equal(track.weights, alone[i % len(TEXTS)]) for i, track in enumerate(tracks))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{count} threads: {CALLS / seconds:5.1f} a second, {'all alike' if same else 'DIFFERENT'}, {memory:.0f} MB"
        )


if __name__ == "__main__":
    main()
