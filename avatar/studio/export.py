"""A trained net as a TFLite file: batch norms folded into the weights, weights as 8-bit integers.

Activations are quantised by the runtime, row by row, so that a frame's answer does not depend on the window that it is
in. Heavy: imports TensorFlow.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import tensorflow as tf

from avatar.lipsync import features, phoneset
from avatar.studio import baseline, netshapes, network
from avatar.studio.batches import OPENING, WIDTH

Precision = Literal["int8", "float16", "float32"]


def _folded(model: Any, norm: str) -> tuple[np.ndarray, np.ndarray]:
    """Scale and offset of a batch norm."""
    gamma, beta, mean, variance = (np.asarray(w) for w in model.get_layer(norm).get_weights())
    scale = gamma / np.sqrt(variance + model.get_layer(norm).epsilon)
    return scale, beta - mean * scale


class _Plain(tf.Module):  # type: ignore[misc]
    """The net as plain matrix products on (steps, features): what TFLite turns into fully connected layers."""

    def __init__(self, model: Any, shape: netshapes.NetShape) -> None:
        super().__init__()
        self.shape = shape
        weights = {layer.name: [np.asarray(w) for w in layer.get_weights()] for layer in model.layers}
        scale, offset = _folded(model, "front_norm")
        front = weights["front"][0]
        # The input's rescaling x / 4 + 1.25 goes into the first product.
        self.front = self._pair(front / 4.0 * scale, front.sum(axis=0) * 1.25 * scale + offset)
        self.blocks = []
        for i in range(len(shape.blocks)):
            scale, offset = _folded(model, f"norm{i}")
            look = self._pair(weights[f"look{i}"][0] * scale, offset)
            self.blocks.append((look, self._pair(*weights[f"out{i}"])))
        scale, offset = _folded(model, "last_norm")
        self.last = (tf.constant(scale, tf.float32), tf.constant(offset, tf.float32))
        self.scores = self._pair(*weights["scores"])

    @staticmethod
    def _pair(kernel: np.ndarray, bias: np.ndarray) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.constant(kernel.astype(np.float32)), tf.constant(bias.astype(np.float32))

    def __call__(self, sound: tf.Tensor) -> tf.Tensor:
        x = tf.nn.relu(self._dense(self._taps(sound[0], (-1, 0, 1)), self.front))
        for (dilation, both), (look, out) in zip(self.shape.blocks, self.blocks, strict=True):
            offsets = (-dilation, 0, dilation) if both else (-2 * dilation, -dilation, 0)
            y = self._dense(tf.nn.relu(self._dense(self._taps(x, offsets), look)), out)
            x = (x[dilation:-dilation] if both else x[2 * dilation :]) + y
        x = tf.nn.relu(x * self.last[0] + self.last[1])
        return self._dense(x, self.scores)[tf.newaxis]

    @staticmethod
    def _taps(x: tf.Tensor, offsets: tuple[int, ...]) -> tf.Tensor:
        low, high = min(offsets), max(offsets)
        return tf.concat([x[o - low : (o - high) or None] for o in offsets], axis=1)

    @staticmethod
    def _dense(x: tf.Tensor, pair: tuple[tf.Tensor, tf.Tensor]) -> tf.Tensor:
        return tf.matmul(x, pair[0]) + pair[1]


def export(model: Any, shape: netshapes.NetShape, path: Path, precision: Precision = "int8") -> None:
    """Write `path` (.tflite) and the .json that the run time reads beside it."""
    plain = _Plain(model, shape)
    spec = tf.TensorSpec([1, None, network.STEP * features.BANDS], tf.float32)
    concrete = tf.function(plain.__call__, input_signature=[spec]).get_concrete_function()
    converter = tf.lite.TFLiteConverter.from_concrete_functions([concrete], plain)
    if precision != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if precision == "float16":
        converter.target_spec.supported_types = [tf.float16]
    path.write_bytes(converter.convert())
    _card(shape, path)


class _PlainBaseline(tf.Module):  # type: ignore[misc]
    """The baseline with its weights as constants; its guesses at 0 and 1 become logarithms."""

    def __init__(self, model: Any, shape: netshapes.NetShape) -> None:
        super().__init__()
        self.shape = shape
        pairs = [layer.get_weights() for layer in model.layers if layer.get_weights()]
        self.convolutions = [self._constants(pair) for pair in pairs[:2]]
        self.dense = [self._constants(pair) for pair in pairs[2:]]
        sounds = [i % network.OUTPUTS < len(phoneset.CLASSES) for i in range(network.STEP * network.OUTPUTS)]
        self.sounds = tf.constant(sounds)

    @staticmethod
    def _constants(pair: Any) -> list[tf.Tensor]:
        return [tf.constant(np.asarray(weights), tf.float32) for weights in pair]

    def __call__(self, sound: tf.Tensor) -> tf.Tensor:
        x = sound / 4.0 + 1.25
        for number, (kernel, bias) in enumerate(self.convolutions):
            x = tf.nn.relu(tf.nn.conv1d(x, kernel, 1, "VALID") + bias)
            if not number:
                x = tf.nn.max_pool1d(x, 3, 1, "VALID")
        x = x[0, baseline.choose_answered(self.shape)]
        (wide, add), (last, most) = self.dense
        answers = tf.matmul(tf.nn.relu(tf.matmul(x, wide) + add), last) + most
        return tf.where(self.sounds, tf.math.log(tf.maximum(answers, 1e-3)), answers)[tf.newaxis]


def export_baseline(model: Any, shape: netshapes.NetShape, path: Path) -> None:
    """The same for the baseline, in single precision."""
    plain = _PlainBaseline(model, shape)
    spec = tf.TensorSpec([1, None, network.STEP * features.BANDS], tf.float32)
    concrete = tf.function(plain.__call__, input_signature=[spec]).get_concrete_function()
    path.write_bytes(tf.lite.TFLiteConverter.from_concrete_functions([concrete], plain).convert())
    _card(shape, path)


def _card(shape: netshapes.NetShape, path: Path) -> None:
    """What the run time must know of the net."""
    told = {
        "left": shape.left, "right": shape.right,
        "lips_mean": [OPENING[0], WIDTH[0]], "lips_scale": [OPENING[1], WIDTH[1]],
    }  # fmt: skip
    path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n")
