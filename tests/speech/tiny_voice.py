"""A tiny Piper voice, made on the spot: a hum as long as its phones, no speech. So Piper itself runs for real, offline.

An ONNX model is a protobuf message; this writes the few fields of it that are needed (onnx.proto3, IR version 8), so
that no test needs the `onnx` package.
"""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path

FLOAT, INT64 = 1, 7
HOP = 256
"""Samples a frame, as Piper assumes."""
FRAMES = 8
"""Frames of every phone, at the usual rate."""
RATE = 22050
PITCH_HZ = 220.0
ALPHABET = "_^$ !',.:;?-abcdefhijklmnopqrstuvwxyzæðŋɐɑɒɔəɚɛɜɡɪɹɾʃʊʌʒʔʰˈˌːθᵻɫɝ̩"


def write(folder: Path, name: str = "tiny", *, aligned: bool = True, noisy: bool = False, speakers: int = 1) -> str:
    """Write NAME.onnx and its settings into a folder; gives the file name.

    `aligned`: its model tells its times. `noisy`: it draws noise for durations and sound, as Piper's own do.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(_model(aligned, noisy, speakers))
    settings = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-us"},
        "phoneme_type": "espeak",
        "inference": {"noise_scale": 0.2, "length_scale": 1.0, "noise_w": 1.0},
        "num_symbols": len(ALPHABET),
        "num_speakers": speakers,
        "speaker_id_map": {f"person{number}": number for number in range(speakers)} if speakers > 1 else {},
        "phoneme_id_map": {letter: [number] for number, letter in enumerate(ALPHABET)},
        "hop_length": HOP,
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(settings), "utf-8")
    return f"{name}.onnx"


def _model(aligned: bool, noisy: bool, speakers: int) -> bytes:
    """input (1, ids), scales (3,) -> output (1, 1, samples), frames of each id (1, ids)."""
    nodes = [
        _node("Cast", ["input"], "ids", to=FLOAT),
        _node("Mul", ["ids", "zero"], "zeros"),
        _node("Gather", ["scales", "one"], "length_scale"),
        _node("Mul", ["length_scale", "frames"], "each"),
        _node("Add", ["zeros", "each"], "exact"),
        *(_NOISE_OF_DURATIONS if noisy else []),
        _node("Ceil", ["drawn" if noisy else "exact"], "w_ceil"),
        _node("ReduceSum", ["w_ceil"], "total", keepdims=0),
        _node("Mul", ["total", "hop"], "count"),
        _node("Cast", ["count"], "samples", to=INT64),
        _node("Range", ["none", "samples", "one"], "steps"),
        _node("Cast", ["steps"], "time", to=FLOAT),
        _node("Mul", ["time", "step"], "phase"),
        _node("Sin", ["phase"], "sine"),
        _node("Unsqueeze", ["sine", "axes"], "mean" if noisy else "output"),
        *(_NOISE_OF_SOUND if noisy else []),
    ]
    constants = [
        _tensor("zero", FLOAT, [0.0]),
        _tensor("frames", FLOAT, [float(FRAMES)]),
        _tensor("hop", FLOAT, [float(HOP)]),
        _tensor("step", FLOAT, [2 * math.pi * PITCH_HZ / RATE]),
        _tensor("one", INT64, [1]),
        _tensor("none", INT64, [0]),
        _tensor("axes", INT64, [0, 1], vector=True),
        _tensor("first", INT64, [1], vector=True),
    ]
    inputs = [
        _value("input", INT64, [1, "ids"]),
        _value("input_lengths", INT64, [1]),
        _value("scales", FLOAT, [3]),
        *([_value("sid", INT64, [1])] if speakers > 1 else []),
    ]
    outputs = [_value("output", FLOAT, [1, 1, "samples"])]
    if aligned:
        outputs.append(_value("w_ceil", FLOAT, [1, "ids"]))
    graph = b"".join(
        [_part(1, node) for node in nodes]
        + [_part(2, b"tiny")]
        + [_part(5, constant) for constant in constants]
        + [_part(11, value) for value in inputs]
        + [_part(12, value) for value in outputs]
    )
    return _number(1, 8) + _part(8, _part(1, b"") + _number(2, 13)) + _part(7, graph)


def _node(kind: str, inputs: list[str], output: str, **attributes: int) -> bytes:
    parts = [_part(1, name.encode()) for name in inputs] + [_part(2, output.encode()), _part(4, kind.encode())]
    for name, value in attributes.items():
        parts.append(_part(5, _part(1, name.encode()) + _number(3, value) + _number(20, 2)))
    return b"".join(parts)


def _tensor(name: str, kind: int, values: list[float] | list[int], vector: bool = False) -> bytes:
    raw = struct.pack(f"<{len(values)}{'f' if kind == FLOAT else 'q'}", *values)
    dims = _number(1, len(values)) if vector else b""
    return dims + _number(2, kind) + _part(8, name.encode()) + _part(9, raw)


def _value(name: str, kind: int, shape: list[int | str]) -> bytes:
    dims = b"".join(_part(1, _number(1, d) if isinstance(d, int) else _part(2, d.encode())) for d in shape)
    return _part(1, name.encode()) + _part(2, _part(1, _number(1, kind) + _part(2, dims)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


_NOISE_OF_DURATIONS = [
    _node("Unsqueeze", ["zeros", "first"], "row"),
    _node("Concat", ["row", "row"], "rows", axis=1),
    _node("RandomNormalLike", ["rows"], "chance"),
    _node("ReduceSum", ["chance", "first"], "deviation", keepdims=0),
    _node("Abs", ["deviation"], "longer"),
    _node("Add", ["exact", "longer"], "drawn"),
]
_NOISE_OF_SOUND = [
    _node("RandomNormalLike", ["mean"], "noise"),
    _node("Mul", ["mean", "zero"], "logs"),
    _node("Exp", ["logs"], "spread"),
    _node("Mul", ["noise", "spread"], "spread_noise"),
    _node("Gather", ["scales", "none"], "noise_scale"),
    _node("Mul", ["spread_noise", "noise_scale"], "scaled_noise"),
    _node("Add", ["mean", "scaled_noise"], "output"),
]
