"""Where a face is in a picture: found by a net or placed by hand, and what is no face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.character.still.placing import HANDLES
from avatar.character.still.points import FacePoints, format_points, place_by_hand, read_points
from avatar.character.still.topology import LOWER_LIP, UPPER_LIP, find_places
from avatar.errors import CharacterError

WHERE = Path("points.toml")
CAT = {
    "mouth-left": (150.0, 212.0), "mouth-right": (226.0, 214.0), "mouth-top": (186.0, 208.0),
    "mouth-bottom": (186.0, 208.0), "eye-left": (130.0, 120.0), "eye-right": (240.0, 122.0), "chin": (186.0, 262.0),
}  # fmt: skip


def a_face(scale: float = 200.0) -> FacePoints:
    """In a picture of 400 by 500."""
    return FacePoints((find_places() * scale + [200.0, 300.0, 0.0]).astype(np.float32))


def read(text: str) -> FacePoints:
    return read_points(text.encode(), 400, 500, WHERE)


def test_a_found_mesh_comes_back_as_it_was() -> None:
    face = FacePoints(a_face().mesh, ((150.0, 210.0, 9.0), (250.0, 210.0, 9.0)), "teeth")
    back = read(format_points(face))
    np.testing.assert_allclose(back.mesh, face.mesh, atol=0.006)
    assert (back.irises, back.mouth, back.kind, dict(back.handles)) == (face.irises, "teeth", "face", {})


def test_points_by_hand_come_back_as_points_by_hand() -> None:
    face = place_by_hand(CAT, "muzzle")
    back = read(format_points(face))
    assert dict(back.handles) == CAT
    assert back.kind == "muzzle"
    np.testing.assert_allclose(back.mesh, face.mesh, atol=0.01)


def test_the_face_goes_through_the_points_that_were_placed() -> None:
    mesh = place_by_hand(CAT, "muzzle").mesh
    for name, at in CAT.items():
        placed = mesh[list(HANDLES[name]), :2].mean(axis=0)
        assert np.hypot(*(placed - at)) < 2.5, name


def test_an_open_mouth_by_hand_is_open() -> None:
    wide = place_by_hand(CAT | {"mouth-bottom": (186.0, 238.0)}, "muzzle", "open").mesh
    gaps = wide[list(LOWER_LIP[3]), 1] - wide[list(UPPER_LIP[3]), 1]
    assert gaps[5] == pytest.approx(30, abs=3)
    assert abs(gaps[0]) < 1e-3


def test_a_thing_needs_no_more_than_the_ends_of_its_mouth() -> None:
    mesh = place_by_hand({"mouth-left": (100.0, 300.0), "mouth-right": (200.0, 300.0)}, "thing").mesh
    assert np.hypot(*(mesh[291, :2] - mesh[61, :2])) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (format_points(a_face()).replace("mesh", "net"), "unknown key 'net'"),
        (format_points(FacePoints(a_face().mesh[:467])), "468 rows"),
        (format_points(FacePoints(a_face().mesh * np.float32(np.nan))), "finite numbers"),
        (format_points(FacePoints(a_face().mesh * np.float32(1e30))), "finite numbers"),
        (format_points(FacePoints(a_face().mesh + np.float32(900))), "outside the picture"),
        (format_points(FacePoints(a_face().mesh * np.float32([0.001, 0.001, 1]))), "one place"),
        (format_points(FacePoints(a_face().mesh * np.float32([-1, 1, 1]) + np.float32([400, 0, 0]))), "left and right"),
        (format_points(FacePoints(a_face().mesh, ((9999.0, 1.0, 4.0), (1.0, 1.0, 4.0)))), "iris"),
        ('kind = "fish"', "kind is 'fish'"),
        ("[handles]\nnose = [1, 2]", "points are missing: mouth-left"),
        ('kind = "thing"\n[handles]\nmouth-left = [10, 9]\nmouth-right = [999, 9]', "outside the picture"),
        ('kind = "thing"\n[handles]\nmouth-left = [10, nan]\nmouth-right = [99, 9]', "finite number"),
        ('kind = "thing"\n[handles]\nmouth-left = [10, 9]\nmouth-right = [10, 9]', "one place"),
        ('kind = "thing"\n[handles]\nbeak = [10, 9]', "no point 'beak'"),
        ("format = 1", "either a mesh or"),
        ("irises = [[1, 2], [3, 4]]", "two places with a radius"),
        ("mesh = [[", "not valid TOML"),
        ("#" * 300_000, "larger than"),
    ],
    ids=lambda text: text[-20:],
)  # fmt: skip
def test_what_is_no_face_is_refused_in_plain_words(text: str, told: str) -> None:
    with pytest.raises(CharacterError, match=told) as caught:
        read(text)
    assert caught.value.remedy
    assert caught.value.where == str(WHERE)
