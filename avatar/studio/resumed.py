"""An installed net as weights to go on from: what `export` folded together is taken apart again.

Heavy: imports Keras.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from avatar.lipsync import installed
from avatar.lipsync import model as runtime
from avatar.studio import network
from avatar.studio.backend import keras

Pair = tuple[np.ndarray, np.ndarray]


def write_weights(variant: str, file: Path) -> Path:
    """Write the installed net's weights to `file` (.weights.h5), for `network.build`.

    The batch norms come back as plain scales and offsets, so they must stay frozen in training. Each weight is only as
    exact as the 8 bits that it was installed with.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    shape = network.SHAPES[variant]
    model = network.build(shape, shape.left + 1 + shape.right)
    products, (scale, offset) = _constants(installed.read(f"{variant}.tflite"))
    kernel, bias = products[0]
    # `export` put the input's rescaling x / 4 + 1.25 into the first product.
    _set(model, "front", 4.0 * kernel)
    _norm(model, "front_norm", np.ones_like(bias), bias - 5.0 * kernel.sum(axis=0))
    for i in range(len(shape.blocks)):
        (look, beta), out = products[1 + 2 * i], products[2 + 2 * i]
        _set(model, f"look{i}", look)
        _norm(model, f"norm{i}", np.ones_like(beta), beta)
        _set(model, f"out{i}", *out)
    _norm(model, "last_norm", scale, offset)
    _set(model, "scores", *products[-1])
    model.save_weights(file)
    return file


def freeze(model: keras.Model) -> None:
    """Keep training from changing the batch norms: their scales and offsets are not the statistics of any batch."""
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


def _set(model: keras.Model, name: str, *values: np.ndarray) -> None:
    model.get_layer(name).set_weights(list(values))


def _norm(model: keras.Model, name: str, scale: np.ndarray, offset: np.ndarray) -> None:
    layer = model.get_layer(name)
    layer.set_weights([scale, offset, np.zeros_like(scale), np.ones_like(scale) - layer.epsilon])


def _constants(content: bytes) -> tuple[list[Pair], Pair]:
    """Kernels (inputs, outputs) with biases, in the order in which they are used; and the last scale and offset."""
    net = runtime.interpreter(content)
    net.allocate_tensors()
    steps: list[dict[str, Any]] = net._get_ops_details()
    about = {told["index"]: told for told in net.get_tensor_details()}
    made = {int(index) for step in steps for index in step["outputs"]}
    made |= {told["index"] for told in net.get_input_details()}

    def constants(step: dict[str, Any]) -> list[np.ndarray]:
        return [_floats(net.get_tensor(i), about[i]) for i in map(int, step["inputs"]) if i >= 0 and i not in made]

    products = [constants(step) for step in steps if step["op_name"] == "FULLY_CONNECTED"]
    scale = next(c for step in steps if step["op_name"] == "MUL" for c in constants(step))
    offset = next(c for step in steps if step["op_name"] == "ADD" for c in constants(step))
    return [(kernel.T, bias) for kernel, bias in products], (scale, offset)


def _floats(values: np.ndarray, about: dict[str, Any]) -> np.ndarray:
    told = about["quantization_parameters"]
    if not len(told["scales"]):
        return values
    scales = told["scales"].reshape([-1 if axis == told["quantized_dimension"] else 1 for axis in range(values.ndim)])
    return np.asarray(values * scales, np.float32)
