"""The model at run time: sound to the score of every phone, 100 times a second.

Two nets of one recipe: `whole` sees 0.62 s to either side; `live` sees at most 0.1 s ahead, for streams. Both run in
windows whose answers depend on the sound inside their context alone, so a stream pushed in pieces of any size and a
file read in blocks give the same scores as the whole.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar import installer, logs
from avatar.errors import LipSyncError
from avatar.lipsync import features, installed, phoneset
from avatar.types import Clip, Floats

Variant = Literal["whole", "live"]

STEP = 2
"""Frames that the net answers for at once."""
NEWEST_PYTHON = (3, 14)
"""The newest Python that the model's runtime has wheels for; pyproject.toml requires the runtime up to it."""
_SILENT = np.float32(np.log(features.FLOOR))


class Heard(NamedTuple):
    """What the model hears, 100 frames a second."""

    scores: Floats
    """Natural logarithms of the classes' probabilities, shape (frames, classes), in the order of `phoneset.CLASSES`."""
    lips: Floats
    """Opening and width of the lips as it guesses them, shape (frames, 2), in distances between the eyes; where the
    lips are at that time, their lead over the sound included."""


class _Card(NamedTuple):
    left: int
    """Steps of context before."""
    right: int
    """Steps of context after."""
    lips_mean: Floats
    lips_scale: Floats


def interpreter(content: bytes) -> Any:
    """A TFLite interpreter of a model: the one place where the runtime is imported.

    Raises LipSyncError where the runtime is missing or the model is damaged.
    """
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ImportError:
        try:
            from tflite_runtime.interpreter import Interpreter
        except ImportError as error:
            raise LipSyncError("The model's runtime is not installed", remedy=remedy()) from error
    try:
        return Interpreter(model_content=content, num_threads=1)
    except (ValueError, RuntimeError) as error:
        raise LipSyncError(f"The model is damaged: {error}", remedy="Reinstall avatar.") from error


def allocate(runner: Any) -> None:
    """Make an interpreter ready to run, in silence: it prints its delegates, and no setting stops that.

    Raises ValueError and RuntimeError where the model can't be run.
    """
    with logs.hushed():
        runner.allocate_tensors()


def remedy() -> str:
    """How to install the model's runtime, or why it can't be installed under this Python."""
    if sys.version_info[:2] > NEWEST_PYTHON:
        number = ".".join(map(str, NEWEST_PYTHON))
        return (
            f"It is made for Python {number} and older: run avatar with one of those. Until then mouths are estimated."
        )
    return f"Install it: {installer.for_library('ai-edge-litert')}"


class Net:
    """One variant, loaded. Safe to use from several threads: each run has an interpreter to itself."""

    def __init__(
        self, variant: Variant, content: bytes | None = None, card: str | None = None, speaker: str = ""
    ) -> None:
        """Raises LipSyncError where its files are missing or damaged."""
        self._content = content or installed.read(f"{variant}.tflite", speaker)
        self.card = _card(card or installed.read(f"{variant}.json", speaker))
        self._idle: dict[int, list[Any]] = {window: [] for window in _WINDOWS}
        """Interpreters that nobody is using, by the steps that they answer at once."""

    def answers(self, steps: Floats) -> Floats:
        """The raw answers for a run of steps with its context, shape (count, STEP * BANDS), to
        (count - left - right, STEP * outputs)."""
        context = self.card.left + self.card.right
        wanted = len(steps) - context
        parts = []
        for at in range(0, wanted, _LARGEST):
            count = min(_LARGEST, wanted - at)
            window = next(w for w in _WINDOWS if w >= count)
            piece = steps[at : at + count + context]
            if window > count:
                piece = np.concatenate([piece, np.repeat(piece[-1:], window - count, axis=0)])
            parts.append(self._run(window, piece)[:count])
        return np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)

    def _run(self, window: int, piece: Floats) -> Floats:
        idle = self._idle[window]
        try:
            runner = idle.pop()  # atomic, so threads need no lock
        except IndexError:
            runner = self._started(window)
        runner.set_tensor(runner.get_input_details()[0]["index"], piece[None])
        runner.invoke()
        out: Floats = runner.get_tensor(runner.get_output_details()[0]["index"])[0].copy()
        if len(idle) < _KEPT:
            idle.append(runner)
        return out

    def _started(self, window: int) -> Any:
        """An interpreter that answers for `window` steps. Raises LipSyncError for a model of another kind."""
        runner = interpreter(self._content)
        shape = (1, window + self.card.left + self.card.right, STEP * features.BANDS)
        try:
            runner.resize_tensor_input(runner.get_input_details()[0]["index"], shape, strict=False)
            allocate(runner)
        except (ValueError, RuntimeError) as error:
            what = f"The model can't take this program's sound frames: {error}"
            raise LipSyncError(what, remedy="Build it with `avatar studio train`.") from error
        return runner

    def heard(self, answers: Floats, frames: int) -> Heard:
        """Raw answers as scores and lips, cut to a number of frames."""
        rows = answers.reshape(-1, len(phoneset.CLASSES) + 2)[:frames]
        raw = rows[:, :-2]
        raw = raw - raw.max(axis=1, keepdims=True)
        scores = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
        lips = rows[:, -2:] * self.card.lips_scale + self.card.lips_mean
        return Heard(scores.astype(np.float32), np.maximum(lips, 0).astype(np.float32))


