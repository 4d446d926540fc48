"""A mouth of lamps: lips all round what is open, whole lamps, and no jump between two mouths."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from avatar.character.affine import IDENTITY
from avatar.character.mouth import SHAPES
from avatar.character.rig import LiveLayer
from avatar.draw import paint_live
from avatar.types import Mouth
from tests.draw.drawing import shipped

BOLT = shipped("bolt").mouth
COLUMNS, ROWS = 15, 7


def lamps(mouth: Mouth) -> NDArray[np.int_]:
    """The colours of all lamps in their middles, shape (rows, columns, 3)."""
    assert BOLT is not None
    raster = paint_live(LiveLayer("mouth", BOLT, mouth, IDENTITY), 1.0)
    pitch = BOLT.width / COLUMNS
    x = BOLT.anchor[0] - BOLT.width / 2 + (np.arange(COLUMNS) + 0.5) * pitch - raster.x
    y = BOLT.anchor[1] - ROWS * pitch / 2 + (np.arange(ROWS) + 0.5) * pitch - raster.y
    return raster.pixels[y.astype(int)][:, x.astype(int), :3].astype(int)


def ink(name: str) -> NDArray[np.int_]:
    assert BOLT is not None
    return np.array([int(BOLT.colours[name][at : at + 2], 16) for at in (1, 3, 5)])


def are(found: NDArray[np.int_], name: str, within: int = 12) -> NDArray[np.bool_]:
    """Which lamps have a colour, as good as whole."""
    same: NDArray[np.bool_] = np.abs(found - ink(name)).max(axis=-1) <= within
    return same


@pytest.mark.parametrize("viseme", ["aa", "E", "oh", "ou", "kk"])
def test_an_open_mouth_has_lips_all_round(viseme: str) -> None:
    found = lamps(SHAPES[viseme])
    dark = are(found, "inside", 60) & ~are(found, "off", 20)
    assert dark.any()
    lit = ~are(found, "off", 20)
    for row, column in zip(*np.nonzero(dark), strict=True):
        across, down = np.nonzero(lit[row])[0], np.nonzero(lit[:, column])[0]
        for y, x in ((row, across[0]), (row, across[-1]), (down[0], column), (down[-1], column)):
            assert found[y, x, 1] > 120, f"{viseme} is open at row {y}, column {x}"


@pytest.mark.parametrize(("viseme", "least"), [("sil", 9), ("ou", 8), ("DD", 18), ("nn", 18), ("RR", 12), ("aa", 20)])
def test_a_mouth_that_is_held_is_of_whole_lamps(viseme: str, least: int) -> None:
    """An edge between two rows would light both by half: nn, DD and RR were too dim to see."""
    assert are(lamps(SHAPES[viseme]), "on").sum() >= least


def test_pressed_lips_are_two_rows_and_a_bite_hangs_two_rows_of_teeth_over_the_lip() -> None:
    assert (are(lamps(SHAPES["PP"]), "on").sum(axis=1) >= 7).sum() == 2
    bitten = lamps(SHAPES["FF"])
    teeth = np.nonzero(are(bitten, "teeth").any(axis=1))[0]
    assert len(teeth) == 2
    assert teeth[0] > np.nonzero(are(bitten, "on").any(axis=1))[0][0]
    assert not are(bitten, "on")[teeth[-1] :].any()


def test_the_tongues_tip_is_seen_for_th_alone() -> None:
    tip = are(lamps(SHAPES["TH"]), "tongue")
    assert tip.any(axis=1).sum() >= 3
    for viseme in ("PP", "FF", "SS", "aa", "ou"):
        assert are(lamps(SHAPES[viseme]), "tongue").any(axis=1).sum() < 2, viseme


def test_nothing_jumps_while_the_jaw_drops() -> None:
    jaws = np.linspace(0.0, 1.0, 101)
    before = lamps(Mouth(jaw=0.0))
    for jaw in jaws[1:]:
        found = lamps(Mouth(jaw=float(jaw)))
        assert np.abs(found - before).mean() < 20, f"at a jaw of {jaw:.2f}"
        before = found
