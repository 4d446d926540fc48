"""Checkpoints as TensorFlow writes them, with a net as small as it may be."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avatar.speech.nets import part, varint

MAGIC = bytes.fromhex("57fb808b247547db")
Weights = Mapping[str, NDArray[np.float32]]


def small_weights(seed: int = 0) -> Weights:
    """Both of Spleeter's nets with channels 1, 2, 2, 2, 2, 3 in the place of its 16 to 512."""
    dice = np.random.default_rng(seed)
    channels = (1, 2, 2, 2, 2, 3)
    found: dict[str, NDArray[np.float32]] = {}

    def put(name: str, *shape: int) -> None:
        found[name] = (dice.normal(size=shape) * 0.3).astype(np.float32)

    for net in (0, 1):
        before = 2
        for step, count in enumerate(channels):
            layer = numbered("conv2d", 7 * net + step)
            put(f"{layer}/kernel", 5, 5, before, count)
            put(f"{layer}/bias", count)
            before = count
        raised = [*reversed(channels[:-1]), 1]
        for step, count in enumerate(raised):
            layer = numbered("conv2d_transpose", 6 * net + step)
            put(f"{layer}/kernel", 5, 5, count, before)
            put(f"{layer}/bias", count)
            before = 2 * count
        put(f"{numbered('conv2d', 7 * net + 6)}/kernel", 4, 4, 1, 2)
        put(f"{numbered('conv2d', 7 * net + 6)}/bias", 2)
        for step, count in enumerate((*channels, *raised)):
            layer = numbered("batch_normalization", 12 * net + step)
            for name in ("gamma", "beta", "moving_mean", "moving_variance"):
                put(f"{layer}/{name}", count)
            found[f"{layer}/moving_variance"] = np.abs(found[f"{layer}/moving_variance"]) + np.float32(0.5)
    return found


def numbered(kind: str, number: int) -> str:
    return f"{kind}_{number}" if number else kind


def write_checkpoint(folder: Path, weights: Weights) -> tuple[Path, Path]:
    """The index and the data of a checkpoint."""
    data, rows = b"", []
    for name, values in sorted(weights.items()):
        axes = b"".join(part(2, varint(1 << 3) + varint(size)) for size in values.shape)
        entry = varint(1 << 3) + varint(1) + part(2, axes)
        entry += varint(4 << 3) + varint(len(data)) + varint(5 << 3) + varint(values.nbytes)
        entry += varint(6 << 3 | 5) + struct.pack("<I", 0)
        rows.append((name.encode(), entry))
        data += values.astype("<f4").tobytes()
    block = _block([(b"", varint(1 << 3) + varint(1)), *rows])
    inner = _block([(b"~", varint(0) + varint(len(block)))])
    at = len(block) + 5
    footer = varint(0) + varint(0) + varint(at) + varint(len(inner))
    index = block + bytes(5) + inner + bytes(5) + footer.ljust(40, b"\0") + MAGIC
    paths = folder / "model.index", folder / "model.data"
    for path, content in zip(paths, (index, data), strict=True):
        path.write_bytes(content)
    return paths


def _block(rows: list[tuple[bytes, bytes]]) -> bytes:
    """Keys and values, each key without what it shares with the one before."""
    out, before = b"", b""
    for key, value in rows:
        shared = next(
            (i for i, (a, b) in enumerate(zip(key, before, strict=False)) if a != b), min(len(key), len(before))
        )
        out += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        before = key
    return out + struct.pack("<II", 0, 1)
