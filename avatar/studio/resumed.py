"""An installed net as weights to go on from: what `export` folded together is taken apart again.

Heavy: imports Keras.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from avatar.lipsync import installed
from avatar.studio import netshapes, network
from avatar.studio.backend import keras
from avatar.studio.learning import weights


def write_weights(variant: str, file: Path) -> Path:
    """Write the installed net's weights to `file` (.weights.h5), for `network.build`.

    The batch norms come back as plain scales and offsets, so they must stay frozen in training. Each weight is only as
    exact as the 8 bits that it was installed with.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    shape = netshapes.SHAPES[variant]
    model = network.build(shape, shape.left + 1 + shape.right)
    products, scale, offset = weights.read(installed.read(f"{variant}.tflite"))
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
