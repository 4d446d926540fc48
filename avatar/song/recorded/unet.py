"""Spleeter's nets as onnxruntime takes them: each looks at a mix's spectrogram and says what of it is its own.

A U-net of six steps down and six up (A. Jansson et al., "Singing Voice Separation with Deep U-Net Convolutional
Networks", ISMIR 2017; R. Hennequin et al., "Spleeter", JOSS 2020). The net is written as an ONNX model (onnx.proto3) in
memory, each time that it is opened: that takes a moment, and there is no second file to keep.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LibraryError
from avatar.speech.nets import part, varint
from avatar.types import Floats

BINS = 1024
"""Frequencies that the nets look at, from 0 up, of frames of 4096 samples at 44,100 Hz."""
STEPS = 6
"""Halvings of both axes: frames come in multiples of 2 ** STEPS."""
MIX, SUNG, PLAYED = "mix", "sung", "played"
"""Names of the model's tensors, each of shape (1, 2, frames, BINS): magnitudes of both channels."""

_OPSET, _IR = 13, 8
_FLOAT, _INTS, _FLOAT_KIND = 1, 7, 1
_LEAK, _EPSILON = 0.2, 1e-3
"""Of the leaky rectifier on the way down, and what is added to a variance: Keras's own."""
_HALVING = {"pads": (1, 1, 2, 2), "strides": (2, 2)}
"""TensorFlow's "same" for a window of 5 that goes in steps of 2, which has one row more after than before."""
_WIDE = {"pads": (3, 3, 3, 3), "dilations": (2, 2)}


class _Net(NamedTuple):
    """Which of the checkpoint's tensors are a net's, by the numbers that its layers have there."""

    output: str
    convolutions: int
    raisings: int
    norms: int


Setting = float | int | Sequence[int]

_NETS = (_Net(SUNG, 0, 0, 0), _Net(PLAYED, 7, 6, 12))


def write_model(weights: Mapping[str, Floats], outputs: Sequence[str] = (SUNG, PLAYED)) -> bytes:
    """The nets as one ONNX model, `MIX` to the `outputs`. Raises LibraryError where weights lack a layer."""
    graph = _Graph(weights)
    try:
        for net in _NETS:
            if net.output in outputs:
                _write_net(graph, net)
    except KeyError as error:
        remedy = "Get them again: avatar get separator"
        raise LibraryError(f"The weights have no layer {error}", remedy=remedy) from error
    body = [
        *graph.nodes, part(2, b"separator"), *graph.constants, part(11, _described(MIX)),
        *(part(12, _described(name)) for name in outputs),
    ]  # fmt: skip
    opset = part(8, part(1, b"") + _whole(2, _OPSET))
    return _whole(1, _IR) + part(7, b"".join(body)) + opset


def _write_net(graph: _Graph, net: _Net) -> None:
    """Six convolutions down, six up, each of these beside what was seen on the way down; then a mask."""
    seen, here = [], MIX
    for step in range(STEPS):
        below = graph.convolve(here, _layer("conv2d", net.convolutions + step), _HALVING)
        seen.append(below)
        if step < STEPS - 1:
            norm = graph.normalise(below, _layer("batch_normalization", net.norms + step))
            here = graph.add("LeakyRelu", [norm], alpha=_LEAK)
    here = seen.pop()
    for step in range(STEPS):
        raised = graph.convolve(here, _layer("conv2d_transpose", net.raisings + step), _HALVING, back=True)
        here = graph.normalise(graph.add("Relu", [raised]), _layer("batch_normalization", net.norms + STEPS + step))
        if seen:
            here = graph.add("Concat", [seen.pop(), here], axis=1)
    mask = graph.add("Sigmoid", [graph.convolve(here, _layer("conv2d", net.convolutions + STEPS), _WIDE)])
    graph.add("Mul", [mask, MIX], output=net.output)


def _layer(kind: str, number: int) -> str:
    """A layer's name in the checkpoint: the first of a kind has no number."""
    return f"{kind}_{number}" if number else kind


class _Graph:
    """A model's steps and constants, as they are written."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights
        self.nodes: list[bytes] = []
        self.constants: list[bytes] = []

    def add(self, kind: str, inputs: Sequence[str], output: str = "", **settings: Setting) -> str:
        """A step; the name of what it gives."""
        output = output or f"{kind}{len(self.nodes)}"
        attributes = [part(5, _attribute(name, value)) for name, value in settings.items()]
        names = [part(1, name.encode()) for name in inputs]
        self.nodes.append(part(1, b"".join([*names, part(2, output.encode()), part(4, kind.encode()), *attributes])))
        return output

    def convolve(self, source: str, layer: str, shape: Mapping[str, Any], back: bool = False) -> str:
        """A convolution, or with `back` its reverse. Keras has height, width, in, out; ONNX out, in, height, width."""
        kernel = self._constant(f"{layer}/kernel", (3, 2, 0, 1))
        return self.add("ConvTranspose" if back else "Conv", [source, kernel, self._constant(f"{layer}/bias")], **shape)

    def normalise(self, source: str, layer: str) -> str:
        names = [f"{layer}/{name}" for name in ("gamma", "beta", "moving_mean", "moving_variance")]
        return self.add("BatchNormalization", [source, *map(self._constant, names)], epsilon=_EPSILON)

    def _constant(self, name: str, axes: Sequence[int] = ()) -> str:
        """A tensor of the checkpoint. Raises KeyError."""
        values: NDArray[np.float32] = self._weights[name]
        if axes and values.ndim != len(axes):
            raise KeyError(name)
        values = np.ascontiguousarray(values.transpose(axes) if axes else values, "<f4")
        sizes = b"".join(_whole(1, size) for size in values.shape)
        self.constants.append(part(5, sizes + _whole(2, _FLOAT) + part(8, name.encode()) + part(9, values.tobytes())))
        return name


def _attribute(name: str, value: Setting) -> bytes:
    """A step's setting."""
    head = part(1, name.encode())
    if isinstance(value, float):
        return head + varint(2 << 3 | 5) + struct.pack("<f", value) + _whole(20, _FLOAT_KIND)
    if isinstance(value, int):
        return head + _whole(3, value) + _whole(20, 2)
    return head + b"".join(_whole(8, each) for each in value) + _whole(20, _INTS)


def _described(name: str) -> bytes:
    """What is said of an input or output: its name, kind and shape."""
    axes = [_whole(1, 1), _whole(1, 2), part(2, b"frames"), _whole(1, BINS)]
    shape = b"".join(part(1, axis) for axis in axes)
    return part(1, name.encode()) + part(2, part(1, _whole(1, _FLOAT) + part(2, shape)))


def _whole(number: int, value: int) -> bytes:
    """A field that holds a whole number."""
    return varint(number << 3) + varint(value)
