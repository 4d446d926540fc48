"""Training windows cut at random from prepared frames, changed anew each time.

The changes work on log-mel frames: `gain`, `colour` (a smooth random equaliser), `noise` (added as energy), `band` (a
low ceiling, as old codecs have), `tape` (neither highs nor lows, and a steady hiss), `mask` (a stretch of time or of
bands blotted out). A quarter of the noises is babble: other windows of the same batch, speaking at once.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from avatar.lipsync import features
from avatar.studio.manifest import DatasetError
from avatar.studio.prepare import Dice, TrainingFrames
from avatar.types import FRAME_RATE, Floats

FRAME_STEPS = ("gain", "colour", "noise", "band", "tape", "mask")
BABBLE = 0.25
"""Share of the added noises that is babble."""
OPENING, WIDTH = (0.06, 0.05), (0.45, 0.08)
"""Mean and deviation of the filmed lips, in distances between the eyes: what the net learns is measured in these."""


@dataclass(frozen=True)
class FrameSource:
    """Prepared frames and how much of each batch they make."""

    frames: TrainingFrames
    share: float


def _noise(mel: Floats, noises: Floats, dice: Dice) -> Floats:
    """Add recorded or coloured noise to half of the windows, mostly 5 to 35 dB below the speech, to a third of them
    0 to 15 dB below it."""
    count, length, bands = mel.shape
    level = np.percentile(mel.mean(axis=2), 85, axis=1)
    out = mel.copy()
    for i in np.flatnonzero(dice.random(count) < 0.55):
        start = int(dice.integers(0, max(1, len(noises) - length)))
        noise = noises[start : start + length].astype(np.float32)
        if count > 2 and dice.random() < BABBLE:
            talkers = dice.choice(
                np.delete(np.arange(count), i), min(count - 1, int(dice.integers(2, 7))), replace=False
            )
            noise = np.logaddexp.reduce(mel[talkers], axis=0)
        elif dice.random() < 0.3:
            noise = np.broadcast_to(np.linspace(0, dice.uniform(-4, 2), bands, dtype=np.float32), (length, bands))
            noise = noise + dice.normal(0, 0.5, (length, bands)).astype(np.float32)
        ratio = dice.uniform(0, 15) if dice.random() < 1 / 3 else np.clip(dice.gamma(2.5, 7.0) + 2, 2, 45)
        shift = level[i] - noise.mean() - ratio * np.log(10) / 10
        np.logaddexp(out[i], noise + shift, out=out[i])
    return out


def _colour(mel: Floats, dice: Dice) -> Floats:
    """A smooth equaliser of a few dB for each window, and a gain of up to 15 dB either way."""
    count, _, bands = mel.shape
    knots = dice.normal(0, 1.0, (count, 6))
    at = np.linspace(0, 5, bands)
    curve = np.stack([np.interp(at, np.arange(6), k) for k in knots]).astype(np.float32)
    gain = dice.uniform(-4.0, 2.5, (count, 1, 1)).astype(np.float32)
    louder: Floats = np.maximum(mel + curve[:, None] + gain, np.float32(np.log(features.FLOOR)))
    return louder


def _band(mel: Floats, dice: Dice) -> Floats:
    floor = np.float32(np.log(features.FLOOR))
    for i in np.flatnonzero(dice.random(len(mel)) < 0.1):
        mel[i, :, int(dice.integers(32, features.BANDS)) :] = floor
    return mel


def _tape(mel: Floats, dice: Dice) -> Floats:
    """One window in twelve as old field recordings and telephones give it."""
    count, length, bands = mel.shape
    for i in np.flatnonzero(dice.random(count) < 1 / 12):
        low, high = int(dice.integers(0, 8)), int(dice.integers(26, bands))
        fall = np.zeros(bands, np.float32)
        fall[:low] -= 0.8 * np.arange(low, 0, -1)
        fall[high:] -= 0.6 * np.arange(1, bands - high + 1)
        hiss = np.percentile(mel[i], 90) - dice.uniform(2.5, 7.0) + dice.normal(0, 0.6, (length, bands))
        np.logaddexp(mel[i] + fall, hiss.astype(np.float32) + 0.5 * fall, out=mel[i])
    return mel


def _mask(mel: Floats, dice: Dice) -> Floats:
    count, length, bands = mel.shape
    for i in np.flatnonzero(dice.random(count) < 0.5):
        middle = mel[i].mean()
        for _ in range(int(dice.integers(1, 4))):
            start, size = int(dice.integers(0, length)), int(dice.integers(2, 12))
            mel[i, start : start + size] = middle
        start, size = int(dice.integers(0, bands)), int(dice.integers(1, 7))
        mel[i, :, start : start + size] = middle
    return mel


class Batches:
    """An endless run of (mel, truth) pairs: (size, steps, 2 * BANDS) and (size, answers, 2 * 3)."""

    def __init__(self, sources: Sequence[FrameSource], noises: Floats, size: int, answers: int, left: int, right: int,
                 seed: int, steps: Sequence[str] = FRAME_STEPS) -> None:  # fmt: skip
        """Sources shorter than a window are left out. Raises DatasetError where none is left."""
        window = 2 * (left + answers + right)
        self._sources = [source for source in sources if len(source.frames.mel) > window]
        if not self._sources:
            remedy = f"Give more than {window / FRAME_RATE:.0f} seconds."
            raise DatasetError("There is too little speech to learn from", remedy=remedy)
        self._noises, self._size = noises, size
        self._answers, self._left, self._right = answers, left, right
        self._seed, self._steps = seed, frozenset(steps)
        shares = np.array([s.share for s in self._sources], float)
        self._shares = shares / shares.sum()

    def one(self, number: int) -> tuple[Floats, Floats]:
        """Batch `number`, always the same for the same seed."""
        dice = np.random.default_rng([self._seed, number])
        total = 2 * (self._left + self._answers + self._right)
        mel = np.empty((self._size, total, features.BANDS), np.float32)
        truth = np.empty((self._size, 2 * self._answers, 3), np.float32)
        for i, which in enumerate(dice.choice(len(self._sources), self._size, p=self._shares)):
            frames = self._sources[which].frames
            start = int(dice.integers(0, len(frames.mel) - total))
            mel[i] = frames.mel[start : start + total]
            inside = slice(start + 2 * self._left, start + total - 2 * self._right)
            truth[i, :, 0] = frames.labels[inside]
            truth[i, :, 1:] = (frames.lips[inside].astype(np.float32) - (OPENING[0], WIDTH[0])) / (OPENING[1], WIDTH[1])
        mel = self._changed(mel, dice)
        truth[np.isnan(truth)] = -10.0
        return mel.reshape(self._size, total // 2, -1), truth.reshape(self._size, self._answers, 6)

    def _changed(self, mel: Floats, dice: Dice) -> Floats:
        if "noise" in self._steps:
            mel = _noise(mel, self._noises, dice)
        if "colour" in self._steps:
            mel = _colour(mel, dice)
        if "band" in self._steps:
            mel = _band(mel, dice)
        if "tape" in self._steps:
            mel = _tape(mel, dice)
        if "mask" in self._steps:
            mel = _mask(mel, dice)
        return mel

    def ahead(self, first: int, last: int, depth: int = 6) -> Iterator[tuple[Floats, Floats]]:
        """Batches `first` to `last`, made in a thread of their own while the net learns."""
        made: queue.Queue[tuple[Floats, Floats] | Exception | None] = queue.Queue(depth)

        def work() -> None:
            try:
                for number in range(first, last):
                    made.put(self.one(number))
            except Exception as error:  # noqa: BLE001 -- raised again where the batches are taken, which would otherwise wait for ever
                made.put(error)
            made.put(None)

        threading.Thread(target=work, daemon=True).start()
        while (pair := made.get()) is not None:
            if isinstance(pair, Exception):
                raise pair
            yield pair
