"""256 colours: the one that looks most alike, so that lips differ from skin; and a face near enough to be read."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from rich.console import Console
from textual.app import App, ComposeResult

from avatar.character.rig import frame_view
from avatar.draw import Painter
from avatar.draw.mouths import come_near, find_mouth
from avatar.draw.sheet import face
from avatar.types import Place, Pose
from avatar.ui.widgets.colours import COLOURS, DARK, FIRST, LIGHT, Numbering, differ, find_lab
from avatar.ui.widgets.face import Face
from tests.draw.drawing import CHARACTERS, shipped

CAST = sorted(folder.name for folder in CHARACTERS.iterdir() if (folder / "character.toml").is_file())
CHAT = (34, 34)
"""Pixels of the face beside the chat in a terminal of 80 columns."""


def mouth(name: str, viseme: str, size: tuple[int, int] = CHAT) -> NDArray[np.uint8]:
    """The mouth of the terminal's face while it holds a sound: RGB, shape (height, width, 3)."""
    character = shipped(name)
    near = come_near(character, Place(), *size)
    picture = Painter(*size).paint([(character, face(character, viseme, "neutral", near))])
    mood = character.acting.expressions["neutral"]
    found = find_mouth(character, (Pose(head=mood.head, body=mood.body),))
    assert found is not None
    left, top, wide, high = found
    scale, _, _, _, x, y = frame_view(character, near, *size)
    rows = slice(round(y + scale * top), round(y + scale * (top + high)))
    return picture[rows, round(x + scale * left) : round(x + scale * (left + wide)), :3]


def shown(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The colours that a terminal of 256 shows."""
    return COLOURS[Numbering(COLOURS, FIRST).number(rgb) - FIRST]


def test_the_colour_chosen_is_the_nearest_by_the_published_formula() -> None:
    asked = np.random.default_rng(4).integers(0, 32, (90, 3)).astype(np.uint8) * 8
    asked = asked[find_lab(asked)[:, 0] > DARK][:60]
    there = np.broadcast_to(find_lab(COLOURS), (60, *COLOURS.shape))
    given = np.broadcast_to(find_lab(asked)[:, None], there.shape)
    apart = np.hypot(differ(given, there), LIGHT * (given - there)[..., 0])
    chosen = np.array([int(Numbering(COLOURS, FIRST).number(each[None])[0]) - FIRST for each in asked])
    assert np.allclose(apart[np.arange(60), chosen], apart.min(axis=1))


def test_the_terminals_own_colours_stay_what_they_are() -> None:
    own = np.array([(0, 0, 0), (95, 135, 175), (255, 255, 255), (215, 0, 95)], np.uint8)
    assert np.abs(shown(own).astype(int) - own).max() <= 8
    assert Numbering(COLOURS, FIRST).number(np.zeros((2, 3, 3), np.uint8)).shape == (2, 3)


GREYS = np.ptp(COLOURS.astype(int), axis=1) == 0


def test_dark_shades_of_one_tint_are_all_grey_or_all_coloured() -> None:
    """Max's brown hair: by distance alone its darker shade is a red and the lighter one a grey."""
    hair = np.array([[(80, 48, 32)] * 5, [(96, 64, 48)] * 5], np.uint8)
    alone = [Numbering(COLOURS, FIRST).number(shade)[0] - FIRST for shade in hair]
    assert GREYS[alone].tolist() == [False, True]
    most_dark, most_light = np.concatenate([hair[:1], hair[1:, :2]], 1), np.concatenate([hair[:1, :2], hair[1:]], 1)
    assert not GREYS[Numbering(COLOURS, FIRST).number(most_dark) - FIRST].any()
    assert GREYS[Numbering(COLOURS, FIRST).number(most_light) - FIRST].all()


def test_a_cheeks_shades_do_not_fall_into_spots() -> None:
    """Juno's skin lies between two of the 256."""
    skin = np.array([[(232, 176, 128)] * 9, [(240, 176, 128)] * 4 + [(232, 168, 128)] * 5], np.uint8)
    assert len({int(Numbering(COLOURS, FIRST).number(each[None])[0]) for each in skin.reshape(-1, 3)}) > 1, "alone"
    assert len(np.unique(Numbering(COLOURS, FIRST).number(skin))) == 1


def test_what_a_colour_was_shown_as_it_stays() -> None:
    numbering = Numbering(COLOURS, FIRST)
    first = numbering.number(np.array([[(80, 48, 32)]], np.uint8))
    numbering.number(np.array([[(96, 64, 48)] * 100], np.uint8))
    assert numbering.number(np.array([[(80, 48, 32)]], np.uint8)) == first


def test_dark_skin_stays_warm_and_its_lips_are_seen() -> None:
    zuri = shipped("zuri")
    assert zuri.mouth is not None
    lips = np.array([[int(zuri.mouth.colours["lips"][at : at + 2], 16) for at in (1, 3, 5)]], np.uint8)
    skin = np.array([(152, 92, 62)], np.uint8)
    red, _, blue = shown(skin)[0].astype(int)
    assert red > blue + 60
    assert differ(find_lab(shown(skin)), find_lab(shown(lips)))[0] > 15


@pytest.mark.parametrize("name", CAST)
def test_mouths_are_told_apart_in_256_colours(name: str) -> None:
    seen = {viseme: find_lab(shown(mouth(name, viseme))) for viseme in ("sil", "PP", "FF", "aa", "ou")}
    for one, other in itertools.combinations(seen, 2):
        assert differ(seen[one], seen[other]).mean() > 2, f"{one} looks like {other}"


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield Face(colours="many", id="face")


async def test_the_face_is_drawn_in_sixteen_colours_without_a_pattern() -> None:
    class Sixteen(App[None]):
        def compose(self) -> ComposeResult:
            yield Face(colours="sixteen", id="face")

    app = Sixteen()
    async with app.run_test(size=(20, 10)) as pilot:
        drawing = app.query_one(Face)
        drawing.styles.width, drawing.styles.height = 16, 8
        await pilot.pause()
        drawing.show(16, 16, np.full((16, 16, 4), (224, 176, 128, 255), np.uint8).tobytes())
        await pilot.pause()
        styles = {str(segment.style) for row in range(8) for segment in drawing.render_line(row)}
        assert len(styles) == 1


async def test_the_face_is_drawn_in_numbered_colours_where_there_are_256(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Console, "color_system", property(lambda _: "256"))
    app = Alone()
    async with app.run_test(size=(20, 10)) as pilot:
        drawing = app.query_one(Face)
        drawing.styles.width, drawing.styles.height = 16, 8
        await pilot.pause()
        wall = np.full((16, 16, 4), (152, 88, 64, 255), np.uint8)
        wall[8:] = (192, 64, 112, 255)
        drawing.show(16, 16, wall.tobytes())
        await pilot.pause()
        upper, lower = drawing.render_line(0), drawing.render_line(5)
        for strip, colour in ((upper, wall[0, 0, :3]), (lower, wall[-1, 0, :3])):
            (segment,) = strip
            assert segment.style is not None
            assert segment.style.bgcolor is not None
            assert segment.style.bgcolor.number == Numbering(COLOURS, FIRST).number(colour[None])[0]
