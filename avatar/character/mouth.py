"""From viseme weights to the parameters of a mouth.

`SHAPES` is the art of it: what each viseme does to a mouth. Weights blend, so that a mouth moves continuously from
one shape to the next; `blend` does that, and mixes the expression in so that a smile keeps its corners and lips still
close for M.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from avatar.types import VISEMES, Mouth

#                      jaw  width round clos  bite upper teeth tongue
SHAPES: dict[str, Mouth] = {
    # lips at rest, just touching
    "sil": Mouth(0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00),
    # pressed to a line: the one shape a viewer never forgives missing
    "PP": Mouth(0.00, 0.00, 0.00, 1.00, 0.00, 0.00, 0.00, 0.00),
    # lower lip tucked under the upper teeth
    "FF": Mouth(0.14, 0.10, 0.00, 0.00, 1.00, 0.60, 1.00, 0.00),
    # tongue tip between the teeth
    "TH": Mouth(0.30, 0.10, 0.00, 0.00, 0.00, 0.15, 0.75, 1.00),
    # tongue behind the teeth, which are nearly together
    "DD": Mouth(0.23, 0.16, 0.00, 0.00, 0.00, 0.10, 0.45, 0.60),
    # tongue's back is up: little to see but an open mouth
    "kk": Mouth(0.34, 0.05, 0.00, 0.00, 0.00, 0.10, 0.35, 0.10),
    # lips pushed forward, teeth together
    "CH": Mouth(0.28, -0.40, 0.55, 0.00, 0.00, 0.30, 1.00, 0.00),
    # teeth together, lips spread
    "SS": Mouth(0.22, 0.50, 0.00, 0.00, 0.00, 0.20, 1.00, 0.00),
    # open, the tongue's tip raised behind the upper teeth: an L is seen
    "nn": Mouth(0.48, 0.05, 0.00, 0.00, 0.00, 0.25, 0.40, 0.62),
    # a little rounded, tongue drawn back
    "RR": Mouth(0.22, -0.25, 0.42, 0.00, 0.00, 0.20, 0.45, 0.10),
    # the jaw drops
    "aa": Mouth(1.00, 0.05, 0.00, 0.00, 0.00, 0.30, 0.50, 0.00),
    # half open and spread: upper teeth, and lower ones where the mouth has them
    "E": Mouth(0.55, 0.60, 0.00, 0.00, 0.00, 0.30, 0.75, 0.10),
    # nearly shut and spread: a narrow smile
    "ih": Mouth(0.30, 0.85, 0.00, 0.00, 0.00, 0.25, 0.85, 0.15),
    # tall and round
    "oh": Mouth(0.72, -0.45, 0.62, 0.00, 0.00, 0.15, 0.18, 0.00),
    # a small ring
    "ou": Mouth(0.26, -0.85, 1.00, 0.00, 0.00, 0.10, 0.00, 0.00),
}

SPRITES: dict[str, dict[str, str]] = {
    # the nine of Rhubarb and Preston Blair
    "rhubarb": dict(zip(VISEMES, "XAGHBBBBHEDCBEF", strict=True)),
    # the fourteen of Character Animator; five of them show moods or stand for none of these sounds
    "animator": dict(
        zip(VISEMES, ("Neutral M F L D D S S L R Aa Ee Ee Oh W-Oo").split(), strict=True),
    ),
}
"""Sets of mouth pictures that animators already have: viseme to the picture's name."""

_TABLE = np.array([SHAPES[viseme][:8] for viseme in VISEMES], np.float32)
"""Shape (15, 8), rows over VISEMES, columns in the order of Mouth's fields without `smile`."""

_SILENT = VISEMES.index("sil")

FILMED = {
    "sil": 0.02, "PP": 0.01, "FF": 0.045, "TH": 0.0, "DD": 0.105, "kk": 0.085, "CH": 0.12, "SS": 0.105, "nn": 0.055,
    "RR": 0.0, "aa": 0.115, "E": 0.135, "ih": 0.15, "oh": 0.055, "ou": 0.0,
}  # fmt: skip
"""Openings that are usually heard (`MouthTrack.opening`) where a viseme alone has weight, in distances between the
eyes: the one speaker whose lips were filmed, by non-negative least squares over the film that is learned from. Silence
has what noise makes heard, so that it opens no mouth."""

