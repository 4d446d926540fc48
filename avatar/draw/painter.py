"""The picture painter: whole frames on the CPU, for film, the terminal face, still pictures and golden tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.looks import Box
from avatar.character.rig import LiveLayer, MeshLayer, Static, build_layers, head_key, picture_key
from avatar.character.still.framing import Room, keep_mark
from avatar.draw.backing import Backing
from avatar.draw.pictures import PAD, STYLES, inked, pictures, texture
from avatar.draw.sets import find
from avatar.draw.surfaces import BLUE_FIRST, RED_FIRST, canvas_on, layout, surface_on
from avatar.scene.camera import WHOLE, View
from avatar.scene.seeing import see_people
from avatar.scene.staging import FRONTS
from avatar.types import Pose


class DirtyBox(NamedTuple):
    """A box of picture pixels that something was drawn in: what the next frame has to restore."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: DirtyBox) -> DirtyBox:
        return DirtyBox(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def pixels(self, width: int, height: int) -> tuple[slice, slice]:
        """Rows and columns of the box, within a picture."""
        top, bottom = max(0, math.floor(self.top) - 2), min(height, math.ceil(min(self.bottom, height)) + 2)
        left, right = max(0, math.floor(self.left) - 2), min(width, math.ceil(min(self.right, width)) + 2)
        return slice(top, max(top, bottom)), slice(left, max(left, right))


STRIPS = 4
"""Boxes in which a character's pixels are restored: fewer would restore more than has changed, more would cost more."""

SMALLEST = 1e-3
"""Pixels of a canvas unit below which nothing of a picture is seen."""

STEP = 1.2
"""Sizes of a still picture's pixels follow each other so, where the camera moves: a new one takes a moment to make."""

NOWHERE = DirtyBox(1e9, 1e9, -1e9, -1e9)


class Painter:
    """Paints frames of one size on one set. Not for use by several threads at once."""

    def __init__(self, width: int, height: int, scenery: str = "plain") -> None:
        """Raises StageError for a set that isn't there."""
        self.width = width
        self.height = height
        self._scenery, self._backing = scenery, Backing(scenery, width, height)
        self._front = front(scenery, height)
        # Skia draws in half the time when blue comes first; callers who want red first get a copy of what changed.
        self._pixels = np.zeros((height, width, 4), np.uint8)
        self._surface = surface_on(self._pixels, BLUE_FIRST)
        self._arranged = self._background = backdrop(scenery, width, height, BLUE_FIRST)
        self._view = WHOLE
        self._seen = _read_only(self._pixels)
        self._turned = np.zeros_like(self._pixels)
        self._turned_seen = _read_only(self._turned)
        self._touched: tuple[DirtyBox, ...] = (DirtyBox(0, 0, width, height),)
        self._stale = self._touched[0]
        self.changed: tuple[DirtyBox, ...] = self._touched
        """Boxes outside which this frame is as the one before."""

    def paint(self, cast: Iterable[tuple[Character, Pose]], view: View = WHOLE) -> NDArray[np.uint8]:
        """A frame: RGBA, premultiplied, uint8, shape (height, width, 4).

        The array is the painter's own, can't be written to and changes with the next frame: copy it to keep it.
        """
        self.draw(cast, None, view)
        rows, columns = self._stale.pixels(self.width, self.height)
        self._stale = NOWHERE
        wide, high = columns.stop - columns.start, rows.stop - rows.start
        if wide > 0 and high > 0:
            info = layout(wide, high, RED_FIRST)
            first = 4 * (rows.start * self.width + columns.start)
            self._surface.readPixels(info, self._turned.reshape(-1)[first:], 4 * self.width, columns.start, rows.start)
        return self._turned_seen

    def draw(
        self,
        cast: Iterable[tuple[Character, Pose]],
        over: Callable[[skia.Canvas], DirtyBox] | None = None,
        view: View = WHOLE,
        before_all: Callable[[skia.Canvas], DirtyBox] | None = None,
    ) -> NDArray[np.uint8]:
        """As `paint`, but BGRA: the quicker order, for film. `over` draws what lies over all, and tells where.

        `view`: what the camera sees; `cast` is who is in it. `before_all` draws what is before them.
        """
        moved = self._turn(view)
        before = (_whole(self.width, self.height),) if moved else self._touched
        for box in before:
            where = box.pixels(self.width, self.height)
            np.copyto(self._pixels[where], self._background[where])
        canvas = self._surface.getCanvas()
        edge = self._front if view is WHOLE else min(self.height, round(view.front * self.height))
        boxes = self._draw_people(canvas, list(cast), view, edge)
        if before_all is not None:
            boxes.append(before_all(canvas))
        if over is not None:
            boxes.append(over(canvas))
        self._touched = tuple(boxes)
        self.changed = before if moved else _paired(before, self._touched)
        for box in self.changed:
            self._stale = self._stale.joined(box)
        return self._seen

    def _turn(self, view: View) -> bool:
        """Has what is behind the people as a view shows it; whether that is another picture than before."""
        if (view.back, view.front, view.near, view.soft, view.people) == (
            self._view.back, self._view.front, self._view.near, self._view.soft, self._view.people
        ):  # fmt: skip
            return False
        self._view = view
        self._background = self._arranged if view == WHOLE else self._backing.draw(view)
        return True

    def _draw_people(
        self, canvas: skia.Canvas, shown: Sequence[tuple[Character, Pose]], view: View, edge: int
    ) -> list[DirtyBox]:
        boxes: list[DirtyBox] = []
        canvas.save()
        canvas.clipRect(skia.Rect.MakeWH(self.width, edge))
        seen = see_people([(character, pose.place) for character, pose in shown], view, self.width, self.height, edge)
        for (character, pose), (matrix, room, apart) in zip(shown, seen, strict=True):
            if apart:
                drawn = _draw_beside(canvas, character, pose, matrix, room, view.drifts)
            else:
                desk = room if edge < self.height else None
                drawn = draw_character(canvas, character, pose, matrix, desk, drifts=view.drifts)
            boxes += strips(drawn, edge)
        canvas.restore()
        return boxes


def _whole(width: int, height: int) -> DirtyBox:
    return DirtyBox(0, 0, width, height)


def _paired(before: tuple[DirtyBox, ...], after: tuple[DirtyBox, ...]) -> tuple[DirtyBox, ...]:
    """Boxes that hold those of both frames: one for each person, where nobody came or went in between."""
    if len(before) == len(after):
        return tuple(old.joined(new) for old, new in zip(before, after, strict=True))
    return before + after


def _read_only(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    seen = pixels.view()
    seen.flags.writeable = False
    return seen


def front(name: str, height: int) -> int:
    """The first row of a set's pixels that is in front of the cast, not behind it; `height` where no row is."""
    return round(height * FRONTS.get(name, 1.0))


@lru_cache(maxsize=4)
def backdrop(name: str, width: int, height: int, order: skia.ColorType = RED_FIRST) -> NDArray[np.uint8]:
    """A set's pixels: premultiplied, shape (height, width, 4). Raises StageError for an unknown name."""
    draw = find(name)
    pixels = np.zeros((height, width, 4), np.uint8)
    draw(canvas_on(pixels, order), float(width), float(height))
    return pixels


def _draw_beside(
    canvas: skia.Canvas, character: Character, pose: Pose, view: Affine, room: Room, drifts: bool
) -> list[DirtyBox]:
    """Draws a picture that stands beside others into its share of the frame, in pixels. Returns where it drew."""
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(room.left, -1e6, room.right, 1e6), True)
    drawn = draw_character(canvas, character, pose, view, room, drifts=drifts)
    canvas.restore()
    return [box._replace(left=max(box.left, room.left), right=min(box.right, room.right)) for box in drawn]


def draw_character(
    canvas: skia.Canvas,
    character: Character,
    pose: Pose,
    view: Affine,
    room: Room | None = None,
    *,
    drifts: bool = False,
) -> list[DirtyBox]:
    """Draws one character on any skia canvas; `view` takes its canvas units to the canvas. Returns where it drew.

    `room`: where the mark of a picture stays, in pixels; None for anywhere. `drifts`: it is drawn a little larger or
    smaller in each frame.
    """
    art, boxes = pictures(character), inked(character)
    bent = (picture_key(character), head_key(character))
    touched: list[DirtyBox] = []
    layers = build_layers(character, pose, view)
    for layer in layers if room is None else keep_mark(layers, room):
        box = layer.look.box if isinstance(layer, LiveLayer) else boxes[layer.key]
        touched.append(_reach(box, layer.matrix))
        if layer.key in bent and not isinstance(layer, LiveLayer):
            _draw_still(canvas, character, layer, box, drifts)
            continue
        a, b, c, d, e, f = layer.matrix
        matrix = skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1)
        if layer.opacity >= 1.0 and not isinstance(layer, LiveLayer):
            canvas.drawPicture(art[layer.key], matrix)
            continue
        canvas.save()
        canvas.concat(matrix)
        if layer.opacity < 1.0:
            # Without its bounds, a layer of the size of the whole picture would be made and blended.
            canvas.saveLayerAlpha(skia.Rect.MakeXYWH(*box), round(255 * layer.opacity))
        if isinstance(layer, LiveLayer):
            STYLES[layer.look.style](canvas, layer.look, layer.params)
        else:
            canvas.drawPicture(art[layer.key])
        if layer.opacity < 1.0:
            canvas.restore()
        canvas.restore()
    return touched


