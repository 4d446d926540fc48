"""What characters hold: which things there are, in which of their hands, and where that hand then is.

A thing lies in a fist, drawn behind its fingers, or on an open palm. Where fist, palm and ear of a character are says
its file, under [holding]; beside a character without that table, or without these hands, a thing floats.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from avatar.character.fields import Fields
from avatar.character.layers import Canvas, LayerSpec
from avatar.character.looks import Box, Look
from avatar.types import Arm

Point = tuple[float, float]
Order = Literal["in fist", "on palm", "behind all"]


class Thing(NamedTuple):
    """How a thing is held."""

    order: Order
    """In which hand, and before or behind what."""
    where: Literal["shoulder", "chest", "ear"]
    reach: Box
    """How far it is drawn from the grip: left, top, right, bottom, in eighths of the canvas."""
    tilt: float = 0.0
    """Degrees clockwise that the hand turns for it."""
    below: float = math.inf
    """How much of it below the grip has to be seen, in eighths of the canvas; cords and sticks may leave a picture."""


THINGS: Mapping[str, Thing] = {
    "phone": Thing("in fist", "ear", (1.4, 1.9, 0.6, 2.6), -6.0, 1.4),
    "mobile": Thing("in fist", "ear", (1.0, 1.8, 0.4, 0.9), -8.0),
    "glass": Thing("in fist", "chest", (0.8, 1.5, 0.8, 0.8)),
    "cup": Thing("in fist", "chest", (1.7, 1.5, 0.7, 0.9)),
    "bottle": Thing("in fist", "chest", (0.7, 2.2, 0.7, 1.4), 5.0),
    "letter": Thing("in fist", "chest", (1.2, 2.2, 1.2, 0.6), -4.0),
    "book": Thing("in fist", "chest", (1.3, 2.1, 1.3, 0.8), -3.0),
    "newspaper": Thing("in fist", "chest", (1.8, 2.5, 1.8, 0.7), -3.0),
    "sign": Thing("in fist", "shoulder", (2.0, 3.0, 2.0, 2.2), 4.0, 0.4),
    "microphone": Thing("in fist", "chest", (0.7, 2.0, 0.7, 1.6), -24.0, 0.4),
    "umbrella": Thing("behind all", "shoulder", (3.4, 5.2, 3.4, 1.6), -17.0, 0.4),
    "flower": Thing("in fist", "chest", (1.1, 2.7, 1.1, 1.6), 6.0, 0.4),
    "fork": Thing("in fist", "shoulder", (0.5, 2.0, 0.9, 1.0)),
    "spoon": Thing("in fist", "shoulder", (0.5, 2.0, 0.9, 1.0)),
    "knife": Thing("in fist", "shoulder", (0.5, 2.2, 0.9, 1.0)),
    "pen": Thing("in fist", "chest", (0.4, 1.6, 0.9, 1.0), 12.0),
    "key": Thing("in fist", "chest", (0.6, 1.8, 0.9, 0.6)),
    "hammer": Thing("in fist", "shoulder", (1.2, 2.4, 1.2, 1.8), 8.0, 0.4),
    "gift": Thing("on palm", "chest", (1.2, 2.3, 1.2, 0.4)),
    "cake": Thing("on palm", "chest", (1.4, 2.0, 1.4, 0.4)),
    "money": Thing("in fist", "chest", (1.2, 1.5, 1.2, 0.6), 10.0),
}
"""All things, by the names that marks of the kind "prop" have."""

HANDS: Mapping[Order, str] = {"in fist": "thumb", "on palm": "palm", "behind all": "thumb"}
"""Pose of the right hand that holds a thing so."""
MOST_LETTERS = 80
"""Most letters on a thing; more could not be read."""

BESIDE = "beside"
"""Name of the hand of those who have none for a thing."""
UNIT_BESIDE = 0.2
"""A fist's width for a thing that floats, in heights of the head."""
FROM_FACE = (0.42, 0.12)
"""From the middle of a face, and from its mouth, to the left edge and the grip of what floats beside it; in heights of
the head."""
BELOW_MOUTH, LEAST_BELOW = 0.1, 0.25
"""Heights of the head below the mouth from which a thing may lie over a face, and that it may have at least."""
INSIDE = 0.015
"""Heights of the canvas that it keeps from the page's edge."""
RISES = 0.25
"""Heights of the head that it rises by as it comes."""

EAR_TO_FIST = (0.84, 1.22)
"""From the ear to the fist that holds a telephone to it, in eighths of the canvas."""
PLACES: Mapping[str, Point] = {"shoulder": (0.35, 0.0), "chest": (0.0, 0.35)}
"""From where a fist is by itself to where it holds something up, and before the chest; in eighths of the canvas."""
RAISED_PALM = (0.1, -0.6)
"""The same for an open palm, which lies low by itself."""
STYLE = "held"
"""Style of the look that draws a thing."""


@dataclass(frozen=True, eq=False)
class HeldLook(Look):
    """A thing in a hand; its anchor is the grip, its width about a fist's."""

    thing: str
    words: str


class Extent(NamedTuple):
    """What has to be seen of a thing that is held up: heights of the canvas, from its anchor, down and to the right."""

    left: float
    top: float
    right: float
    bottom: float


class Holding(NamedTuple):
    """Where a character's hands can hold something; canvas units, while their gestures are at rest."""

    fist: Point
    """The middle of the right fist (the hand pose "thumb")."""
    palm: Point
    """The middle of the right palm."""
    ear: Point
    """The ear on the picture's right, or where one would be."""


def read_holding(table: Fields) -> Holding:
    """[holding] of a character's file. Raises CharacterError."""
    points = (table.numbers(name, 2) for name in Holding._fields)
    fist, palm, ear = ((point[0], point[1]) for point in points)
    table.done()
    return Holding(fist, palm, ear)


