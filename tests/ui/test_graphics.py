"""Pictures for terminals that can show them, read back as a terminal would."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import numpy as np
import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Label

from avatar.ui.asking import describe, drop_answers, may_ask_kitty
from avatar.ui.graphics import COLOURS, Graphics, Kitty, Sixel, move_to, read_answer
from avatar.ui.widgets.face import Face, write_blocks

CELL = (10, 20)


def picture(seed: int = 0, width: int = 80, height: int = 60) -> np.ndarray:
    """A few flat colours with a dark square somewhere."""
    random = np.random.default_rng(seed)
    out = np.zeros((height, width, 3), np.uint8)
    out[:] = (66, 132, 197)
    out[height // 2 :] = (197, 66, 66)
    y, x = random.integers(0, height - 20), random.integers(0, width - 20)
    out[y : y + 20, x : x + 20] = (16, 16, 16)
    return out


def shown_by_sixels(text: str, screen: np.ndarray) -> None:
    """Draws what is between the cursor's move and the end, as a terminal does."""
    found = re.fullmatch(r"\x1b7\x1b\[(\d+);(\d+)H\x1bP0;1;0q(.*)\x1b\\\x1b8", text, re.DOTALL)
    assert found, text[:40]
    top, left = (int(found[1]) - 1) * CELL[1], (int(found[2]) - 1) * CELL[0]
    colours: dict[str, tuple[int, ...]] = {}
    x, colour = left, "0"
    for token in re.finditer(r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|([-$])|(?:!(\d+))?([?-~])", found[3]):
        if token[1]:
            colours[token[1]] = tuple(round(int(token[part]) * 2.55) for part in (2, 3, 4))
        elif token[5]:
            colour = token[5]
        elif token[6]:
            x = left
            top += 6 * (token[6] == "-")
        else:
            count, bits = int(token[7] or 1), ord(token[8]) - 63
            for line in range(6):
                if bits >> line & 1:
                    screen[top + line, x : x + count] = colours[colour]
            x += count


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;4c", "kitty"),
        (b"\x1b[6;20;10t\x1b[?62;4;22c", "sixel"),
        (b"\x1b[6;20;10t\x1b[?62;22c", None),
        (b"\x1b_Gi=31;EINVAL:no\x1b\\\x1b[6;20;10t\x1b[?4;22c", None),
        (b"\x1b_Gi=31;OK\x1b\\\x1b[?62c", None),
        (b"\x1b[6;0;0t\x1b[?62;4c", None),
        (b"", None),
        (b"typed ahead", None),
    ],
)
def test_a_terminal_says_what_it_can(answer: bytes, kind: str | None) -> None:
    found = read_answer(answer)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("answer", "environment", "may"),
    [
        (b"\x1b[?62;c", {"TERM": "xterm-kitty"}, True),
        (b"\x1b[6;20;10t\x1b[?65;4;6;18;22c", {"TERM": "xterm-256color"}, True),
        (b"\x1b[?62;c", {"TERM": "tmux-256color"}, False),
        (b"\x1b[?62;c", {"TERM": "screen.xterm-256color"}, False),
        (b"\x1b[?62;c", {"TERM": "xterm-256color", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        (b"\x1b[?1;2c", {"TERM": "xterm-256color"}, False),
        (b"\x1b[?6c", {"TERM": "linux"}, False),
        (b"", {"TERM": "xterm-kitty"}, False),
    ],
)
def test_kittys_question_is_put_to_none_that_would_show_it(
    answer: bytes, environment: dict[str, str], may: bool
) -> None:
    """In tmux it became the pane's title, over ssh too, where only the terminal's own answer tells of tmux."""
    assert may_ask_kitty(answer, environment) is may


@pytest.mark.parametrize(
    ("answer", "environment", "found"),
    [
        (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?64c", {"TERM": "xterm-256color"}, {"COLORFGBG": "0;15"}),
        (b"\x1b]11;rgb:1d/20/21\x07\x1b[?62c", {"TERM": "foot", "COLORFGBG": "0;15"}, {"COLORFGBG": "15;0"}),
        (b"\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b[?64c", {"TERM": "xterm"}, {"TERM": "xterm-256color"}),
        (b"\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b[?64c", {"TERM": "xterm-kitty"}, {}),
        (b"\x1b]4;231;rgb:ffff/ffff/ffff\x1b\\\x1b[?64c", {"TERM": "xterm-16color"}, {}),
        (b"\x1b[?64c", {"TERM": "xterm"}, {}),
        (b"\x1b]11;rgb:zz/1/2\x1b\\", {"TERM": "xterm"}, {}),
        (b"", {}, {}),
    ],
)
def test_the_ground_and_the_colours_are_asked_for(
    answer: bytes, environment: dict[str, str], found: dict[str, str]
) -> None:
    """An xterm is white with 256 colours, and says neither in its name."""
    assert describe(answer, environment) == found


def test_answers_that_come_late_are_not_typed() -> None:
    late = "\x1b[6;20;10t\x1b[?62;4;22c\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b]4;231;rgb:ff/ff/ff\x07\x1b_Gi=31;OK\x1b\\"
    assert drop_answers(f"he{late}llo") == "hello"
    for typed in ("hello", "\x1b[A", "\x1b", "\x1b[200~[6;20;10t\x1b[201~", "\x1b[6~", "\x1b[<0;6;20M"):
        assert drop_answers(typed) == typed


def test_the_size_of_cells_may_come_from_the_system() -> None:
    assert read_answer(b"\x1b[?64;4c", (9, 18)) == Graphics("sixel", (9, 18))


def test_sixels_show_the_picture_and_then_the_next() -> None:
    screen = np.zeros((200, 200, 3), np.uint8)
    drawer = Sixel(CELL)
    sizes = []
    for seed in range(4):
        text = drawer.draw(picture(seed), move_to(3, 2), 8, 3)
        sizes.append(len(text))
        shown_by_sixels(text, screen)
        assert np.abs(screen[40:100, 30:110].astype(int) - picture(seed)).max() < 12
    assert not screen[:40].any()
    assert not screen[:, 110:].any()
    assert drawer.draw(picture(3), move_to(3, 2), 8, 3) == ""
    assert drawer.draw(picture(3), move_to(4, 2), 8, 3) != ""


def test_other_colours_get_another_palette() -> None:
    screen = np.zeros((200, 200, 3), np.uint8)
    drawer = Sixel(CELL)
    drawer.draw(picture(), move_to(0, 0), 8, 3)
    shown_by_sixels(drawer.draw(255 - picture(), move_to(0, 0), 8, 3), screen)
    assert np.abs(screen[:60, :80].astype(int) - (255 - picture())).max() < 12


def test_more_colours_than_there_are_become_the_nearest() -> None:
    screen = np.zeros((200, 200, 3), np.uint8)
    ramp = np.zeros((60, 80, 3), np.uint8)
    ramp[..., 0] = np.arange(80) * 3
    ramp[..., 1] = np.arange(60)[:, None] * 4
    text = Sixel(CELL).draw(ramp, move_to(0, 0), 8, 3)
    shown_by_sixels(text, screen)
    assert len(set(re.findall(r"#(\d+)", text))) <= COLOURS
    assert np.abs(screen[:60, :80].astype(int) - ramp).mean() < 40


def test_large_sixels_are_made_of_larger_pixels() -> None:
    graphics = Graphics("sixel", CELL)
    width, height = graphics.pixels(40, 20)
    assert (width, height) == (200, 200)
    screen = np.zeros((420, 420, 3), np.uint8)
    small = picture(1, width, height)
    shown_by_sixels(Sixel(CELL).draw(small, move_to(0, 0), 40, 20), screen)
    assert np.abs(screen[:400, :400].astype(int) - small.repeat(2, 0).repeat(2, 1)).max() < 12


def kitty_pictures(text: str) -> tuple[list[tuple[dict[str, str], bytes]], list[str]]:
    """What is placed, and the ids of what is deleted."""
    placed: list[tuple[dict[str, str], str]] = []
    gone = []
    for keys, data in re.findall(r"\x1b_G([^;\x1b]*);?([^\x1b]*)\x1b\\", text):
        table = dict(key.split("=") for key in keys.split(","))
        if table.get("a") == "d":
            gone.append(table["i"])
        elif table.get("a") == "T":
            placed.append((table, data))
        else:
            placed[-1] = (placed[-1][0], placed[-1][1] + data)
    return [(table, zlib.decompress(base64.b64decode(data))) for table, data in placed], gone


def test_kittys_pictures_are_whole_and_the_one_before_goes() -> None:
    drawer = Kitty()
    noise = np.random.default_rng(1).integers(0, 256, (60, 80, 3)).astype(np.uint8)
    ids = []
    for _ in range(3):
        text = drawer.draw(noise, move_to(5, 6), 8, 3)
        assert text.startswith("\x1b7\x1b[7;6H")
        assert max(map(len, re.findall(r";([^;\x1b]*)\x1b\\", text))) <= 4096
        ((table, data),), gone = kitty_pictures(text)
        assert (table["s"], table["v"], table["c"], table["r"]) == ("80", "60", "8", "3")
        assert data == noise.tobytes()
        assert gone == ids[-1:] or not ids
        ids.append(table["i"])
    assert len(set(ids)) == 2
    assert set(kitty_pictures(drawer.clear())[1]) == set(ids)


def test_only_changed_cells_are_written() -> None:
    pixels = np.full((4, 6, 3), 8, np.uint8)
    pixels[1, 2] = (200, 100, 0)
    changed = np.zeros((2, 6), bool)
    changed[0, 2] = changed[0, 3] = True
    text = write_blocks(pixels, changed, 10, 5)
    assert text == "\x1b7\x1b[6;13H\x1b[0;38;2;8;8;8;48;2;200;100;0m▀\x1b[0;38;2;8;8;8;48;2;8;8;8m \x1b8"


class Cover(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Label("covered")


class Chat(App[None]):
    CSS = "Face { width: 8; height: 4; }"

    def __init__(self, graphics: Graphics | None) -> None:
        super().__init__()
        self._graphics = graphics
        self.written: list[str] = []

    def compose(self) -> ComposeResult:
        yield Face(colours="many", graphics=self._graphics, id="face")

    def send(self, seed: int) -> None:
        rgba = np.dstack([picture(seed), np.full((60, 80), 255, np.uint8)])
        self.query_one(Face).show(80, 60, rgba.tobytes())


@asynccontextmanager
async def chatting(
    graphics: Graphics | None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Chat, Pilot[None]]]:
    app = Chat(graphics)
    async with app.run_test(size=(40, 12)) as pilot:
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", app.written.append)
        app.send(0)
        await pilot.pause()
        yield app, pilot


def drawn(app: Chat) -> list[str]:
    """What was written past Textual since last asked."""
    found = [text for text in app.written if "\x1b7" in text or "\x1b_G" in text]
    app.written.clear()
    return found


@pytest.mark.parametrize("graphics", [Graphics("kitty", CELL), Graphics("sixel", CELL), None])
async def test_the_face_is_drawn_where_it_is_to_be_seen(graphics: Graphics | None,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    async with chatting(graphics, monkeypatch) as (app, pilot):
        drawn(app)
        app.send(1)
        assert len(drawn(app)) == 1
        await app.push_screen(Cover())
        await pilot.pause()
        drawn(app)
        app.send(2)
        assert all("a=T" not in text and "\x1bP" not in text and "▀" not in text for text in drawn(app))
        app.pop_screen()
        await pilot.pause()
        drawn(app)
        app.send(3)
        assert len(drawn(app)) == 1


async def test_a_picture_whose_cells_are_written_anew_is_drawn_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual writes them out of its cache where something lay over them, after the next picture has come or before."""
    async with chatting(Graphics("sixel", CELL), monkeypatch) as (app, pilot):
        drawn(app)
        app.send(1)
        (change,) = drawn(app)
        app.query_one(Face).render_lines(Region(0, 0, 8, 4))
        await pilot.pause()
        (whole,) = drawn(app)
        assert "#0!80~" in whole
        assert "#0!80~" not in change
        app.query_one(Face).render_lines(Region(0, 2, 8, 1))
        await pilot.pause()
        assert drawn(app) == [], "the mouse goes over it"


async def test_kittys_picture_goes_when_something_lies_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with chatting(Graphics("kitty", CELL), monkeypatch) as (app, _):
        app.send(1)
        drawn(app)
        await app.push_screen(Cover())
        app.send(2)
        found = drawn(app)
        assert any("a=d" in text for text in found)
        assert not any("a=T" in text for text in found)
