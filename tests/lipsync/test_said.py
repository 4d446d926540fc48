"""What a mouth does over known phones is what it was when the rules were last fitted.

The rules' numbers (`coarticulate.RULES`, the blends of `visemes`) were fitted to filmed lips: a table by itself says
nothing of which are right. golden/ holds what they come to in a line with every kind of sound. To accept a
change, run `python -m benchmarks.lipsync` first, then this with GOLDEN=write.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.lipsync.coarticulate import RULES, Stops, coarticulate
from avatar.lipsync.visemes import targets
from avatar.types import VISEMES, Timed

GOLDEN = Path(__file__).parent / "golden"
DIFFERENT = 0.003
"""Of a weight; what is kept has three digits."""
EVERY = 2
"""Frames from one that is kept to the next."""
PHONES = "h ə l oʊ _ ʃ iː f aɪ n d z ɹ ɛ d _ w uː l k ɑː p t _ m ʌ v b ɪ ɡ tʃ ɔɪ s ŋ θ y β ɚ"


def line() -> list[Timed]:
    """The phones, some long, some brief, after 0.2 s of silence."""
    timed: list[Timed] = []
    for number, phone in enumerate(PHONES.split()):
        start = timed[-1].end if timed else 0.2
        timed.append(Timed(start, start + (0.05, 0.08, 0.13)[number % 3], "" if phone == "_" else phone))
    return timed


def said(stops: Stops) -> NDArray[np.float32]:
    phones = line()
    return coarticulate(phones, phones[-1].end + 0.3, stops=stops)[::EVERY]


def test_the_line_has_every_kind_of_sound() -> None:
    parts = {target.part for phone in line() for target in targets(phone.value)}
    assert parts == {pull.part for pull in RULES.pulls}
    shown = {VISEMES[int(target.weights.argmax())] for phone in line() for target in targets(phone.value)}
    assert shown == set(VISEMES)


@pytest.mark.parametrize("stops", ["span", "burst"])
def test_the_mouth_moves_as_it_was_fitted(stops: Stops) -> None:
    path = GOLDEN / f"said-{stops}.csv"
    weights = said(stops)
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        np.savetxt(path, weights, "%.3f", ",", header=",".join(VISEMES), comments="", encoding="utf-8")
    wanted = np.loadtxt(path, np.float32, delimiter=",", skiprows=1, encoding="utf-8")
    assert weights.shape == wanted.shape
    frames, columns = np.nonzero(np.abs(weights - wanted) > DIFFERENT)
    other = [
        f"at {EVERY * frame / 100:.2f} s {VISEMES[column]} is {weights[frame, column]:.3f}, "
        f"was {wanted[frame, column]:.3f}"
        for frame, column in zip(frames, columns, strict=True)
    ]
    assert not other, f"{len(other)} weights changed: " + "; ".join(other[:8])