WIDEST = 0.13
"""Opening, in distances between the eyes, at which a jaw is fully down: one filmed frame in twenty is wider."""

MANNER = 0.4
"""Share that this speaker's way with each sound has in how far a jaw opens for it; the rest is SHAPES, any face's."""

MOVES = 0.8
"""Share of what is heard to open more or less than usual for the sound: stress, haste and neighbours, in all voices."""

_FILMED = np.array([FILMED[viseme] for viseme in VISEMES], np.float32)

SHUT_FROM = 0.7
"""Weight of a closure or a bite from which it is complete."""
KEPT_WIDTH = 0.45
"""Share of an expression's width that stays while speaking: a smile is still seen, and vowels still differ."""
KEPT_UPPER = 0.3
"""Share of an expression's raised upper lip that stays while speaking: more would show the teeth in every sound."""


def shape_mouth(weights: NDArray[np.float32]) -> Mouth:
    """The mouth of viseme weights, shape (15,): a weighted sum, closures and bites winning over the rest.

    A lip closure at weight .7 is already shut: half-closed lips for a P read as a mistake, half-open vowels don't.
    """
    jaw, width, rounding, closure, bite, upper, teeth, tongue = (weights @ _TABLE).tolist()
    closure = _early(closure)
    bite = _early(bite) * (1.0 - closure)
    return Mouth(jaw, width, rounding, closure, bite, upper, teeth, tongue)


def follow_opening(mouth: Mouth, weights: NDArray[np.float32], opening: float) -> Mouth:
    """The mouth of viseme weights, its jaw as far down as was heard: `opening` in distances between the eyes.

    Shut and bitten lips stay as they are, whatever was heard.
    """
    usual = float(weights @ _FILMED)
    way = MANNER * (min(1.0, usual / WIDEST) - mouth.jaw) + MOVES * (opening - usual) / WIDEST
    free = (1.0 - mouth.closure) * (1.0 - mouth.bite)
    return mouth._replace(jaw=max(0.0, min(1.0, mouth.jaw + free * way)))


def openings_for(weights: NDArray[np.float32], jaws: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """The openings, shape (frames,), by which the jaw of each row of weights, shape (frames, 15), goes down as far as
    `jaws` says, 0 to 1; None: as far as it does by the weights alone."""
    usual = weights @ _FILMED
    by_table = weights @ _TABLE[:, 0]
    wanted = by_table if jaws is None else jaws
    moves = wanted - by_table - MANNER * (np.minimum(1.0, usual / WIDEST) - by_table)
    return np.asarray(usual + moves * WIDEST / MOVES, np.float32)


def blend(weights: NDArray[np.float32], expression: Mouth, opening: float | None = None) -> Mouth:
    """The mouth of viseme weights under an expression; `opening` as for `follow_opening`, None where none was heard.

    The corners and the width of the expression stay while speaking; its open jaw, teeth and lips give way to the
    speech, in proportion to how little silence is in the weights.
    """
    spoken = shape_mouth(weights)
    if opening is not None:
        spoken = follow_opening(spoken, weights, opening)
    rest = float(weights[_SILENT])
    free = rest * rest * (3.0 - 2.0 * rest)
    soft = 1.0 - spoken.closure
    keep_width = KEPT_WIDTH + (1.0 - KEPT_WIDTH) * free
    keep_upper = KEPT_UPPER + (1.0 - KEPT_UPPER) * free
    return Mouth(
        jaw=min(1.0, spoken.jaw + expression.jaw * free * soft),
        width=max(-1.0, min(1.0, spoken.width + expression.width * keep_width * (1.0 - spoken.rounding))),
        rounding=min(1.0, spoken.rounding + expression.rounding * free),
        closure=max(spoken.closure, expression.closure * free),
        bite=max(spoken.bite, expression.bite * free * soft),
        upper=min(1.0, spoken.upper + expression.upper * keep_upper * soft),
        teeth=min(1.0, spoken.teeth + expression.teeth * free * soft),
        tongue=min(1.0, spoken.tongue + expression.tongue * free * soft),
        smile=expression.smile,
        skew=expression.skew,
    )


def _early(value: float) -> float:
    """0 to 0, `SHUT_FROM` and more to 1, smooth between."""
    value = min(1.0, max(0.0, value) / SHUT_FROM)
    return value * value * (3.0 - 2.0 * value)
