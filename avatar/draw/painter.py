"""The picture painter: whole frames on the CPU, for film, the terminal face, still pictures and golden tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from avatar.character.affine import Affine
from avatar.character.loading import Character
from avatar.character.looks import Box
from avatar.character.rig import LiveLayer, MeshLayer, Static, build_layers, head_key, picture_key
from avatar.character.still.framing import Room, keep_mark
from avatar.draw.backing import Backing
from avatar.draw.boxes import NOWHERE, DirtyBox
from avatar.draw.pictures import PAD, STYLES, inked, pictures, texture
from avatar.draw.sets import find
from avatar.draw.steady import Placed, Shown, Steady, reach_of
from avatar.draw.surfaces import BLUE_FIRST, RED_FIRST, canvas_on, layout, surface_on
from avatar.scene.camera import WHOLE, View
from avatar.scene.seeing import see_people
from avatar.scene.staging import FRONTS
from avatar.types import Pose

STRIPS = 4
"""Boxes in which a character's pixels are restored: fewer would restore more than has changed, more would cost more."""

Cover = Callable[[skia.Canvas], DirtyBox]
"""Draws what lies over people, and tells where."""

SMALLEST = 1e-3
"""Pixels of a canvas unit below which nothing of a picture is seen."""

STEP = 1.2
"""Sizes of a still picture's pixels follow each other so, where the camera moves: a new one takes a moment to make."""


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
        self._touched: tuple[DirtyBox, ...] | None = (_whole(width, height),)
        """Where something is on the set; None: as `_left` tells."""
        self._left: tuple[Sequence[Shown], int] = ((), height)
        """Who was drawn last, and before which row of pixels."""
        self._covers: tuple[DirtyBox, ...] = ()
        self._stale = _whole(width, height)
        self.changed: tuple[DirtyBox, ...] = (_whole(width, height),)
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
        over: Cover | None = None,
        view: View = WHOLE,
        before_all: Cover | None = None,
        steady: Steady | None = None,
        covered: Hashable = None,
    ) -> NDArray[np.uint8]:
        """As `paint`, but BGRA: the quicker order, for film. `over` draws what lies over all, and tells where.

        `view`: what the camera sees; `cast` is who is in it. `before_all` draws what is before them. `steady` follows
        a shot and leaves what hardly moves as it is; then `covered` names what `over` and `before_all` draw.
        """
        moved = self._turn(view)
        edge = self._front if view is WHOLE else min(self.height, round(view.front * self.height))
        people = self._place_people(list(cast), view, edge)
        boxes = None
        if steady is not None:
            people, boxes = steady.settle((id(self), self._view, covered), people)
        covers = [each for each in (before_all, over) if each is not None]
        if moved or boxes is None:
            before = (_whole(self.width, self.height),) if moved else self._find_last_touched()
            self._touched = self._draw_all(before, people, edge, covers)
            self.changed = before if moved else _paired(before, self._touched)
        else:
            for box in boxes:
                self._draw_part(box, people, edge, covers)
            self._touched, self._left = None, (people, edge)
            self.changed = boxes
        for box in self.changed:
            self._stale = self._stale.joined(box)
        return self._seen

    def _draw_all(
        self, before: Iterable[DirtyBox], people: Sequence[Shown], edge: int, covers: Sequence[Cover]
    ) -> tuple[DirtyBox, ...]:
        """Draws everything, once `before` is restored; where something is now."""
        for box in before:
            where = box.pixels(self.width, self.height)
            np.copyto(self._pixels[where], self._background[where])
        canvas = self._surface.getCanvas()
        canvas.save()
        canvas.clipRect(skia.Rect.MakeWH(self.width, edge))
        for shown in people:
            draw_shown(canvas, shown)
        canvas.restore()
        self._covers = tuple(draw(canvas) for draw in covers)
        return self._find_touched(people, edge) + self._covers

    def _draw_part(self, box: DirtyBox, people: Sequence[Shown], edge: int, covers: Sequence[Cover]) -> None:
        """Draws anew what is in one box."""
        rows, columns = where = box.pixels(self.width, self.height)
        np.copyto(self._pixels[where], self._background[where])
        inside = DirtyBox(columns.start - 1, rows.start - 1, columns.stop + 1, rows.stop + 1)
        canvas = self._surface.getCanvas()
        canvas.save()
        canvas.clipRect(skia.Rect.MakeLTRB(columns.start, rows.start, columns.stop, rows.stop))
        canvas.save()
        canvas.clipRect(skia.Rect.MakeWH(self.width, edge))
        for shown in people:
            near = tuple(placed for placed in shown.layers if placed.reach.meets(inside))
            draw_shown(canvas, shown._replace(layers=near))
        canvas.restore()
        for draw in covers:
            draw(canvas)
        canvas.restore()

    def _place_people(self, cast: Sequence[tuple[Character, Pose]], view: View, edge: int) -> list[Shown]:
        """Who is to be drawn where, back to front."""
        seen = see_people([(character, pose.place) for character, pose in cast], view, self.width, self.height, edge)
        found = []
        for (character, pose), (matrix, room, apart) in zip(cast, seen, strict=True):
            marked = room if apart or edge < self.height else None
            layers = place_layers(character, pose, matrix, marked)
            found.append(Shown(character, layers, room if apart else None, view.drifts))
        return found

    def _find_last_touched(self) -> tuple[DirtyBox, ...]:
        """Where something is on the set by now. In most frames of a film nobody asks."""
        return self._find_touched(*self._left) + self._covers if self._touched is None else self._touched

    def _find_touched(self, people: Sequence[Shown], edge: int) -> tuple[DirtyBox, ...]:
        boxes: list[DirtyBox] = []
        for shown in people:
            reaches = [placed.reach for placed in shown.layers]
            if shown.room is not None:
                left, right = shown.room.left, shown.room.right
                reaches = [box._replace(left=max(box.left, left), right=min(box.right, right)) for box in reaches]
            boxes += strips(reaches, edge)
        return tuple(boxes)

    def _turn(self, view: View) -> bool:
        """Has what is behind the people as a view shows it; whether that is another picture than before."""
        if (view.back, view.front, view.near, view.soft, view.people) == (
            self._view.back, self._view.front, self._view.near, self._view.soft, self._view.people
        ):  # fmt: skip
            return False
        self._view = view
        self._background = self._arranged if view == WHOLE else self._backing.draw(view)
        return True


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


