"""What characters wear on their heads: which things there are, and where on a head they sit.

Where a head's brim line, ears and top are says a character's file, under [wearing]; a character without that table
wears nothing. A hat takes the place of what its file says stands in its way: a curl, a hat of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from avatar.character.fields import Fields
from avatar.character.holding import Extent
from avatar.character.layers import Canvas
from avatar.character.looks import Box, Look

Point = tuple[float, float]


class Hat(NamedTuple):
    """How a thing sits on a head."""

    reach: Box
    """How far it is drawn from the brim line's middle: left, top, right, bottom, in widths of the head there."""
    ink: str
    seat: float = 0.0
    """Where it sits: 0 on the brim line, 1 at the top of the head."""


HATS: Mapping[str, Hat] = {
    "cap": Hat((0.62, 0.62, 0.62, 0.22), "#3f6f8f"),
    "bowler": Hat((0.78, 0.66, 0.78, 0.16), "#3b3540"),
    "top-hat": Hat((0.76, 1.02, 0.76, 0.16), "#34313b"),
    "crown": Hat((0.62, 0.62, 0.62, 0.16), "#d9ae4a", 0.1),
    "party-hat": Hat((0.40, 1.00, 0.40, 0.12), "#c9655c", 0.75),
    "headphones": Hat((0.20, 0.20, 0.20, 0.30), "#4a4654"),
    "beanie": Hat((0.66, 0.86, 0.66, 0.18), "#8c4a4f"),
    "straw-hat": Hat((1.02, 0.56, 1.02, 0.22), "#dcc07c"),
    "cowboy-hat": Hat((1.02, 0.80, 1.02, 0.22), "#9a6b43"),
    "chef-hat": Hat((0.66, 1.02, 0.66, 0.14), "#f1ede4"),
    "hard-hat": Hat((0.66, 0.66, 0.66, 0.18), "#e0a93a"),
}
"""All of them, by the names that marks of the kind "hat" have."""

BARE = "none"
"""What a mark of the kind "hat" names where the head is bare again."""

STYLE = "hat"
"""Style of the look that draws one."""

DEPTH = 0.18
"""Parallax of what is on a head: as most hair."""

COMES_FROM = 0.35
"""Heights of the head above its seat from which a hat is put on."""

_INK = re.compile(r"#[0-9a-f]{6}")


class Wearing(NamedTuple):
    """Where a head is that wears something; canvas units, at rest."""

    brim: Point
    """The middle of the line on which a hat's brim lies."""
    width: float
    """Of the head there."""
    ears: Point
    """How far down they are, and the width of the head there."""
    top: float
    """How far down the top of the hair is, where nothing stands in a hat's way."""
    hides: tuple[str, ...] = ()
    """Layers whose place a hat takes."""
    hat: str = ""
    """What it wears by nature."""
    over: tuple[str, ...] = ()
    """Hats that go over these layers instead."""


@dataclass(frozen=True, eq=False)
class HatLook(Look):
    """Something on a head; its anchor is the middle of the brim line, its width the head's."""

    hat: str
    ink: str
    ears: Point
    """Below the anchor, and half the width of the head there; in widths."""
    top: float
    """Of the hair above the anchor, in widths."""


def read_wearing(table: Fields) -> Wearing:
    """[wearing] of a character's file. Raises CharacterError."""
    brim, ears = table.numbers("brim", 2), table.numbers("ears", 2)
    width, top = table.number("width", low=1.0), table.number("top")
    hides, over = (table.texts(name) if table.has(name) else () for name in ("hides", "over"))
    hat = table.text("hat", "")
    if hat and read_hat(hat)[0] not in HATS:
        raise table.error(f"hat = {hat!r} is none of {', '.join(HATS)}", "Write one of these.")
    table.done()
    return Wearing((brim[0], brim[1]), width, (ears[0], ears[1]), top, hides, hat, over)


def read_hat(name: str) -> tuple[str, str]:
    """The hat that a mark names, and its colour: `cap:#c4573f`."""
    hat, _, ink = name.partition(":")
    return hat, ink if _INK.fullmatch(ink) else (HATS[hat].ink if hat in HATS else "")


@lru_cache(maxsize=64)
def look_of(name: str, wearing: Wearing) -> HatLook:
    """The look of something on a head; `name` as in a mark."""
    hat, ink = read_hat(name)
    kind, width = HATS[hat], wearing.width
    x, y = wearing.brim[0], wearing.brim[1] + kind.seat * (wearing.top - wearing.brim[1])
    ears = ((wearing.ears[0] - y) / width, 0.5 * wearing.ears[1] / width)
    top = (y - wearing.top) / width
    left, above, right, below = kind.reach
    if hat == "headphones":
        left = right = ears[1] + left
        above, below = above + top, below + ears[0]
    box = (x - left * width, y - above * width, (left + right) * width, (above + below) * width)
    return HatLook(STYLE, (x, y), width, {}, {}, box, hat, ink, ears, top)


def find_extent(name: str, wearing: Wearing, canvas: Canvas) -> Extent:
    """What has to be seen of something on a head."""
    left, top, wide, high = look_of(name, wearing).box
    x, y = canvas.anchor
    return Extent(*(each / canvas.height for each in (left - x, top - y, left + wide - x, top + high - y)))
