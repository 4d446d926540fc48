"""The net in NumPy, forward and backward: small enough that a minute of speech takes a fifth of a second each way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.lipsync import features, model, phoneset
from avatar.studio.learning.weights import Pair, Weights
from avatar.studio.netshapes import NetShape
from avatar.types import Floats

CLASSES = len(phoneset.CLASSES)
WIDTH = CLASSES + 2
"""Columns for each frame: the classes' scores, then the lips."""


class Trace(NamedTuple):
    """What the way back needs of the way forth."""

    front: Floats
    begun: NDArray[np.bool_]
    blocks: list[tuple[Floats, NDArray[np.bool_], Floats]]
    """Of each block: what went in, which of its bottleneck is on, and the bottleneck."""
    open: NDArray[np.bool_]
    last: Floats


def forward(weights: Weights, shape: NetShape, steps: Floats) -> tuple[Floats, Trace]:
    """Steps with their context, shape (batch, count + context, STEP * BANDS), to scores of frames, shape (batch,
    STEP * count, WIDTH), and what `backward` needs."""
    front = _taps(steps, _offsets(1))
    first = _product(front, weights.products[0])
    begun = first > 0
    x = np.maximum(first, 0)
    blocks = []
    for (dilation, both), look, out in zip(shape.blocks, weights.products[1::2], weights.products[2::2], strict=False):
        seen = _taps(x, _offsets(dilation))
        neck = _product(seen, look)
        held = np.maximum(neck, 0)
        blocks.append((seen, neck > 0, held))
        x = _middle(x, dilation, both) + _product(held, out)
    normed = x * weights.scale + weights.offset
    last = np.maximum(normed, 0)
    answers = _product(last, weights.products[-1])
    return answers.reshape(len(answers), -1, WIDTH), Trace(front, begun, blocks, normed > 0, last)


def backward(weights: Weights, shape: NetShape, trace: Trace, slope: Floats) -> list[Pair]:
    """How the loss changes with each product's kernel and bias, given how it changes with each score."""
    back = slope.reshape(len(slope), -1, model.STEP * WIDTH)
    out = [_slopes(trace.last, back)]
    back = (back @ weights.products[-1][0].T) * trace.open * weights.scale
    number = len(shape.blocks)
    for i in range(number - 1, -1, -1):
        (dilation, both), (seen, on, held) = shape.blocks[i], trace.blocks[i]
        look, lead = weights.products[1 + 2 * i], weights.products[2 + 2 * i]
        inner = (back @ lead[0].T) * on
        out += [_slopes(held, back), _slopes(seen, inner)]
        before = _untapped(np.asarray(inner @ look[0].T, np.float32), dilation)
        _middle(before, dilation, both)[:] += back
        back = before
    out.append(_slopes(trace.front, back * trace.begun))
    return out[::-1]


def _offsets(dilation: int) -> tuple[int, int, int]:
    return (0, dilation, 2 * dilation)


def _taps(x: Floats, offsets: tuple[int, int, int]) -> Floats:
    """Three moments side by side."""
    reach = offsets[-1]
    return np.concatenate([x[:, o : x.shape[1] - reach + o] for o in offsets], axis=2)


def _middle(x: Floats, dilation: int, both: int) -> Floats:
    """The moment that a block's three are for: the one between, or the last where it looks back alone."""
    return x[:, dilation:-dilation] if both else x[:, 2 * dilation :]


def _untapped(slopes: Floats, dilation: int) -> Floats:
    """What comes back to each moment from the three places that looked at it."""
    count, width = slopes.shape[1], slopes.shape[2] // 3
    out = np.zeros((len(slopes), count + 2 * dilation, width), np.float32)
    for number, offset in enumerate(_offsets(dilation)):
        out[:, offset : offset + count] += slopes[:, :, number * width : (number + 1) * width]
    return out


def _product(x: Floats, pair: Pair) -> Floats:
    return np.asarray(x @ pair[0] + pair[1], np.float32)


def _slopes(inputs: Floats, back: Floats) -> Pair:
    flat = back.reshape(-1, back.shape[-1])
    return inputs.reshape(-1, inputs.shape[-1]).T @ flat, flat.sum(axis=0)


def with_context(mel: NDArray[np.floating], shape: NetShape) -> Floats:
    """Log-mel frames as steps, shape (steps + context, STEP * BANDS), with silence before and after them."""
    silent = np.float32(np.log(features.FLOOR))
    before, after = (np.full((n * model.STEP, features.BANDS), silent, np.float32) for n in (shape.left, shape.right))
    odd = np.full((len(mel) % model.STEP, features.BANDS), silent, np.float32)
    whole = np.concatenate([before, mel.astype(np.float32), odd, after])
    return whole.reshape(-1, model.STEP * features.BANDS)
