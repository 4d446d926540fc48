"""Going on from a net's numbers with a few lessons, while its answers to other speech are held where they were.

Each batch is half windows of the lessons, half windows of replayed speech, whose targets are the net's own answers from
before (Li and Hoiem, Learning without Forgetting, IEEE TPAMI 40, 2018). The result lies on the straight line between
the numbers before and those learned (Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import features, model
from avatar.studio.learning import net
from avatar.studio.learning.weights import Pair, Weights
from avatar.studio.netshapes import NetShape
from avatar.types import Floats

Progress = Callable[[int, int], None]


class Lesson(NamedTuple):
    """Frames to learn from."""

    mel: NDArray[np.float16]
    """(frames, BANDS)."""
    target: NDArray[np.float16]
    """(frames, classes): how likely each sound is to be right."""
    weight: Floats
    """(frames,): how much each frame counts; 0 where nobody looked."""


@dataclass(frozen=True)
class Plan:
    """How to learn. What is not obvious was chosen on Kokoro's voices (docs/studio.md)."""

    steps: int = 200
    """Batches."""
    rate: float = 5e-4
    """Learning rate at its peak (Adam: Kingma and Ba, ICLR 2015)."""
    size: int = 8
    """Windows of lessons in a batch."""
    others: int = 8
    """Windows of replay in a batch."""
    answers: int = 120
    """Steps of 20 ms that each window answers for."""
    held: float = 4.0
    """How much the replay counts beside the lessons."""
    warm: int = 20
    """Batches until the rate is at its peak."""
    seed: int = 1


EVERYBODY = Plan()
ALONE = Plan(steps=120, others=4, held=1.0)
"""For a net that nobody else is heard with. Its answers are held on the same recordings through other vocal tracts."""
_MOMENTUM, _SPREAD = 0.9, 0.99


def adapt(
    before: Weights, shape: NetShape, lessons: Sequence[Lesson], replay: Sequence[Lesson], plan: Plan,
    progress: Progress = lambda done, total: None,
) -> Weights:  # fmt: skip
    """The numbers after learning; the last norm stays. `replay` may be empty, then nothing holds what was known."""
    dice = np.random.default_rng(plan.seed)
    numbers = [array.copy() for pair in before.products for array in pair]
    pace = [np.zeros_like(array) for array in numbers]
    spread = [np.zeros_like(array) for array in numbers]
    for step in range(1, plan.steps + 1):
        now = before._replace(products=_pairs(numbers))
        rate = plan.rate * min(1.0, step / plan.warm) * 0.5 * (1 + np.cos(np.pi * step / plan.steps))
        slopes = _slopes(now, shape, lessons, replay, plan, dice)
        for array, slope, mean, square in zip(numbers, slopes, pace, spread, strict=True):
            mean += (1 - _MOMENTUM) * (slope - mean)
            square += (1 - _SPREAD) * (slope * slope - square)
            moved = mean / (1 - _MOMENTUM**step) / (np.sqrt(square / (1 - _SPREAD**step)) + 1e-8)
            array -= np.float32(rate) * moved
        progress(step, plan.steps)
    return before._replace(products=_pairs(numbers))


def between(before: Weights, after: Weights, share: float) -> Weights:
    """The numbers on the way from those before to those after; 1 is all of it."""
    pairs = zip(before.products, after.products, strict=True)
    return before._replace(products=tuple((a + share * (c - a), b + share * (d - b)) for (a, b), (c, d) in pairs))


def _pairs(numbers: Sequence[Floats]) -> tuple[Pair, ...]:
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _slopes(
    now: Weights, shape: NetShape, lessons: Sequence[Lesson], replay: Sequence[Lesson], plan: Plan,
    dice: np.random.Generator,
) -> list[Floats]:  # fmt: skip
    """How the loss of one batch changes with each number."""
    parts = [_batch(lessons, shape, plan, dice, plan.size, 1.0)]
    if replay:
        parts.append(_batch(replay, shape, plan, dice, plan.others, plan.held))
    steps, target, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    answers, trace = net.forward(now, shape, steps)
    slope = np.zeros_like(answers)
    slope[..., : net.CLASSES] = (likely(answers) - target) * weight[..., None]
    return [array for pair in net.backward(now, shape, trace, slope) for array in pair]


def likely(answers: Floats) -> Floats:
    """The probability of each class, from a net's answers."""
    raw = answers[..., : net.CLASSES]
    raised = np.exp(raw - raw.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def _batch(
    lessons: Sequence[Lesson], shape: NetShape, plan: Plan, dice: np.random.Generator, rows: int, share: float
) -> tuple[Floats, Floats, Floats]:
    """Windows of lessons, the longer ones oftener: steps, targets, and weights that sum to `share`."""
    context = shape.left + shape.right
    silent = np.float32(np.log(features.FLOOR))
    steps = np.full((rows, plan.answers + context, model.STEP * features.BANDS), silent, np.float32)
    target = np.zeros((rows, plan.answers * model.STEP, net.CLASSES), np.float32)
    weight = np.zeros((rows, plan.answers * model.STEP), np.float32)
    chances = np.array([len(lesson.mel) for lesson in lessons], float)
    for row, which in enumerate(dice.choice(len(lessons), rows, p=chances / chances.sum())):
        lesson = lessons[which]
        whole = net.with_context(lesson.mel, shape)
        count = len(whole) - context
        first = int(dice.integers(0, max(1, count - plan.answers + 1)))
        some = min(plan.answers, count - first)
        steps[row, : some + context] = whole[first : first + some + context]
        frames = slice(model.STEP * first, min(len(lesson.mel), model.STEP * (first + some)))
        length = frames.stop - frames.start
        target[row, :length], weight[row, :length] = lesson.target[frames], lesson.weight[frames]
    return steps, target, weight * np.float32(share / max(float(weight.sum()), 1.0))


def replayed(weights: Weights, shape: NetShape, mels: Sequence[NDArray[np.floating]]) -> list[Lesson]:
    """Speech with the net's own answers as its targets."""
    out = []
    for mel in mels:
        answers, _ = net.forward(weights, shape, net.with_context(mel, shape)[None])
        target = likely(answers)[0, : len(mel)].astype(np.float16)
        out.append(Lesson(mel.astype(np.float16), target, np.ones(len(mel), np.float32)))
    return out
