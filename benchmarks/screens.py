"""The real chat while somebody types to it: its terminal as Textual exports it, its window on a virtual screen."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
import skia
from numpy.typing import NDArray

from avatar import config as configuration
from avatar.draw import fonts
from avatar.session import Session
from avatar.ui.app import ChatApp
from tests.virtual import Screen, null_sink, virtual_display

EVERY_S = 0.13
"""Between two moments."""
CHARACTER, ROW = 12.2, 24.4
"""Size of a cell in what Textual exports."""
LIT = "#6b452c"
"""A background that only the spoken word has, in the dark theme."""
SCREEN = (1280, 800)


class Line(NamedTuple):
    """Something to type."""

    at: float
    """Seconds from the beginning of the record."""
    text: str


class Moment(NamedTuple):
    """What was to be seen."""

    t: float
    svg: str
    """The terminal."""
    window: NDArray[np.uint8] | None
    """RGB; None without a window."""

    @property
    def lit(self) -> bool:
        """Whether a word is lit as it is spoken."""
        return LIT in self.svg


def record(lines: Sequence[Line], seconds: float, size: tuple[int, int], stage: str) -> list[Moment]:
    """Run a chat with Juno in a terminal of (columns, rows), in a home of its own, and look at it every EVERY_S."""
    with _alone(), null_sink() as sink, virtual_display(*SCREEN) if stage == "window" else nullcontext("") as display:
        os.environ.update(sink.env)
        os.environ["DISPLAY"] = display
        screen = Screen(display) if display else None
        return asyncio.run(_talk(lines, seconds, size, stage, screen))


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody's settings, talks or memory."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as home:
        os.environ.update({"AVATAR_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


async def _talk(
    lines: Sequence[Line], seconds: float, size: tuple[int, int], stage: str, screen: Screen | None
) -> list[Moment]:
    settings = configuration.Config()
    wanted = {"chat.theme": "dark", "stage.mode": stage, "character.name": "juno"}
    for key, value in wanted.items():
        settings = configuration.override(settings, key, value)
    app, seen = ChatApp(settings, Session), []
    async with app.run_test(size=size) as pilot:
        start = time.monotonic()

        async def type_lines() -> None:
            for line in lines:
                await asyncio.sleep(max(0.0, start + line.at - time.monotonic()))
                for key in [*line.text, "enter"]:
                    await pilot.press(NAMES.get(key, key))
                    await asyncio.sleep(TYPED_S)

        typing = asyncio.create_task(type_lines())
        while (t := time.monotonic() - start) < seconds:
            seen.append(Moment(t, app.export_screenshot(), _window(screen) if screen else None))
            await asyncio.sleep(EVERY_S - (time.monotonic() - start) % EVERY_S)
        await typing
    await app.session.close()
    return seen


TYPED_S = 0.05
"""After each key."""
NAMES = {" ": "space", "!": "exclamation_mark", "'": "apostrophe", ".": "full_stop", "?": "question_mark"}
"""What Textual calls keys that have no letter."""


def _window(screen: Screen) -> NDArray[np.uint8] | None:
    """The one window, on a screen that is black otherwise."""
    pixels = screen.grab(*SCREEN)
    rows, columns = np.flatnonzero(pixels.any(axis=(1, 2))), np.flatnonzero(pixels.any(axis=(0, 2)))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy() if len(rows) else None


def terminal(svg: str, scale: float, title: str = "") -> NDArray[np.uint8]:
    """What Textual exported, as a picture, RGB: its cells, and with a title the frame of a window around them."""
    root = ET.fromstring(svg)
    inks = dict(re.findall(r"-(r\d+) \{ fill: (#[0-9a-f]{6})", svg))
    bold = set(re.findall(r"-(r\d+) \{[^}]*font-weight: bold", svg))
    cells = root.findall(".//{*}g[@clip-path]")[0]
    left, top = (9.0, 41.0) if title else (0.0, 0.0)
    _, _, width, height = (float(each) for each in root.attrib["viewBox"].split())
    if not title:
        width, height = width - 19.0, height - 51.0
    picture = np.zeros((round(height * scale), round(width * scale), 4), np.uint8)
    canvas = skia.Canvas(picture)
    canvas.clear(skia.Color(0x15, 0x16, 0x1A))
    canvas.scale(scale, scale)
    if title:
        for number, ink in enumerate((0xFFFF5F57, 0xFFFEBC2E, 0xFF28C840)):
            canvas.drawCircle(26 + 22 * number, 22, 7, skia.Paint(Color=ink, AntiAlias=True))
        font = skia.Font(fonts.manager().matchFamilyStyle("DejaVu Sans", skia.FontStyle.Bold()), 16)
        canvas.drawString(title, (width - font.measureText(title)) / 2, 27, font, skia.Paint(Color=0xFFC5C8C6))
    canvas.translate(left, top)
    for rect in cells.findall("{*}rect"):
        x, y, wide, high = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        canvas.drawRect(skia.Rect.MakeXYWH(x, y - 1.5, wide, high), _paint(rect.attrib["fill"]))
    for text in cells.iter("{http://www.w3.org/2000/svg}text"):
        kind = text.attrib["class"].rsplit("-", 1)[1]
        _write(canvas, text.text or "", float(text.attrib["x"]), float(text.attrib["y"]), inks[kind], kind in bold)
    return picture[:, :, 2::-1].copy() if skia.kN32_ColorType == skia.kBGRA_8888_ColorType else picture[:, :, :3].copy()


def _paint(ink: str) -> skia.Paint:
    return skia.Paint(Color=int(ink[1:7], 16) | 0xFF000000)


def _write(canvas: skia.Canvas, text: str, x: float, y: float, ink: str, bold: bool) -> None:
    """Letters each in its cell, and halves of cells without a gap between them."""
    style = skia.FontStyle.Bold() if bold else skia.FontStyle.Normal()
    font = skia.Font(fonts.manager().matchFamilyStyle("DejaVu Sans Mono", style), 20)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    paint, top = _paint(ink), y - 20.0
    for number, letter in enumerate(text):
        at = x + number * CHARACTER
        if letter in "\u2580\u2584":  # upper and lower half
            half = top if letter == "\u2580" else top + ROW / 2
            canvas.drawRect(skia.Rect.MakeXYWH(at, half, CHARACTER, ROW / 2), paint)
        elif not letter.isspace():
            paint.setAntiAlias(True)
            canvas.drawString(letter, at, y - 2.0, font, paint)
