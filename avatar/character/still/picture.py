"""A still picture as part of a character: the table [picture] of its file, with its points and its mesh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from avatar.character.art import Art, ArtFiles, find_inside
from avatar.character.fields import Fields
from avatar.character.looks import LIPS, Look
from avatar.character.still import points
from avatar.character.still.mesh import Floats, StillMesh, build_mesh
from avatar.character.still.mouthing import move_lips
from avatar.character.still.points import FacePoints, read_points
from avatar.types import Mouth

ROUNDED = 0.4
"""Rounding from which lips shade what is between them."""
NEARLY_SHUT = 0.06
"""The same, below which lips begin to meet."""
UNSEEN = 0.004
"""Gap between lips, in units of the mouth, that nobody sees."""
HEADS = 1.35
"""Height of a head with its hair, in heights of its mesh."""
MARK = 0.05
"""Size of the mark, in the picture's shorter sides."""


@dataclass(frozen=True, eq=False)
class Origin:
    """Whose picture it is, as told when it was imported."""

    whose: str = ""
    agreed: bool = False
    source: str = ""
    """Name of the file that it was made from."""


@dataclass(frozen=True, eq=False)
class Still:
    """A picture that talks."""

    art: Art
    behind: Art | None
    """The same picture without the head, seen where the head turns away; None: the surroundings stretch."""
    points: FacePoints
    mesh: StillMesh
    width: float
    """Canvas units of the whole picture."""
    height: float
    mark: bool
    """Whether it bears the small mark of an animated still picture."""
    origin: Origin

    @property
    def head(self) -> float:
        """Height of the head in canvas units, as its points say."""
        rows = self.points.mesh[:, 1]
        return max(1.0, float(rows.max() - rows.min()) * HEADS * self.height / self.art.height)

    def shows_inside(self, mouth: Mouth) -> bool:
        """Whether the mouth's inside is to be drawn: not where lips touch, nor where they are as in the picture."""
        if self.mesh.kind == "thing":
            return False
        lips, frame = move_lips(self.mesh, mouth), self.mesh.mouth
        gap = frame.gap + lips.lower_inner - lips.upper_inner
        still = max(np.abs(lips.lower_inner).max(), np.abs(lips.upper_inner).max()) < UNSEEN * frame.unit
        return bool(gap.max() > UNSEEN * frame.unit and not still)

    def shades_mouth(self, mouth: Mouth) -> bool:
        """Whether lips that are open in the picture meet, or are rounded: it has neither line nor shade for that."""
        frame = self.mesh.mouth
        if self.mesh.shown == "shut" or frame.gap.max() <= UNSEEN * frame.unit:
            return False
        lips = move_lips(self.mesh, mouth)
        return (
            mouth.rounding > ROUNDED
            or float((frame.gap + lips.lower_inner - lips.upper_inner).max()) < NEARLY_SHUT * frame.unit
        )

    @cached_property
    def over_mouth(self) -> StillLook:
        """What is drawn over the lips of a picture that shows them open."""
        return replace(self.inside, style="still-over-mouth")

    @cached_property
    def inside(self) -> StillLook:
        """What is drawn behind the lips."""
        frame = self.mesh.mouth
        wide, high = 0.5 * frame.width + 0.18 * frame.unit, 0.55 * frame.unit + 0.5 * float(frame.gap.max())
        reach = np.abs(frame.across) * wide + np.abs(frame.down) * high
        return self._look("still-inside", frame.middle + 0.22 * frame.unit * frame.down, frame.unit, reach)

    @cached_property
    def lids(self) -> StillLook:
        """What is drawn over the eyes as they shut."""
        one, other = self.mesh.eyes
        reach = 0.5 * float(np.hypot(*(other.middle - one.middle))) + 0.8 * max(one.width, other.width)
        return self._look("still-lids", (one.middle + other.middle) / 2, one.width, reach)

    @cached_property
    def marked(self) -> StillLook:
        """The small mark in the corner."""
        size = MARK * min(self.width, self.height)
        corner = np.array([self.width - 0.9 * size, self.height - 0.9 * size])
        return self._look("still-mark", corner, size, 0.5 * size)

    @cached_property
    def drawn_mouth(self) -> Look:
        """The mouth of a thing that has none."""
        frame = self.mesh.mouth
        half = 0.5 * frame.width
        left, top, right, bottom = LIPS.reach
        x, y = frame.middle.tolist()
        box = (x - left * half, y - top * half, (left + right) * half, (top + bottom) * half)
        return Look("lips", (x, y), frame.width, LIPS.numbers, LIPS.colours, box)

    def _look(self, style: str, middle: Floats, width: float, reach: Floats | float) -> StillLook:
        """Something about a place; `reach`: how far from it may be drawn, sideways and up and down."""
        size = np.array([self.width, self.height])
        (left, top), (right, bottom) = (
            np.maximum(0.0, middle - reach).tolist(),
            np.minimum(size, middle + reach).tolist(),
        )
        x, y = middle.tolist()
        return StillLook(style, (x, y), width, {}, {}, (left, top, right - left, bottom - top), self)


@dataclass(frozen=True, eq=False)
class StillLook(Look):
    """Something drawn over or under the mesh of a still picture, in colours that are found in it."""

    still: Still


def read_still(table: Fields, files: ArtFiles, width: float, height: float) -> Still:
    """The picture that fills a canvas of that size. Raises CharacterError for what is missing or malformed."""
    art = _png(table, files, table.text("art"))
    behind = table.text("behind", "")
    under = _png(table, files, behind) if behind else None
    if under is not None and (under.width, under.height) != (art.width, art.height):
        raise table.error("the picture behind has another size than the picture", "Give both the same size.")
    where = find_inside(files.folder, table.text("points", points.FILE), "points of [picture]")
    if abs(width / height - art.width / art.height) > 0.02 * width / height:
        raise table.error(
            f"the canvas has another shape than its picture, which has {art.width:g} x {art.height:g} pixels",
            "Give [canvas] width and height in the same proportion.",
        )
    found = read_points(where.read_bytes()[: points.LARGEST + 1], art.width, art.height, where)
    mark = table.raw("mark", True)
    if not isinstance(mark, bool):
        raise table.error("mark of picture must be true or false", "Write it as mark = true.")
    origin = _origin(table.table("origin"))
    table.done()
    mesh = build_mesh(found, art.width, art.height, width / art.width, apart=under is not None)
    return Still(art, under, found, mesh, width, height, mark, origin)


def _png(table: Fields, files: ArtFiles, reference: str) -> Art:
    art = files.load(reference, "picture")
    if art.kind != "png":
        raise table.error(f"{reference} is no PNG", "A picture that talks is made of pixels: save it as PNG.")
    return art


def _origin(table: Fields) -> Origin:
    agreed = table.raw("agreed", False)
    if not isinstance(agreed, bool):
        raise table.error("agreed of picture.origin must be true or false", "Write it as agreed = true.")
    origin = Origin(table.text("whose", "", 500), agreed, table.text("source", "", 500))
    table.done()
    return origin
