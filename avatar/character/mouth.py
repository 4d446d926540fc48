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


def blend(weights: NDArray[np.float32], expression: Mouth) -> Mouth:
    """The mouth of viseme weights under an expression.

    The corners and the width of the expression stay while speaking; its open jaw, teeth and lips give way to the
    speech, in proportion to how little silence is in the weights.
    """
    spoken = shape_mouth(weights)
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
