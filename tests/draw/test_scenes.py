"""Whole frames of a scene: composed as they were judged by eye, with cards and fades over everything."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.draw import SceneFrames
from avatar.errors import StageError
from avatar.types import CastMember, Entry, Mark, Scene
from tests.draw.drawing import shipped
from tests.draw.test_draw import compare
from tests.stage.playing import clause

NAMES = ("max", "bea", "gus", "zuri")
CAST = tuple(CastMember(name.upper(), name) for name in NAMES)
HEIGHT = 144


def frames(width: int) -> SceneFrames:
    return SceneFrames({name: shipped(name) for name in NAMES}, width, HEIGHT)


def test_a_stage_is_composed_as_it_was_judged(tmp_path: Path) -> None:
    rows = []
    for width in (256, HEIGHT, 81):
        painter = frames(width)
        looks = (Entry(0.0, "BEA", Mark("look", "MAX")), Entry(0.0, "MAX", Mark("look", "BEA")))
        row = [painter.paint(Scene(CAST[:count], looks, "living-room", seed=1), 2.0).copy() for count in (1, 2, 3, 4)]
        rows.append(np.concatenate(row, axis=1))
    widest = max(row.shape[1] for row in rows)
    picture = np.concatenate([np.pad(row, ((0, 0), (0, widest - row.shape[1]), (0, 0))) for row in rows])
    compare("staging", picture, tmp_path)


def test_cards_and_fades_lie_over_everything() -> None:
    painter = frames(256)
    marks = (Entry(1.0, "", Mark("title", "The End\nof it", 0.0, 2.0)), Entry(5.0, "", Mark("fade", "out", 0.0, 1.0)))
    scene = Scene(CAST[:2], marks)
    before, card = painter.paint(scene, 0.5).copy(), painter.paint(scene, 2.0).copy()
    assert before[:, :, :3].mean() > 100
    assert card[0, 0, :3].max() < 40
    assert card[:, :, :3].max() > 200, "the writing is bright"
    half, black = painter.paint(scene, 5.5)[:, :, :3].mean(), painter.paint(scene, 7.0)[:, :, :3].max()
    assert 0.3 < half / before[:, :, :3].mean() < 0.7
    assert black == 0
    assert np.array_equal(painter.paint(scene, 0.5), before), "what lies over one frame is gone from the next"


def test_captions_name_the_speaker_where_there_are_several() -> None:
    spoken = Entry(0.0, "MAX", clause(2.0, "Hello.", "MAX"))
    painter = frames(256)
    several, alone = Scene(CAST[:2], (spoken,)), Scene(CAST[:1], (spoken,))

    def written(scene: Scene) -> float:
        """Share of the caption's rows that differ from the same frame without."""
        low = slice(HEIGHT * 4 // 5, HEIGHT)
        plain = painter.paint(scene, 1.0).copy()[low]
        return float((painter.paint(scene, 1.0, captions=True)[low] != plain).any(axis=2).mean())

    assert written(several) > 1.3 * written(alone) > 0


def test_a_set_that_is_not_there_is_named() -> None:
    with pytest.raises(StageError, match="no set 'moon'"):
        frames(64).paint(Scene(CAST[:1], (), "moon"), 0.0)


def test_who_is_alone_in_a_shot_stands_in_the_middle_of_a_picture_of_few_pixels() -> None:
    painter = SceneFrames({name: shipped(name) for name in NAMES}, 44, 24, near=True)
    shots = [Scene(CAST[:2], (Entry(0.0, who, Mark("camera", "close")),)) for who in ("MAX", "BEA")]
    one, other = (painter.paint(shot, 1.0).astype(int) for shot in shots)
    differs = np.abs(one - other).max(axis=2) > 24
    assert differs[:, 15:29].mean() > 0.5
    assert differs[:, 15:29].mean() > differs[:, :8].mean()
