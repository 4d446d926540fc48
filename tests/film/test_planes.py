"""RGB to YUV: what changed, and no more, with the same bytes as all of it; and the right colours."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.film.pictures import Pictures, PixelBox, Segment, join_boxes
from avatar.film.planes import Planes
from avatar.film.shape import FrameShape
from tests.film.scenes import small


def planes_of(frame: object) -> list[bytes]:
    return [bytes(plane) for plane in frame.planes]  # type: ignore[attr-defined]


@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize(
    "box", [PixelBox(30, 20, 90, 70), PixelBox(0, 0, 5, 5), PixelBox(150, 85, 160, 90), PixelBox(3, 1, 160, 90)]
)
def test_a_box_converts_to_the_bytes_of_the_whole(box: PixelBox, alpha: bool) -> None:
    random = np.random.default_rng(3)
    before = random.integers(0, 256, (90, 160, 4), dtype=np.uint8)
    after = before.copy()
    part = (slice(box.top, box.bottom), slice(box.left, box.right))
    after[part] = random.integers(0, 256, after[part].shape, dtype=np.uint8)
    ours, whole = Planes(160, 90, alpha=alpha), Planes(160, 90, alpha=alpha)
    ours.update(before, None)
    assert planes_of(ours.update(after, (box,))) == planes_of(whole.update(after, None))


def test_frames_of_a_segment_are_those_drawn_alone() -> None:
    """Drawing only what changed must not show: not at a cut, not under captions."""
    shape = FrameShape(160, 90, 24, captions=True)
    pictures, planes = Pictures(shape), Planes(160, 90)
    for number, picture in enumerate(pictures.of(Segment(0, 0, 31, small()))):
        kept = planes_of(planes.update(picture.pixels, picture.changed))
        if number not in (0, 1, 6, 13, 16, 17, 18, 25, 30):  # the start, captions, the cut
            continue
        alone = next(Pictures(shape).of(Segment(0, number, 1, small(), number / 24)))
        assert np.array_equal(picture.pixels, alone.pixels), number
        assert kept == planes_of(Planes(160, 90).update(alone.pixels, None)), number


@pytest.mark.parametrize(
    ("colour", "expected"),
    [((255, 255, 255), (235, 128, 128)), ((0, 0, 0), (16, 128, 128)), ((255, 0, 0), (63, 102, 240)),
     ((0, 255, 0), (173, 42, 26)), ((0, 0, 255), (32, 240, 118))],
)  # fmt: skip
def test_colours_are_those_of_bt709(colour: tuple[int, int, int], expected: tuple[int, int, int]) -> None:
    """Rec. ITU-R BT.709-6, limited range."""
    pixels = np.empty((16, 16, 4), np.uint8)
    pixels[:] = (*colour[::-1], 255)
    frame = Planes(16, 16).update(pixels, None)
    found = tuple(np.frombuffer(plane, np.uint8)[0] for plane in frame.planes)
    assert np.abs(np.array(found, int) - expected).max() <= 1


def test_boxes_that_overlap_become_one() -> None:
    assert join_boxes([PixelBox(0, 0, 10, 10), PixelBox(5, 0, 15, 10)]) == (PixelBox(0, 0, 15, 10),)
    assert len(join_boxes([PixelBox(0, 0, 10, 10), PixelBox(100, 0, 110, 10)])) == 2
    assert join_boxes([PixelBox(4, 4, 4, 4)]) == ()
