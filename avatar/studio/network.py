"""The nets: log-mel frames in, a score for every sound and a guess at the lips out.

The main one is a factorised time-delay net (Povey et al., Semi-Orthogonal Low-Rank Matrix Factorization for Deep Neural
Networks, Interspeech 2018): residual blocks that each look at three moments, `dilation` steps apart, through a narrow
bottleneck. Two frames make one step, so that the net runs 50 times a second and answers for both. No padding anywhere:
what goes in is longer by the context than what comes out, and so any window gives the same scores.
Heavy: imports Keras.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from avatar.lipsync import features, phoneset
from avatar.lipsync.shown import look_of
from avatar.studio.netshapes import NetShape

STEP = 2
"""Frames in a step of the net."""
LIPS = 2
"""Curves of filmed lips: opening and width."""
OUTPUTS = len(phoneset.CLASSES) + LIPS
"""Columns for each frame: the classes' logits, then the lips."""


SEEN, TOUCHING = 0.5, 2.0
"""Weights of two further losses beside that of a wrong sound (1): the sound looks wrong, and lips touch that should
not, or the reverse. Of two sounds that look alike either will do; closures and bites are rare."""


def build(shape: NetShape, steps: int | None) -> keras.Model:
    """The net for windows of `steps` steps of context and answer: (batch, steps, STEP * BANDS) to
    (batch, steps - context, STEP * OUTPUTS)."""
    sound = keras.Input((steps, STEP * features.BANDS))
    x = layers.Rescaling(1 / 4.0, offset=1.25)(sound)
    x = _taps(x, (-1, 0, 1))
    x = layers.Dense(shape.width, use_bias=False, name="front")(x)
    x = layers.BatchNormalization(name="front_norm")(x)
    x = layers.ReLU()(x)
    for i, (dilation, both) in enumerate(shape.blocks):
        x = _block(x, i, dilation, bool(both), shape)
    x = layers.BatchNormalization(name="last_norm")(x)
    x = layers.ReLU()(x)
    return keras.Model(sound, layers.Dense(STEP * OUTPUTS, name="scores")(x), name=shape.name)


def _taps(x: Any, offsets: tuple[int, ...]) -> Any:
    """The moments at `offsets` steps side by side; what has no neighbours on both sides falls away."""
    low, high = min(offsets), max(offsets)
    stop = high - low
    pieces = [x[:, o - low : (o - high) or None] if stop else x for o in offsets]
    return layers.Concatenate()(pieces)


def _block(x: Any, i: int, dilation: int, both: bool, shape: NetShape) -> Any:
    offsets = (-dilation, 0, dilation) if both else (-2 * dilation, -dilation, 0)
    y = layers.Dense(shape.neck, use_bias=False, name=f"look{i}")(_taps(x, offsets))
    y = layers.BatchNormalization(name=f"norm{i}")(y)
    y = layers.ReLU()(y)
    y = layers.Dense(shape.width, name=f"out{i}")(y)
    here = x[:, dilation:-dilation] if both else x[:, 2 * dilation :]
    return layers.Add()([here, y])


def _membership(groups: Sequence[Hashable]) -> np.ndarray:
    """Shape (classes, groups): 1 where the class is of the group."""
    kinds = list(dict.fromkeys(groups))
    return np.array([[group == kind for kind in kinds] for group in groups], np.float32)


_LOOKS = _membership([look_of(name) for name in phoneset.CLASSES])
_TOUCH = _membership(["shut" if name in "pbm" else "bitten" if name in "fv" else "" for name in phoneset.CLASSES])


def loss(truth: Any, scores: Any) -> Any:
    """Cross-entropy over labelled frames, of the sounds and of what is seen of them, and the squared error of the lips
    where they were filmed.

    `truth`: (batch, steps, STEP * 3): label (255 unknown), opening and width (below -9 unknown) of each frame.
    """
    count = len(phoneset.CLASSES)
    shape = ops.shape(scores)
    scores = ops.reshape(scores, (shape[0], shape[1] * STEP, OUTPUTS))
    truth = ops.reshape(truth, (shape[0], shape[1] * STEP, 3))
    label = truth[..., 0]
    known = ops.cast(label < count, "float32")
    said = ops.one_hot(ops.cast(label * known, "int32"), count)
    chances = ops.log_softmax(scores[..., :count])
    entropy = -ops.sum((said * 0.97 + 0.03 / count) * chances, axis=-1)
    for groups, weight in ((_LOOKS, SEEN), (_TOUCH, TOUCHING)):
        right = ops.sum((said @ groups) * (ops.exp(chances) @ groups), axis=-1)
        entropy -= weight * ops.log(0.98 * right + 0.01)
    lips = truth[..., 1:]
    filmed = ops.cast(lips > -9, "float32")
    error = ops.square(scores[..., count:] - lips) * filmed
    return ops.sum(entropy * known) / (ops.sum(known) + 1.0) + 0.3 * ops.sum(error) / (ops.sum(filmed) + 1.0)