def _draw_still(canvas: skia.Canvas, character: Character, layer: Static | MeshLayer, box: Box, drifts: bool) -> None:
    """A still picture, or its mesh: both from the same pixels, so that no seam shows between them."""
    a, b, c, d, e, f = layer.matrix
    scale = math.sqrt(abs(a * d - b * c))
    if scale < SMALLEST:
        return
    pixels = texture(character, STEP ** math.ceil(math.log(scale, STEP)) if drifts else scale)
    aside = abs(a - scale) + abs(d - scale) + abs(b) + abs(c) + abs(e - round(e)) + abs(f - round(f))
    if isinstance(layer, Static) and layer.opacity >= 1.0 and aside < 1e-6 and pixels.scale == scale:
        pixels.draw_aligned(canvas, round(e) - PAD, round(f) - PAD)
        return
    canvas.save()
    canvas.concat(skia.Matrix.MakeAll(a, c, e, b, d, f, 0, 0, 1))
    if layer.opacity < 1.0:
        canvas.saveLayerAlpha(skia.Rect.MakeXYWH(*box), round(255 * layer.opacity))
    if isinstance(layer, MeshLayer):
        pixels.draw(canvas, layer.mesh, layer.vertices, whole=layer.whole)
    else:
        pixels.draw_flat(canvas)
    if layer.opacity < 1.0:
        canvas.restore()
    canvas.restore()


