"""A window that nobody looks at closely: fewer frames, and never an old one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.config import Config, StageConfig
from avatar.scene.widgets import Rect, Widget
from avatar.stage.calm import VISIBLE, Calm
from avatar.stage.link import Stage
from avatar.stage.messages import Measured, Ready
from tests import virtual
from tests.stage.playing import Ear, until

HEIGHT = 1000
SIZE = 320


def corners(x: float = 0.0, opacity: float = 1.0) -> NDArray[np.float32]:
    """Of a triangle: x, y, both in its texture, opacity."""
    return np.array([[x, 0, 0, 0, opacity], [x + 9, 0, 1, 0, opacity], [x + 9, 9, 1, 1, opacity]], np.float32)


def test_only_what_can_be_seen_to_move_is_drawn() -> None:
    calm, picture = Calm(), object()
    step = VISIBLE * HEIGHT / 2.5
    seen = [calm.differs([picture], corners(step * number), HEIGHT) for number in range(8)]
    assert seen == [True, False, False, True, False, False, True, False], "slow ways add up"


def test_other_pixels_other_strength_and_other_numbers_are_drawn() -> None:
    calm, picture = Calm(), object()
    assert calm.differs([picture], corners(), HEIGHT)
    assert not calm.differs([picture], corners(), HEIGHT)
    assert calm.differs([object()], corners(), HEIGHT), "new pixels in the same place"
    assert calm.differs([picture], corners(opacity=0.5), HEIGHT)
    assert calm.differs([picture, object()], np.concatenate([corners(opacity=0.5), corners()]), HEIGHT)
    assert calm.differs([picture], corners(opacity=0.5), HEIGHT)
    calm.forget()
    assert calm.differs([picture], corners(opacity=0.5), HEIGHT)


@pytest.fixture
def calm_stage(display: str, tmp_path: Path) -> Iterator[tuple[Stage, Ear]]:
    ear = Ear()
    options = StageConfig(mode="window", width=SIZE, height=SIZE, reduced_motion=True)
    stage = Stage(Config(stage=options), ear, log_path=tmp_path / "stage.log")
    try:
        assert ear.wait(Ready).mode == "window"
        yield stage, ear
    finally:
        stage.close()


def test_what_changes_over_the_picture_is_seen_however_calm_it_is(calm_stage: tuple[Stage, Ear], display: str) -> None:
    stage, _ = calm_stage
    dark = Widget("dim", "dim", Rect(0, 0, 1, 1), value=0.9)
    with virtual.Screen(display) as screen:

        def brightness() -> float:
            return float(screen.grab(SIZE, SIZE).mean())

        until(lambda: brightness() > 40, "the character is in the window")
        for calm in (True, True, False, True):
            stage.overlay((dark,), calm=calm)
            until(lambda: brightness() < 20, "it is dark")
            stage.overlay((), calm=True)
            until(lambda: brightness() > 40, "it is bright again")


def test_a_window_that_was_covered_shows_its_picture_again(calm_stage: tuple[Stage, Ear], display: str) -> None:
    stage, ear = calm_stage
    stage.overlay((), calm=True)
    with virtual.Screen(display) as screen:
        until(lambda: float(screen.grab(SIZE, SIZE).mean()) > 40, "the character is in the window")
        (window,) = [each for each in screen.windows() if screen.geometry(each)[2:4] == (SIZE, SIZE)]
        for _ in range(3):
            screen.hide(window, hidden=True)
            screen.fill(0, 0, SIZE, SIZE, white=False)
            screen.hide(window, hidden=False)
            until(lambda: float(screen.grab(SIZE, SIZE).mean()) > 40, "the picture is back")
    stage.measure()
    assert ear.wait(Measured).frames > 0
