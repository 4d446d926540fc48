"""Mouths and eyes that are pictures, while they are placed on a figure: all pictures of one mouth move as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from avatar.character.layers import LayerSpec
from avatar.character.loading import FILE, Character
from avatar.draw.pictures import inked
from avatar.studio.placing.draft import Box, Draft, Group, Handle, Point, Question
from avatar.studio.placing.writing import Moved, move_layers

LEAST = 8.0
"""Units of the page below which nothing is made smaller."""
MOST = 4.0
"""Widths of the page beyond which nothing is made larger."""

CORNERS: Mapping[str, tuple[int, int]] = {
    "left top": (0, 0), "right top": (1, 0), "right bottom": (1, 1), "left bottom": (0, 1)
}  # fmt: skip

EYES = {"both": "the eyes", "left": "the left eye", "right": "the right eye"}


class Piece(NamedTuple):
    """Layers that are one thing."""

    title: str
    layers: tuple[str, ...]
    box: Box
    """What is seen of them, as the file has it."""


@dataclass(frozen=True, eq=False)
class BoxesDraft:
    """Where the mouth and the eyes of a character lie on its canvas, which is the `page`."""

    page: tuple[float, float]
    pieces: tuple[Piece, ...]
    boxes: tuple[Box, ...]
    """Where they are now, in the same order."""
    places: Mapping[str, tuple[float, float, float, float]]
    """`place` of each of their layers, as the file has it."""
    pivots: Mapping[str, Point]

    file = FILE
    questions: tuple[Question, ...] = ()
    trouble = ""

    @classmethod
    def of(cls, character: Character) -> BoxesDraft | None:
        """The draft of a character whose mouth is made of pictures; None where there is nothing to place: where each of
        them is a picture of the whole figure, or the mouth is drawn."""
        mouths = [each for each in character.layers if each.shape and each.art]
        eyes = [each for each in character.layers if each.lids[0] and each.art and not each.shape]
        others = [each for each in character.layers if each.art and each not in mouths and each not in eyes]
        if not mouths or not others:
            return None
        pieces = [_piece("mouth", "the mouth", mouths, character)]
        for side, title in EYES.items():
            if found := [each for each in eyes if each.lids[0] == side]:
                pieces.append(_piece(f"eyes {side}", title, found, character))
        moved = [*mouths, *eyes]
        return cls(
            (character.canvas.width, character.canvas.height),
            tuple(pieces),
            tuple(each.box for each in pieces),
            {each.name: each.place for each in moved},
            {each.name: each.pivot for each in moved},
        )

    @property
    def handles(self) -> tuple[Handle, ...]:
        found: list[Handle] = []
        for piece, box in zip(self.pieces, self.boxes, strict=True):
            group: Group = "mouth" if box.name == "mouth" else "eyes"
            middle = (box.left + box.width / 2, box.top + box.height / 2)
            found.append(Handle(box.name, piece.title, middle, group))
            for corner, (x, y) in CORNERS.items():
                at = (box.left + x * box.width, box.top + y * box.height)
                title = f"{piece.title}, {corner}: makes it larger or smaller"
                found.append(Handle(f"{box.name}, {corner}", title, at, group))
        return tuple(found)

    def move(self, name: str, to: Point) -> BoxesDraft:
        """A middle moves its piece; a corner scales it, and the corner across stays where it is."""
        what, _, corner = name.partition(", ")
        place = [box.name for box in self.boxes].index(what)
        box = self.boxes[place]
        to = (min(self.page[0], max(0.0, to[0])), min(self.page[1], max(0.0, to[1])))
        if not corner:
            moved = box._replace(left=to[0] - box.width / 2, top=to[1] - box.height / 2)
        else:
            moved = self._scaled(box, CORNERS[corner], to)
        return replace(self, boxes=(*self.boxes[:place], moved, *self.boxes[place + 1 :]))

    def _scaled(self, box: Box, corner: tuple[int, int], to: Point) -> Box:
        """A box with a corner as near to a place as its proportions allow."""
        x, y = corner
        stays = (box.left + (1 - x) * box.width, box.top + (1 - y) * box.height)
        way = ((2 * x - 1) * box.width, (2 * y - 1) * box.height)
        along = (to[0] - stays[0]) * way[0] + (to[1] - stays[1]) * way[1]
        scale = along / (way[0] ** 2 + way[1] ** 2)
        side = max(box.width, box.height)
        scale = min(MOST * self.page[0] / side, max(LEAST / side, scale))
        width, height = scale * box.width, scale * box.height
        return box._replace(
            left=stays[0] - (1 - x) * width, top=stays[1] - (1 - y) * height, width=width, height=height
        )

    def ask(self, key: str) -> BoxesDraft:
        return self

    def same(self, other: Draft) -> bool:
        return isinstance(other, BoxesDraft) and (self.boxes, self.places) == (other.boxes, other.places)

    def write(self, before: str) -> str:
        """Raises CharacterError where the text can't be changed."""
        moved: dict[str, Moved] = {}
        for piece, box in zip(self.pieces, self.boxes, strict=True):
            scale = box.width / piece.box.width
            for name in piece.layers:
                left, top, width, height = self.places[name]
                x, y = _carried((left, top), piece.box, box)
                pivot = _carried(self.pivots[name], piece.box, box)
                moved[name] = Moved((x, y, width * scale, height * scale), pivot, box == piece.box)
        return move_layers(before, moved)


def _piece(name: str, title: str, layers: list[LayerSpec], character: Character) -> Piece:
    """A box around all that is seen of layers."""
    known = inked(character)
    inks = [known[layer.name] for layer in layers]
    left, top = min(ink[0] for ink in inks), min(ink[1] for ink in inks)
    right, bottom = max(ink[0] + ink[2] for ink in inks), max(ink[1] + ink[3] for ink in inks)
    return Piece(title, tuple(layer.name for layer in layers), Box(name, left, top, right - left, bottom - top))


def _carried(at: Point, before: Box, after: Box) -> Point:
    """A place that goes with a box as it is moved and scaled."""
    scale = after.width / before.width
    return after.left + (at[0] - before.left) * scale, after.top + (at[1] - before.top) * scale
