"""The looks of what is drawn live: styles of mouths and eyes, with the sizes and colours that each style knows.

A style is a row here (what may be set, and what it is when not set) and a draw function of the same name in `draw`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from avatar.character.fields import Fields, did_you_mean

Box = tuple[float, float, float, float]
"""left, top, width, height, in canvas units."""


class LookStyle(NamedTuple):
    """What one style of mouth or eye knows, with defaults."""

    numbers: Mapping[str, float]
    colours: Mapping[str, str]
    reach: Box
    """How far it may draw, in half widths around its anchor: left, top, right, bottom (all positive)."""


@dataclass(frozen=True, eq=False)
class Look:
    """One character's mouth or eye: a style with its sizes and colours filled in."""

    style: str
    anchor: tuple[float, float]
    """Canvas units: the mouth's middle line, the eye's middle."""
    width: float
    """Canvas units: of the mouth at rest, of the eye's white."""
    numbers: Mapping[str, float]
    colours: Mapping[str, str]
    box: Box


LIPS = LookStyle(
    numbers={
        "drop": 0.82,  # how far the lower lip travels at full jaw, in widths at rest
        "upper_lip": 0.085,  # thickness at rest, in widths
        "lower_lip": 0.115,
        "line": 0.028,  # thickness of the line around and between the lips, in widths
        "bow": 0.5,  # how deep the dip in the upper lip is, 0 to 1
        "smile": 0.2,  # how far the corners travel, in widths
        "rest_smile": 0.12,  # how much the corners are up in the neutral face
        "curve": 0.5,  # 0 flat corners, 1 corners that swing with the smile
    },
    colours={
        "line": "#3a1f2b",
        "lips": "#b5505c",
        "shade": "#96404f",
        "shine": "#d98587",
        "pressed": "#c78376",  # lips that are pressed together: paler, near the skin
        "fold": "#6b2f2a55",  # shadow and creases of the skin around
        "inside": "#4a1526",
        "throat": "#330d1b",
        "teeth": "#fff7ec",
        "teeth_shade": "#e5d3cc",
        "tongue": "#cf6470",
        "tongue_shade": "#b04a5b",
    },
    reach=(1.75, 0.95, 1.75, 2.5),
)

LEDS = LookStyle(
    numbers={"columns": 15, "rows": 7},
    colours={"off": "#29404b", "on": "#58e0c8", "inside": "#7a3550", "teeth": "#f2fff9", "tongue": "#ff7d8a"},
    reach=(1.06, 0.62, 1.06, 0.62),
)

MUZZLE = LookStyle(
    numbers={
        "drop": 0.5,  # how far the jaw travels, in widths
        "chin": 0.10,  # thickness of the lower lip and chin, in widths
        "line": 0.035,
        "smile": 0.15,
        "rest_smile": 0.35,
        "philtrum": 0.16,  # length of the line up to the nose, in widths
    },
    colours={
        "line": "#3b2325",
        "fur": "#fff4e6",
        "inside": "#5a1f2b",
        "teeth": "#fffaf0",
        "tongue": "#e27a80",
        "tongue_shade": "#c25c66",
    },
    reach=(1.5, 0.8, 1.5, 1.9),
)

JAW = LookStyle(
    numbers={
        "drop": 0.5,  # how far the block travels, in widths
        "chin": 0.46,  # height of the block, in widths
        "lip": 0.07,  # thickness of the painted lips, in widths
        "line": 0.03,
        "smile": 0.16,
        "rest_smile": 0.3,
    },
    colours={
        "line": "#4a2718",
        "wood": "#d9a066",
        "shade": "#b97f49",
        "lips": "#c2473f",
        "lips_shade": "#a33a36",
        "shine": "#e58a78",
        "inside": "#3d1712",
        "teeth": "#fff8e8",
        "tongue": "#d9606a",
    },
    reach=(1.6, 0.7, 1.6, 2.5),
)

MOUTHS: dict[str, LookStyle] = {"lips": LIPS, "leds": LEDS, "muzzle": MUZZLE, "jaw": JAW}

ROUND_EYES = LookStyle(
    numbers={
        "height": 1.0,  # of the white, in widths
        "iris": 0.56,  # diameter, in widths
        "pupil": 0.5,  # diameter, in irises
        "travel_x": 0.17,  # how far the iris moves at full gaze, in widths
        "travel_y": 0.15,
        "slant": 0.06,  # outer corner higher than the inner one, in widths
        "rest": 0.86,  # how open the eye is at rest: below 1 the lid covers the iris' top
        "lid_line": 0.075,  # thickness of the upper lid's line, in widths
        "line": 0.03,
        "lashes": 1.0,  # length of the outer lashes; 0 for none
    },
    colours={
        "white": "#fffaf2",
        "white_shade": "#e2d5dc",
        "iris": "#3e8e7e",
        "iris_shade": "#276658",
        "pupil": "#1f1a2b",
        "shine": "#ffffff",
        "line": "#2b1b33",
        "lid": "#e3a577",
        "lid_shade": "#c98863",
    },
    reach=(1.45, 1.5, 1.45, 1.25),
)

GLOW_EYES = LookStyle(
    numbers={"height": 1.0, "travel": 0.3},
    colours={"glow": "#58e0c84d", "iris": "#58e0c8", "core": "#d6fff5", "shine": "#ffffff"},
    reach=(1.7, 2.0, 1.7, 2.0),
)

EYES: dict[str, LookStyle] = {"round": ROUND_EYES, "glow": GLOW_EYES}


def read_look(
    table: Fields,
    styles: Mapping[str, LookStyle],
    default: str,
    anchor: tuple[float, float],
    palette: Mapping[str, str],
) -> Look:
    """The live look that a table describes; its width and the style's own keys are read from it.

    Raises CharacterError for a style that isn't there, or a value that is none.
    """
    style_name = table.text("style", default)
    if style_name not in styles:
        raise table.error(f"{table.place} has an unknown style {style_name!r}", did_you_mean(style_name, styles))
    style = styles[style_name]
    width = table.number("width", low=1)
    half = width / 2
    left, top, right, bottom = style.reach
    colours = table.table("colours")
    look = Look(
        style=style_name,
        anchor=anchor,
        width=width,
        numbers={key: table.number(key, value, -10, 1000) for key, value in style.numbers.items()},
        colours={key: colours.colour(key, palette.get(key, value), palette) for key, value in style.colours.items()},
        box=(anchor[0] - left * half, anchor[1] - top * half, (left + right) * half, (top + bottom) * half),
    )
    colours.done()
    return look
