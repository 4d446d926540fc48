"""The net of the beginners' articles, for comparison: convolution, pooling, dense layers, mean squared error.

It sees the same sound and answers for the same frames as the real one, and is trained the same way. Heavy: imports
Keras.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers, ops

from avatar.lipsync import features, phoneset
from avatar.studio.netshapes import NetShape
from avatar.studio.network import OUTPUTS, STEP


def build(shape: NetShape, steps: int | None) -> keras.Model:
    """Like `network.build`, with two convolutions, a pooling and two dense layers."""
    sound = keras.Input((steps, STEP * features.BANDS))
    x = layers.Rescaling(1 / 4.0, offset=1.25)(sound)
    x = layers.Conv1D(64, 5, activation="relu", padding="valid")(x)
    x = layers.MaxPooling1D(3, strides=1, padding="valid")(x)
    x = layers.Conv1D(64, 5, activation="relu", padding="valid")(x)
    x = x[:, choose_answered(shape)]
    x = layers.Dense(128, activation="relu")(x)
    return keras.Model(sound, layers.Dense(STEP * OUTPUTS)(x), name=f"baseline-{shape.name}")


def choose_answered(shape: NetShape) -> slice:
    """The steps of the convolutions' output that the net answers for, so that it sees no more of the future than the
    real one does."""
    seen = 5
    ahead = min(shape.right, seen)
    return slice(shape.left - 2 * seen + ahead, -(shape.right - ahead) or None)


def loss(truth: Any, scores: Any) -> Any:
    """Mean squared error between the answers and ones and zeros, over labelled frames."""
    count = len(phoneset.CLASSES)
    shape = ops.shape(scores)
    scores = ops.reshape(scores, (shape[0], shape[1] * STEP, OUTPUTS))
    truth = ops.reshape(truth, (shape[0], shape[1] * STEP, 3))
    label = truth[..., 0]
    known = ops.cast(label < count, "float32")
    wanted = ops.one_hot(ops.cast(label * known, "int32"), count)
    error = ops.mean(ops.square(scores[..., :count] - wanted), axis=-1)
    return ops.sum(error * known) / (ops.sum(known) + 1.0)
