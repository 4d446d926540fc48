"""The frames of a segment, drawn one after the other, each with the box that changed since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.film.shape import FrameShape
from avatar.types import CastMember, Mark, Performance, Scene

if TYPE_CHECKING:
    from avatar.character.loading import Character

COARSER = 2.0
"""Times as far as in a film may things be from their places in a draft, which is looked at once."""


class PixelBox(NamedTuple):
    """Pixels of a picture: from left and top, up to but without right and bottom."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)

    @property
    def empty(self) -> bool:
        return self.right <= self.left or self.bottom <= self.top


class FilmPicture(NamedTuple):
    """One frame."""

    pixels: NDArray[np.uint8]
    """BGRA, premultiplied, shape (height, width, 4); changes with the next frame."""
    changed: tuple[PixelBox, ...] | None
    """What differs from the frame before, or more than that; None: all of it."""
    place: int = 0
    """Its place among the frames of its segment."""


@dataclass(frozen=True, eq=False)
class Segment:
    """Frames that are drawn and encoded in one go."""

    number: int
    first: int
    """Number of its first frame in the film."""
    count: int
    scene: Scene
    """What these frames show: a piece of the whole, on a clock of its own."""
    begin: float = 0.0
    """Seconds of that scene at the first frame."""


class Pictures:
    """Draws segments of films of one shape."""

    def __init__(self, shape: FrameShape) -> None:
        from avatar.draw import SceneFrames

        self._shape = shape
        self._characters: dict[str, Character] = {}
        self._frames = SceneFrames(self._characters, shape.width, shape.height, covered=shape.covered)

    def ready(self, cast: Iterable[CastMember]) -> None:
        """Reads and cuts all art now, not at the first frame. Raises what a character that can't be loaded does."""
        self._load(cast)
        self._frames.ready()

    def _load(self, cast: Iterable[CastMember]) -> None:
        from avatar import library
        from avatar.character import loading

        for name in dict.fromkeys(member.character for member in cast):
            if name not in self._characters:
                self._characters[name] = loading.load(library.character(name))

    def of(self, segment: Segment, *, steady: bool = False) -> Iterator[FilmPicture]:
        """The segment's frames. Each is seen for 1 / fps, so it shows the middle of that: what moves is never more than
        half a frame off its sound. `steady`: what is off by less than is seen stays as it is (`avatar.draw.steady`)."""
        from avatar.draw.steady import SEEN, Steady

        self._load(segment.scene.cast)
        scene = remove_sets(segment.scene) if self._shape.transparent else segment.scene
        # The last frame is drawn in any case, so that the segment lasts as long as it should.
        following = Steady(SEEN * (COARSER if self._shape.quick else 1.0)) if steady else None
        for place in sorted({*range(0, segment.count, self._shape.step), segment.count - 1}):
            t = segment.begin + (place + 0.5) / self._shape.fps
            frame = self._frames.draw(
                scene, t, self._shape.captions, reduced_motion=self._shape.reduced_motion, steady=following
            )
            boxes = [_box(*touched.pixels(self._shape.width, self._shape.height)) for touched in frame.changed]
            yield FilmPicture(frame.pixels, None if place == 0 else join_boxes(boxes), place)


def _box(rows: slice, columns: slice) -> PixelBox:
    return PixelBox(columns.start, rows.start, columns.stop, rows.stop)


def join_boxes(boxes: list[PixelBox]) -> tuple[PixelBox, ...]:
    """Boxes that cover the same pixels and are fewer: two become one if that covers hardly more than both."""
    found: list[PixelBox] = []
    for box in boxes:
        if box.empty:
            continue
        for place, other in enumerate(found):
            both = PixelBox(*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:]))
            if both.area <= box.area + other.area:
                found[place] = both
                break
        else:
            found.append(box)
    return tuple(found)


def remove_sets(scene: Scene) -> Scene:
    """The scene without its sets: what is behind the cast is transparent."""
    entries = []
    for entry in scene.entries:
        if isinstance(entry.what, Mark) and entry.what.kind == "set":
            continue
        if isinstance(entry.what, Performance) and any(mark.kind == "set" for mark in entry.what.marks):
            marks = tuple(mark for mark in entry.what.marks if mark.kind != "set")
            entry = replace(entry, what=replace(entry.what, marks=marks))
        entries.append(entry)
    return replace(scene, entries=tuple(entries), set="transparent")
