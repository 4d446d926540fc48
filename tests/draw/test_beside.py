"""Pictures beside others: each keeps to its share of the frame, with its face and its mark in it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from avatar import library
from avatar.character.loading import Character, load
from avatar.character.rig import build_layers
from avatar.character.still.framing import GUTTER, Room, keep_mark, share_width, view_beside
from avatar.draw import Painter
from avatar.scene.staging import spread_places
from avatar.studio.importers import PictureWish, import_character
from avatar.types import Eyes, Head, Mouth, Place, Pose
from tests.studio import faces

WIDTH, HEIGHT = 640, 360


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Character:
    """A picture three times as wide as high, whose face is far to the right."""
    room = tmp_path_factory.mktemp("wide")
    face = Image.open(faces.ASTRONAUT).convert("RGB")
    picture = Image.new("RGB", (3 * face.width, face.height), (200, 30, 30))
    picture.paste(face, (2 * face.width, 0))
    picture.save(room / "wide.png")
    return load(import_character(room / "wide.png", room / "c", picture=PictureWish("ours", True))[0])


def test_neighbours_share_the_frame_half_way_between_them() -> None:
    one, other = share_width([Place(0.3), Place(0.7)])
    assert (one.left, other.right) == (0.0, 1.0)
    assert one.right == pytest.approx(0.5 - GUTTER / 2)
    assert other.left == pytest.approx(0.5 + GUTTER / 2)
    assert share_width([Place(0.4)]) == (Room(0.0, 1.0),)


def test_shares_change_smoothly_as_somebody_walks_in() -> None:
    edges = [share_width([Place(0.5 - 0.002 * step), Place(1.3 - 0.006 * step)])[0].right for step in range(100)]
    assert edges[0] == pytest.approx(0.9, abs=0.01)
    assert max(abs(a - b) for a, b in itertools.pairwise(edges)) < 0.01


def test_those_on_one_spot_share_nothing_out() -> None:
    assert share_width([Place(0.5), Place(0.5)]) == (Room(0.0, 1.0), Room(0.0, 1.0))


@pytest.mark.parametrize("first", [True, False])
def test_a_wide_picture_covers_nobody_and_shows_its_face(wide: Character, first: bool) -> None:
    juno = load(library.character("juno"))
    places = spread_places(2, WIDTH / HEIGHT)
    cast = [(wide, Pose(place=places[0 if first else 1])), (juno, Pose(place=places[1 if first else 0]))]
    both = Painter(WIDTH, HEIGHT, "plain").paint(cast).copy()
    alone = Painter(WIDTH, HEIGHT, "plain").paint(cast[1:]).copy()
    hers = slice(WIDTH // 2 + 3, WIDTH) if first else slice(0, WIDTH // 2 - 3)
    assert np.array_equal(both[:, hers], alone[:, hers])
    room = share_width(places)[0 if first else 1].scaled(WIDTH)
    view = view_beside(wide, cast[0][1].place, WIDTH, HEIGHT, room)
    assert wide.picture is not None
    face = view[0] * wide.picture.mesh.middle[0] + view[4]
    assert room.left < face - 0.1 * WIDTH
    assert face + 0.1 * WIDTH < room.right


def test_its_mark_stays_to_be_seen(wide: Character) -> None:
    room = Room(40.0, 300.0, 200.0)
    layers = keep_mark(build_layers(wide, Pose(), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)), room)
    (mark,) = (layer for layer in layers if layer.key.endswith(" mark"))
    left, top, width, height = mark.look.box  # type: ignore[union-attr]
    assert top + height + mark.matrix[5] <= 200.0 + 1e-6
    assert room.left <= left + mark.matrix[4]
    assert left + mark.matrix[4] + width <= room.right + 1e-6


def test_what_moves_beside_is_drawn_as_anew(wide: Character) -> None:
    places = spread_places(2, WIDTH / HEIGHT)
    painter = Painter(WIDTH, HEIGHT, "plain")
    other = replace(wide, name="other")
    for jaw in (0.0, 0.8, 0.2):
        cast = [(wide, Pose(mouth=Mouth(jaw=jaw), place=places[0])), (other, Pose(place=places[1]))]
        seen = painter.paint(cast).copy()
    assert np.array_equal(seen, Painter(WIDTH, HEIGHT, "plain").paint(cast))


def test_nothing_behind_is_seen_through_the_corners_of_the_eyes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Behind this head is blue, which its eyes have nowhere."""
    folder = import_character(faces.HOPPER, tmp_path_factory.mktemp("eyes"), picture=PictureWish("ours", True))[0]
    character, painter = load(folder), Painter(720, 720, "plain")
    assert character.picture is not None
    scale = 720 / character.canvas.height
    left = 360 - character.canvas.anchor[0] * scale
    for x, y, opened in ((0.0, 0.0, 1.0), (-0.6, 0.3, 1.1), (0.0, -0.5, 1.15)):
        eyes = Eyes(gaze_x=x, gaze_y=y, open_left=opened, open_right=opened)
        seen = painter.paint([(character, Pose(eyes=eyes, head=Head(yaw=3.0)))]).astype(int)
        for eye in character.picture.mesh.eyes:
            middle = (int(eye.middle[0] * scale + left), int(eye.middle[1] * scale))
            wide, high = int(0.62 * eye.width * scale), int(0.3 * eye.width * scale)
            box = seen[middle[1] - high : middle[1] + high, middle[0] - wide : middle[0] + wide]
            assert (box[..., 2] - box[..., 0] > 25).sum() == 0