def place_layers(character: Character, pose: Pose, view: Affine, room: Room | None = None) -> tuple[Placed, ...]:
    """A character's layers, back to front; `view` takes its canvas units to pixels. `room`: where the mark of a picture
    stays, in pixels; None for anywhere."""
    boxes = inked(character)
    layers = build_layers(character, pose, view)
    found = []
    for layer in layers if room is None else keep_mark(layers, room):
        box = layer.look.box if isinstance(layer, LiveLayer) else boxes[layer.key]
        found.append(Placed(layer, box, reach_of(box, layer.matrix)))
    return tuple(found)


def draw_character(canvas: skia.Canvas, character: Character, pose: Pose, view: Affine) -> None:
    """Draws one character on any skia canvas; `view` takes its canvas units to the canvas."""
    draw_shown(canvas, Shown(character, place_layers(character, pose, view), None, False))


def draw_shown(canvas: skia.Canvas, shown: Shown) -> None:
    """Draws somebody; pictures that stand beside others into their share of the frame alone."""
    if shown.room is None:
        _draw_layers(canvas, shown)
        return
    canvas.save()
    canvas.clipRect(skia.Rect.MakeLTRB(shown.room.left, -1e6, shown.room.right, 1e6), True)
    _draw_layers(canvas, shown)
    canvas.restore()


def _draw_layers(canvas: skia.Canvas, shown: Shown) -> None:
    character = shown.character
    art, bent = pictures(character), (picture_key(character), head_key(character))
    for layer, box, _ in shown.layers:
        if layer.key in bent and not isinstance(layer, LiveLayer):
            _draw_still(canvas, character, layer, box, shown.drifts)
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