def read_thing(name: str) -> tuple[str, str]:
    """The thing that a mark of the kind "prop" names, and the words on it: `sign:THE END`."""
    thing, _, words = name.partition(":")
    return thing, words[:MOST_LETTERS]


def find_holds(holding: Holding | None, layers: tuple[LayerSpec, ...], canvas: Canvas) -> dict[str, Arm]:
    """Where the right hand is with each thing; of the hand `BESIDE` where there is none for it."""
    pivots = {layer.hand[1]: layer.pivot for layer in layers if layer.hand[0] == "right"} if holding else {}
    return {
        name: _arm(thing, holding, canvas, pivots[HANDS[thing.order]])
        if holding is not None and HANDS[thing.order] in pivots
        else Arm(BESIDE, shown=1.0)
        for name, thing in THINGS.items()
    }


def _arm(thing: Thing, holding: Holding, canvas: Canvas, pivot: Point) -> Arm:
    """Where the hand's layer is moved to, so that its grip is where the thing is to be, tilted or not."""
    unit = canvas.height / 8
    grip = holding.palm if thing.order == "on palm" else holding.fist
    # The layer turns about its pivot, far below the hand: what that does to the grip is taken back.
    swing = math.radians(thing.tilt)
    across, down = grip[0] - pivot[0], grip[1] - pivot[1]
    turned = (
        pivot[0] + across * math.cos(swing) - down * math.sin(swing),
        pivot[1] + across * math.sin(swing) + down * math.cos(swing),
    )
    goal = _goal(thing, holding, unit)
    x, y = (goal[0] - turned[0]) / canvas.head, (goal[1] - turned[1]) / canvas.head
    return Arm(HANDS[thing.order], x, y, thing.tilt, 1.0)


def _goal(thing: Thing, holding: Holding, unit: float) -> Point:
    """Where the grip is once the thing is up; canvas units."""
    if thing.where == "ear":
        return (holding.ear[0] + EAR_TO_FIST[0] * unit, holding.ear[1] + EAR_TO_FIST[1] * unit)
    grip = holding.palm if thing.order == "on palm" else holding.fist
    x, y = RAISED_PALM if thing.order == "on palm" else PLACES[thing.where]
    return (grip[0] + x * unit, grip[1] + y * unit)


def find_extent(name: str, arm: Arm, holding: Holding | None, canvas: Canvas, face: Point) -> Extent:
    """What has to be seen of a thing, once it is up. `face`: its middle across, and the place of its mouth down."""
    thing = THINGS[name]
    if arm.name == BESIDE or holding is None:
        return _extent(thing._replace(tilt=0.0), *float_beside(name, canvas, face), canvas)
    unit = canvas.height / 8
    return _extent(thing, _goal(thing, holding, unit), unit, canvas)


class Floating(NamedTuple):
    """Where a thing floats, in canvas units."""

    grip: Point
    unit: float
    """A fist's width."""


def float_beside(name: str, canvas: Canvas, face: Point) -> Floating:
    """A thing beside a face. Where the page has no room for it there, it lies below the mouth, as large as it fits."""
    thing = THINGS[name]
    unit, air = UNIT_BESIDE * canvas.head, INSIDE * canvas.height
    beside = face[0] + FROM_FACE[0] * canvas.head
    left, top, right, bottom = thing.reach
    bottom = min(bottom, thing.below)
    if beside + (left + right) * unit <= canvas.width - air or thing.order == "behind all":
        y = face[1] + FROM_FACE[1] * canvas.head
        x = min(beside + left * unit, canvas.width - air - right * unit)
        return Floating((x, max(air + top * unit, min(y, canvas.height - air - bottom * unit))), unit)
    high = max(LEAST_BELOW * canvas.head, canvas.height - air - face[1] - BELOW_MOUTH * canvas.head)
    unit = min(unit, high / (top + bottom))
    return Floating((canvas.width - air - right * unit, canvas.height - air - bottom * unit), unit)


def _extent(thing: Thing, grip: Point, unit: float, canvas: Canvas) -> Extent:
    across, down = grip
    left, top, right, bottom = thing.reach
    swing = math.radians(thing.tilt)
    corners = [
        (x * math.cos(swing) - y * math.sin(swing), x * math.sin(swing) + y * math.cos(swing))
        for x in (-left, right)
        for y in (-top, min(bottom, thing.below))
    ]
    xs, ys = ([(at + unit * each[axis]) / canvas.height for each in corners] for axis, at in enumerate((
        across - canvas.anchor[0], down - canvas.anchor[1])))  # fmt: skip
    return Extent(min(xs), min(ys), max(xs), max(ys))


@lru_cache(maxsize=64)
def look_of(name: str, holding: Holding, canvas: Canvas) -> HeldLook:
    """The look of a thing in a hand, drawn about its grip; `name` as in a mark."""
    grip = holding.palm if THINGS[read_thing(name)[0]].order == "on palm" else holding.fist
    return _look(name, grip, canvas.height / 8)


@lru_cache(maxsize=64)
def look_beside(name: str, canvas: Canvas, face: Point) -> HeldLook:
    """The look of a thing that floats beside a face."""
    return _look(name, *float_beside(read_thing(name)[0], canvas, face))


def _look(name: str, grip: Point, unit: float) -> HeldLook:
    thing, words = read_thing(name)
    left, top, right, bottom = THINGS[thing].reach
    box = (grip[0] - left * unit, grip[1] - top * unit, (left + right) * unit, (top + bottom) * unit)
    return HeldLook(STYLE, grip, unit, {}, {}, box, thing, words)
