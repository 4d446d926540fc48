"""Sets: at every hour and in every shape of picture."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.draw.painter import backdrop
from avatar.draw.sets import SETS, find, known, split_hour
from avatar.draw.sets.easel import LIGHTS
from avatar.errors import StageError
from avatar.show import places

SHAPES = ((256, 144), (144, 144), (144, 180), (144, 256), (420, 180))
FILLED = sorted(set(SETS) - {"transparent"})


@pytest.mark.parametrize("name", FILLED)
def test_a_set_fills_every_shape_of_picture(name: str) -> None:
    for width, height in SHAPES:
        assert (backdrop(name, width, height)[..., 3] == 255).all()


@pytest.mark.parametrize("name", FILLED)
def test_what_reaches_the_floor_reaches_it_in_an_upright_picture(name: str) -> None:
    wide, upright = backdrop(name, 256, 144), backdrop(name, 144, 256)
    floor = {tuple(pixel) for pixel in wide[-20:].reshape(-1, 4)}
    share = np.mean([tuple(pixel) in floor for pixel in upright[-1]])
    assert share > 0.5


def test_hours_are_one_rule_for_all() -> None:
    for name in FILLED:
        day, night = backdrop(name, 96, 54), backdrop(f"{name}-night", 96, 54)
        if SETS[name].hours:
            assert night[..., :3].mean() < 0.85 * day[..., :3].mean(), name
            assert not np.array_equal(backdrop(f"{name}-sunset", 96, 54), day)
        else:
            assert np.array_equal(night, day), name


def test_headings_know_which_sets_have_hours() -> None:
    assert {name for name, art in SETS.items() if not art.hours} == places.ALWAYS
    assert set(places.HOURS) == set(LIGHTS)


def test_sets_are_named_with_their_hour() -> None:
    assert split_hour("living-room-night") == ("living-room", "night")
    assert split_hour("living-room") == ("living-room", "day")
    assert known("street-sunset") == "street-sunset"
    with pytest.raises(StageError, match="street-nite"):
        find("street-nite")
