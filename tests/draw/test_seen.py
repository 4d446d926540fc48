"""The mouths that are drawn of a sentence, told by their pixels: what is said is seen on every character."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.character.loading import Character
from avatar.draw import Painter
from avatar.draw.sheet import face, weighted_face
from avatar.lipsync.coarticulate import RULES, coarticulate
from avatar.types import FRAME_RATE, VISEMES, Timed
from tests.draw.drawing import SHIPPED, shipped
from tests.draw.telling import mouth_region

SIZE = 96
STEP = 4
"""Frames of the mouth to one of the film: 25 a second."""
SAID = (
    # "Bob, why move far? Oh, we saw five." as a reader says it
    ("", 0.2), ("b", 0.07), ("ɑː", 0.13), ("b", 0.08), ("w", 0.07), ("aɪ", 0.16), ("m", 0.08), ("uː", 0.12),
    ("v", 0.07), ("f", 0.1), ("ɑː", 0.14), ("ɹ", 0.08), ("", 0.3), ("oʊ", 0.18), ("w", 0.07), ("iː", 0.1), ("s", 0.1),
    ("ɔː", 0.16), ("f", 0.1), ("aɪ", 0.14), ("v", 0.07), ("", 0.3),
)  # fmt: skip
SEEN = {
    "b": {"PP"}, "m": {"PP"}, "f": {"FF"}, "v": {"FF"}, "ɑː": {"aa"}, "aɪ": {"aa"}, "uː": {"ou"}, "w": {"ou"},
    "oʊ": {"oh", "ou"}, "ɔː": {"oh"}, "iː": {"ih"}, "": {"sil"},
}  # fmt: skip
"""The mouths of which one has to be seen, by sound."""
TOLD = ("sil", "PP", "FF", "aa", "oh", "ou", "ih")


def phones() -> list[Timed]:
    ends = np.cumsum([seconds for _, seconds in SAID])
    return [Timed(float(end - seconds), float(end), name) for end, (name, seconds) in zip(ends, SAID, strict=True)]


def seen(character: Character, weights: NDArray[np.float32]) -> list[str]:
    """The mouth that each picture of a film looks most like, told by the pixels of the mouth."""
    painter, region = Painter(SIZE, SIZE), mouth_region(character, SIZE)
    known = [painter.paint([(character, face(character, v, "neutral"))])[region].astype(np.float32) for v in TOLD]
    shown = []
    for row in weights[::STEP]:
        picture = painter.paint([(character, weighted_face(character, row, "neutral"))])[region].astype(np.float32)
        shown.append(TOLD[int(np.argmin([np.abs(picture - each).mean() for each in known]))])
    return shown


def share_seen(shown: list[str]) -> float:
    """The share of the sounds whose mouth is seen while they last, or 50 ms before or after."""
    right = []
    for phone in phones():
        if phone.value in SEEN:
            first, last = phone.start - 0.05 - RULES.lead, phone.end + 0.05 - RULES.lead
            times = [i * STEP / FRAME_RATE for i in range(len(shown))]
            right.append(any(first <= t <= last and s in SEEN[phone.value] for t, s in zip(times, shown, strict=True)))
    return sum(right) / len(right)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_said_is_seen(name: str) -> None:
    line = phones()
    shown = seen(shipped(name), coarticulate(line, line[-1].end))
    assert share_seen(shown) >= 0.9, shown


def test_a_mouth_that_does_not_move_is_told() -> None:
    still = np.zeros((round(phones()[-1].end * FRAME_RATE), len(VISEMES)), np.float32)
    still[:, VISEMES.index("E")] = 1.0
    assert share_seen(seen(shipped("juno"), still)) < 0.4
