"""What the sound device plays, told to whoever hears a microphone, where the character's voice is not to be heard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.stage.messages import Played

PIECE_S = 0.02
"""Seconds of sound that are told at once: less would be more messages than sound."""


class _Block(NamedTuple):
    start: float
    rate: int
    samples: NDArray[np.float32]


class Overhearing:
    """Passes blocks on from the device's thread, which must not wait for a pipe, by a thread of its own."""

    def __init__(self, send: Callable[[Played], None]) -> None:
        self._send = send
        self._blocks: SimpleQueue[_Block | None] = SimpleQueue()
        threading.Thread(target=self._run, name="overhearing", daemon=True).start()

    def take(self, start: float, rate: int, samples: NDArray[np.float32]) -> None:
        """A block that is heard from a wall time on: mono, in [-1, 1]."""
        self._blocks.put(_Block(start, rate, samples))

    def close(self) -> None:
        """Pass nothing more on."""
        self._blocks.put(None)

    def _run(self) -> None:
        waiting: list[_Block] = []
        while block := self._blocks.get():
            waiting.append(block)
            if sum(len(each.samples) for each in waiting) >= PIECE_S * block.rate:
                self._send(_joined(waiting))
                waiting = []


def _joined(blocks: list[_Block]) -> Played:
    samples = np.concatenate([block.samples for block in blocks])
    whole = (np.clip(samples, -1.0, 1.0) * 32767.0).astype("<i2")
    return Played(blocks[0].start, blocks[0].rate, whole.tobytes())
