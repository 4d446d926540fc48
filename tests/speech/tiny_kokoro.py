"""A tiny net with the inputs and outputs of Kokoro's: each letter lasts as many steps as its own rule says, and hums.

Its letters last 2 steps, and one more where the style's first number is above 0.5, divided by the speed; the hum is as
loud as the style's second number. So times, blends and rows of a style can be told from what comes out.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from avatar.speech.engines.kokoro import DURATIONS, NET, RATE, STEP
from avatar.speech.kokoro.styles import ROWS, WIDTH
from tests.speech.tiny_voice import FLOAT, INT64, _node, _number, _part, _tensor, _value

PITCH_HZ = 200.0
STEPS = 4
"""Steps of each letter at its own speed, with a style whose first number is 0."""


def write_net(folder: Path, *, steps: str = DURATIONS) -> Path:
    """Write the net into a folder. `steps`: the name of its inner tensor of durations."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NET
    path.write_bytes(_model(steps))
    return path


def write_style(folder: Path, name: str, slow: float = 0.0, loud: float = 0.3) -> None:
    """A style that adds `slow` steps to each letter, and hums at `loud`; its rows are alike."""
    folder.mkdir(parents=True, exist_ok=True)
    table = np.zeros((ROWS, WIDTH), "<f4")
    table[:, 0], table[:, 1] = slow, loud
    (folder / f"{name}.bin").write_bytes(table.tobytes())


def _model(steps: str) -> bytes:
    """tokens (1, n), style (1, 256), speed (1,) -> audio (samples,); inside: steps of each token (n,)."""
    nodes = [
        _node("Gather", ["style", "first"], "slow", axis=1),
        _node("Gather", ["style", "second"], "loud", axis=1),
        _node("Cast", ["tokens"], "ids", to=FLOAT),
        _node("Mul", ["ids", "zero"], "zeros"),
        _node("Add", ["zeros", "usual"], "even"),
        _node("Add", ["even", "slow"], "slower"),
        _node("Div", ["slower", "speed"], "exact"),
        _node("Round", ["exact"], "rounded"),
        _node("Reshape", ["rounded", "flat"], "row"),
        _node("Clip", ["row", "one"], steps),
        _node("ReduceSum", [steps], "total", keepdims=0),
        _node("Mul", ["total", "step"], "count"),
        _node("Cast", ["count"], "samples", to=INT64),
        _node("Range", ["none", "samples", "each"], "counted"),
        _node("Cast", ["counted"], "time", to=FLOAT),
        _node("Mul", ["time", "turn"], "phase"),
        _node("Sin", ["phase"], "sine"),
        _node("Reshape", ["loud", "flat"], "level"),
        _node("Mul", ["sine", "level"], "audio"),
    ]
    constants = [
        _tensor("first", INT64, [0]),
        _tensor("second", INT64, [1]),
        _tensor("zero", FLOAT, [0.0]),
        _tensor("usual", FLOAT, [float(STEPS)]),
        _tensor("one", FLOAT, [1.0]),
        _tensor("step", FLOAT, [float(STEP)]),
        _tensor("turn", FLOAT, [2 * math.pi * PITCH_HZ / RATE]),
        _tensor("none", INT64, [0]),
        _tensor("each", INT64, [1]),
        _tensor("flat", INT64, [-1], vector=True),
    ]
    inputs = [_value("tokens", INT64, [1, "n"]), _value("style", FLOAT, [1, WIDTH]), _value("speed", FLOAT, [1])]
    graph = b"".join(
        [_part(1, node) for node in nodes]
        + [_part(2, b"tiny")]
        + [_part(5, constant) for constant in constants]
        + [_part(11, value) for value in inputs]
        + [_part(12, _value("audio", FLOAT, ["samples"]))]
    )
    return _number(1, 8) + _part(8, _part(1, b"") + _number(2, 13)) + _part(7, graph)
