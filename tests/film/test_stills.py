"""A picture of one moment, and a part of a film: exactly what the whole has there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from avatar.errors import FilmError
from avatar.film.make import Order, film
from avatar.film.mixing import RATE
from avatar.film.reel import Reel
from avatar.film.shape import FrameShape
from avatar.film.stills import write_still
from avatar.types import Entry, Scene
from tests.film.scenes import CAST, said, small, tone

TINY = FrameShape(160, 90, 25)


def test_a_still_is_the_frame_that_the_film_has_then(tmp_path: Path) -> None:
    film(Reel.of(small()), Order(tmp_path / "frames", TINY, workers=1))
    for t in (0.0, 0.42, 0.9, 1.29):
        write_still(Reel.of(small()), TINY, t, tmp_path / "x.png")
        frames = [tmp_path / "x.png", tmp_path / "frames" / f"frame{int(t * 25) + 1:05}.png"]
        one, other = (np.asarray(Image.open(path).convert("RGB")) for path in frames)
        assert np.abs(one.astype(int) - other).max() <= 2, (t, (one != other).mean())


def test_a_still_can_be_seen_through(tmp_path: Path) -> None:
    write_still(Reel.of(small()), replace(TINY, transparent=True), 0.4, tmp_path / "x.png")
    with Image.open(tmp_path / "x.png") as image:
        assert image.mode == "RGBA"
        assert np.asarray(image)[2, 2, 3] == 0


def test_after_the_end_there_is_no_still(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match=r"over after 1\.3 s"):
        write_still(Reel.of(small()), TINY, 2.0, tmp_path / "x.png")
    assert not list(tmp_path.iterdir())


def test_a_part_has_the_frames_and_the_sound_of_the_whole(tmp_path: Path) -> None:
    """Music that began before the part is heard in it, at its place."""
    music = tone(3.0, 330.0, RATE)
    scene = Scene(CAST, (Entry(0.1, "", music), Entry(1.2, "ANA", said("ANA", "One two.", 1.0))))
    for name, start, end in (("whole", 0.0, 4.0), ("part", 1.48, 2.2)):
        order = Order(tmp_path / name, TINY, start, end, 1, wav=tmp_path / f"{name}.wav", loudness=None)
        film(Reel.of(scene), order)
    whole, part = (soundfile.read(tmp_path / f"{name}.wav")[0] for name in ("whole", "part"))
    first = round(1.48 * RATE)
    assert len(part) == round(0.72 * RATE)
    assert np.abs(part - whole[first : first + len(part)]).max() < 2 / 32768
    for number in range(18):
        pair = [tmp_path / "whole" / f"frame{number + 38:05}.png", tmp_path / "part" / f"frame{number + 1:05}.png"]
        one, other = (np.asarray(Image.open(path)) for path in pair)
        assert np.array_equal(one, other)
