"""The numbers in a net's file (.tflite), read and put in place of others: the file stays what it is, to its length.

Kernels lie there as 8-bit integers with a scale for each output, biases as floats. Each of them is found by its own
bytes, so no library that writes such files is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from avatar.lipsync import model
from avatar.studio.manifest import DatasetError
from avatar.types import Floats

Pair = tuple[Floats, Floats]
"""A kernel, shape (inputs, outputs), and its bias."""
_LEVELS = 127
"""Steps of a kernel's 8-bit integers to either side of 0."""


class Weights(NamedTuple):
    """A net's numbers: those of its products in the order in which they are used, and its last norm's."""

    products: tuple[Pair, ...]
    scale: Floats
    offset: Floats


class _Place(NamedTuple):
    """A tensor of the file."""

    values: np.ndarray
    """As it lies there."""
    scales: Floats
    """Of its 8-bit integers, one for each output; none for floats."""


def read(content: bytes) -> Weights:
    """The numbers of a net. Raises LipSyncError where the runtime is missing or the file is damaged."""
    places, scale, offset = _places(content)
    pairs = tuple((_floats(kernel).T.copy(), _floats(bias)) for kernel, bias in places)
    return Weights(pairs, _floats(scale), _floats(offset))


def written(content: bytes, weights: Weights) -> bytes:
    """The net's file with other numbers in its products; its last norm stays.

    Raises DatasetError for a file in which they can't be told apart.
    """
    out = bytearray(content)
    places, _, _ = _places(content)
    for (kernel, bias), (new, add) in zip(places, weights.products, strict=True):
        rows = np.ascontiguousarray(new.T, np.float32)
        if len(kernel.scales):
            scales = np.maximum(np.abs(rows).max(axis=1), 1e-9).astype(np.float32) / np.float32(_LEVELS)
            _put(out, content, kernel.scales, scales)
            rows = np.rint(rows / scales[:, None]).clip(-_LEVELS, _LEVELS).astype(np.int8)
        _put(out, content, kernel.values, rows)
        _put(out, content, bias.values, add.astype(np.float32))
    return bytes(out)


def _put(out: bytearray, content: bytes, old: np.ndarray, new: np.ndarray) -> None:
    raw, put = old.tobytes(), np.ascontiguousarray(new).tobytes()
    at = content.find(raw)
    if at < 0 or content.find(raw, at + 1) >= 0 or len(put) != len(raw):
        raise DatasetError(
            "The net's file is of another kind: its numbers can't be told apart in it",
            remedy="Learn with a net that `avatar studio train` made, or that came with avatar.",
        )
    out[at : at + len(put)] = put


def _places(content: bytes) -> tuple[list[tuple[_Place, _Place]], _Place, _Place]:
    """Kernels with biases, in the order in which they are used; and the last scale and offset."""
    net = model.interpreter(content)
    model.allocate(net)
    steps: Sequence[dict[str, Any]] = net._get_ops_details()
    about = {told["index"]: told for told in net.get_tensor_details()}
    made = {int(index) for step in steps for index in step["outputs"]}
    made |= {told["index"] for told in net.get_input_details()}

    def constants(step: dict[str, Any]) -> list[_Place]:
        indices = [i for i in map(int, step["inputs"]) if i >= 0 and i not in made]
        return [_Place(net.get_tensor(i), about[i]["quantization_parameters"]["scales"]) for i in indices]

    products = [constants(step) for step in steps if step["op_name"] == "FULLY_CONNECTED"]
    norms = [next((c for s in steps if s["op_name"] == name for c in constants(s)), None) for name in ("MUL", "ADD")]
    if any(len(pair) != 2 for pair in products) or None in norms:
        raise DatasetError("The net's file is of another kind", remedy="Learn with a net that avatar brought.")
    scale, offset = (norm for norm in norms if norm is not None)
    return [(pair[0], pair[1]) for pair in products], scale, offset


def _floats(place: _Place) -> Floats:
    if not len(place.scales):
        return np.asarray(place.values, np.float32)
    return np.asarray(place.values * place.scales.reshape(-1, *([1] * (place.values.ndim - 1))), np.float32)