_WINDOWS = (8, 64, 256, 1024)
"""Steps answered at once: few sizes, so that few plans are made, and small clips cost little."""
_LARGEST = _WINDOWS[-1]
_KEPT = os.cpu_count() or 1
"""Interpreters of one size kept for the next run: no more of them can be busy at once."""


def _card(text: str | bytes) -> _Card:
    try:
        told = json.loads(text)
        lips = (np.array(told[key], np.float32) for key in ("lips_mean", "lips_scale"))
        return _Card(int(told["left"]), int(told["right"]), *lips)
    except (ValueError, KeyError, TypeError) as error:
        raise LipSyncError(f"The model's card is damaged: {error!r}", remedy="Reinstall avatar.") from error


def net(variant: Variant = "whole", speaker: str = "") -> Net:
    """The installed net, loaded once; the one that was learned for a speaker, where there is one. One that was
    installed meanwhile is loaded anew.

    Raises LipSyncError where it or its runtime is missing.
    """
    mine = installed.stamps((f"{variant}.tflite", f"{variant}.json"), speaker)
    everybodys = installed.stamps((f"{variant}.tflite", f"{variant}.json"))
    return _loaded(variant, speaker if mine != everybodys else "", mine)


@lru_cache(maxsize=4)
def _loaded(variant: Variant, speaker: str, stamps: tuple[tuple[Path, int] | None, ...]) -> Net:
    return Net(variant, speaker=speaker)


@lru_cache(maxsize=4)
def net_of(file: Path) -> Net:
    """A net of one's own (.tflite, its .json beside it), loaded once. Raises LipSyncError where it can't be read."""
    try:
        return Net("whole", file.read_bytes(), file.with_suffix(".json").read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Build it with `avatar studio train`."
        raise LipSyncError("The model can't be read", where=file, remedy=remedy) from error


def hear(clip: Clip, variant: Variant = "whole", net_: Net | None = None) -> Heard:
    """What the model hears in a whole clip: as many frames as begin within it.

    `net_` stands in for the installed net. Raises LipSyncError where the model or its runtime is missing.
    """
    return hear_blocks([clip.floats()], clip.rate, variant, net_)


def hear_blocks(blocks: Iterable[Floats], rate: int, variant: Variant = "whole", net_: Net | None = None) -> Heard:
    """As `hear`, for sound in blocks of float samples, so that a file of any length needs little memory."""
    stream = NetStream(rate, variant, net_, least=_LARGEST)
    parts = [part for block in blocks for part in stream.push(block)]
    parts += stream.finish()
    if not parts:
        return Heard(np.zeros((0, len(phoneset.CLASSES)), np.float32), np.zeros((0, 2), np.float32))
    return Heard(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def hear_frames(mel: NDArray[np.floating], net_: Net) -> Heard:
    """What a net hears in log-mel frames, shape (frames, BANDS), with silence before and after them."""
    left, right = (np.full((n * STEP, features.BANDS), _SILENT, np.float32) for n in (net_.card.left, net_.card.right))
    odd = np.full((len(mel) % STEP, features.BANDS), _SILENT, np.float32)
    steps = np.concatenate([left, mel.astype(np.float32), odd, right]).reshape(-1, STEP * features.BANDS)
    return net_.heard(net_.answers(steps), len(mel))


class NetStream:
    """Sound pushed in pieces of any size; what is heard comes out as soon as its context is there.

    With the `live` net a frame's scores come 0.1 s after its sound at most. Values do not depend on the pieces' sizes.
    """

    def __init__(self, rate: int, variant: Variant = "live", net_: Net | None = None, least: int = 1) -> None:
        self._net = net_ or net(variant)
        self._features = features.FeatureStream(rate)
        self._least = least
        self._steps = np.full((self._net.card.left, STEP * features.BANDS), _SILENT, np.float32)
        self._odd = np.zeros((0, features.BANDS), np.float32)
        self._given = 0
        self._frames = 0

    def push(self, samples: Floats) -> Iterator[Heard]:
        """What can be heard now, shape (frames, ...) each: nothing, or one piece."""
        self._take(self._features.push(samples))
        ready = len(self._steps) - self._net.card.left - self._net.card.right
        if ready >= self._least:
            yield self._answered(ready // self._least * self._least)

    def finish(self) -> list[Heard]:
        """The rest, with silence after the end."""
        self._take(self._features.finish())
        if len(self._odd):
            step = np.concatenate([self._odd[0], np.full(features.BANDS, _SILENT, np.float32)])
            self._steps = np.concatenate([self._steps, step[None]])
        ready = len(self._steps) - self._net.card.left
        if ready <= 0:
            return []
        after = np.full((self._net.card.right, STEP * features.BANDS), _SILENT, np.float32)
        self._steps = np.concatenate([self._steps, after])
        return [self._answered(ready)]

    def _take(self, mel: Floats) -> None:
        self._frames += len(mel)
        mel = np.concatenate([self._odd, mel])
        even = len(mel) // STEP * STEP
        self._odd = mel[even:]
        if even:
            self._steps = np.concatenate([self._steps, mel[:even].reshape(-1, STEP * features.BANDS)])

    def _answered(self, count: int) -> Heard:
        context = self._net.card.left + self._net.card.right
        answers = self._net.answers(self._steps[: count + context])
        self._steps = self._steps[count:]
        frames = min(count * STEP, self._frames - self._given)
        self._given += frames
        return self._net.heard(answers, frames)