def strips(boxes: Sequence[DirtyBox], height: int) -> list[DirtyBox]:
    """The boxes in STRIPS boxes one below the other: a head is narrower than its shoulders. Some may be empty."""
    found = []
    high = -(-height // STRIPS // 16) * 16
    for top in range(0, STRIPS * high, high):
        bottom = top + high
        # What is drawn reaches a little over its box: see `Touched.pixels`.
        near = [box for box in boxes if box.bottom + 2 >= top and box.top - 3 <= bottom]
        found.append(
            DirtyBox(
                min(box.left for box in near),
                max(top + 2.0, min(box.top for box in near)),
                max(box.right for box in near),
                min(bottom - 2.0, max(box.bottom for box in near)),
            )
            if near
            else NOWHERE
        )
    return found


def _reach(box: Box, matrix: Affine) -> DirtyBox:
    """The upright box around a box that is moved."""
    left, top, width, height = box
    a, b, c, d, e, f = matrix
    half_x, half_y = width / 2, height / 2
    x, y = left + half_x, top + half_y
    middle_x, middle_y = a * x + c * y + e, b * x + d * y + f
    across, down = abs(a) * half_x + abs(c) * half_y, abs(b) * half_x + abs(d) * half_y
    return DirtyBox(middle_x - across, middle_y - down, middle_x + across, middle_y + down)
