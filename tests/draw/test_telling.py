"""Mouths are told apart by how different they look to people; the measure itself is held to published values."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.character.rig import frame_view
from avatar.draw.sheet import close_up
from avatar.ui.widgets.colours import differ, find_lab
from tests.draw.drawing import SHIPPED, shipped
from tests.draw.telling import FLOORS, TOLD, matrix, mouth_region

SHARMA = (
    # of the 34 pairs in Sharma, Wu and Dalal (2005), table 1: hues across 0, greys, blues, large differences
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0000),
    ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0009), 7.1792),
    ((50.0, 2.4900, -0.0010), (50.0, -2.4900, 0.0011), 7.2195),
    ((50.0, -0.0010, 2.4900), (50.0, 0.0011, -2.4900), 4.7461),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((50.0, 2.5, 0.0), (56.0, -27.0, -3.0), 31.9030),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
)


@pytest.mark.parametrize(("first", "second", "apart"), SHARMA)
def test_the_difference_is_that_of_the_published_pairs(
    first: tuple[float, ...], second: tuple[float, ...], apart: float
) -> None:
    assert differ(np.array(first), np.array(second)) == pytest.approx(apart, abs=6e-5)
    assert differ(np.array(second), np.array(first)) == pytest.approx(apart, abs=6e-5)


@pytest.mark.parametrize(
    ("rgb", "wanted"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
    ],
)
def test_colours_are_where_cie_puts_them(rgb: tuple[int, ...], wanted: tuple[float, ...]) -> None:
    assert find_lab(np.array(rgb, np.uint8)) == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("name", ["juno", "bolt", "zuri"])
def test_the_region_is_about_the_mouth_and_ends_below_the_eyes(name: str) -> None:
    character = shipped(name)
    rows, columns = mouth_region(character, 96)
    scale, _, _, _, left, top = frame_view(character, close_up(character), 96, 96)
    assert character.mouth is not None
    assert character.eyes is not None
    x, y = character.mouth.anchor
    assert columns.start < left + scale * x < columns.stop
    assert rows.start < top + scale * y < rows.stop
    assert all(top + scale * eye.anchor[1] < rows.start for eye in character.eyes)


def test_the_region_of_a_mouth_made_of_pictures_holds_them_alone() -> None:
    rows, columns = mouth_region(shipped("blot"), 96)
    assert 8 < rows.stop - rows.start < 48
    assert 8 < columns.stop - columns.start < 64


def test_a_matrix_has_each_pair_once_and_nothing_against_itself() -> None:
    apart = matrix(shipped("juno"), 48, ("sil", "aa", "ou"))
    assert (np.diag(apart) == 0).all()
    assert np.array_equal(apart, apart.T)
    assert apart[0, 1] > apart[0, 2] > 0


@pytest.mark.parametrize("size", FLOORS)
@pytest.mark.parametrize("name", SHIPPED)
def test_each_two_mouths_are_told_apart(name: str, size: int) -> None:
    apart = matrix(shipped(name), size)
    rows, columns = np.tril_indices(len(TOLD), -1)
    least = int(apart[rows, columns].argmin())
    assert apart[rows[least], columns[least]] >= FLOORS[size], f"{TOLD[columns[least]]} and {TOLD[rows[least]]}"


SPOKEN = TOLD[1:]
"""Without rest, which in a laugh or a gape is an open mouth."""


@pytest.mark.parametrize("size", FLOORS)
@pytest.mark.parametrize("mood", ["smile", "laugh", "sad", "angry", "surprised", "thinking", "bored"])
@pytest.mark.parametrize("name", SHIPPED)
def test_each_two_mouths_are_told_apart_in_a_mood(name: str, mood: str, size: int) -> None:
    """Nearly as well as in none: what a mood does to the mouth takes some room from what is said."""
    apart = matrix(shipped(name), size, SPOKEN, mood)
    rows, columns = np.tril_indices(len(SPOKEN), -1)
    least = int(apart[rows, columns].argmin())
    assert apart[rows[least], columns[least]] >= FLOORS[size] - 1.0, (
        f"{SPOKEN[columns[least]]} and {SPOKEN[rows[least]]}"
    )


@pytest.mark.parametrize("size", FLOORS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_tongue_that_is_up_is_no_row_of_teeth(name: str, size: int) -> None:
    apart = matrix(shipped(name), size, ("nn", "DD", "SS", "kk"))
    assert apart[0, 1:].min() >= FLOORS[size]


LIPS = [name for name in SHIPPED if (look := shipped(name).mouth) is not None and look.style == "lips"]


@pytest.mark.parametrize("name", LIPS)
@pytest.mark.parametrize("mood", ["smile", "sad", "angry"])
def test_moods_leave_closed_lips_and_a_bite_to_be_seen(name: str, mood: str) -> None:
    apart = matrix(shipped(name), 96, ("PP", "FF", "sil", "SS"), mood)
    assert apart[0, 1:].min() > 3.0, "closed lips"
    assert apart[1, 2:].min() > 4.0, "a bite"


@pytest.mark.parametrize("name", LIPS)
def test_a_bite_is_no_row_of_teeth_and_a_tongue_between_them_is_seen(name: str) -> None:
    apart = matrix(shipped(name), 96, ("FF", "SS", "ih", "nn", "TH", "DD"))
    assert apart[0, 1:].min() > 4.0
    assert apart[4, 5] > 4.0
