"""The character's face in the terminal: pictures from the stage as graphics where the terminal has them, else as
half blocks, two pixels a cell.

Only cells that changed are drawn again. Where a terminal has 256 colours or sixteen, those that look most alike are
chosen; the Linux console, which has eight behind letters, mixes them; where none are wanted, shades of blocks draw it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.events import MouseDown
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from avatar.runs import find_runs
from avatar.ui.depth import Depth
from avatar.ui.graphics import RESTORE, SAVE, Drawer, Graphics, move_to
from avatar.ui.widgets.colours import COLOURS, FIRST, VGA, Numbering, lay_over, number_sixteen, shade_row

UPPER_HALF = "▀"
AT_ONCE, NOW = "\x1b[?2026h", "\x1b[?2026l"
"""Terminals that know these two sequences show all that is written between them in one go."""


def fit_picture(rgba: NDArray[np.uint8], columns: int, rows: int) -> NDArray[np.uint8]:
    """A picture, shape (height, width, 4), shrunk or grown into columns x rows cells of 1 x 2 pixels, centred.

    Its proportions stay; what it leaves free is transparent. Shape (2 * rows, columns, 4).
    """
    height, width = rgba.shape[:2]
    scale = min(columns / width, 2 * rows / height)
    new_width, new_height = max(1, round(width * scale)), max(1, round(height * scale))
    small = _resized(rgba, new_width, new_height)
    out = np.zeros((2 * rows, columns, 4), np.uint8)
    top, left = 2 * rows - new_height, (columns - new_width) // 2
    out[top:, left : left + new_width] = small
    return out


def _resized(rgba: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """A picture in another size: pixels that fall into the same new one are averaged, or a pixel is repeated."""
    if (height, width) == rgba.shape[:2]:
        return rgba
    down: NDArray[np.float32] = rgba.astype(np.float32)
    down[..., :3] *= down[..., 3:] / 255.0
    for axis, size in ((0, height), (1, width)):
        old = down.shape[axis]
        edges = (np.arange(size) * old) // size
        if size < old:
            counts = np.diff(np.append(edges, old)).astype(np.float32)
            sums = np.add.reduceat(down, edges, axis=axis)
            down = (sums / counts.reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))).astype(np.float32)
        else:
            down = np.take(down, edges, axis=axis)
    alpha = np.maximum(down[..., 3:], 1e-3)
    down[..., :3] *= 255.0 / alpha
    result: NDArray[np.uint8] = np.clip(down + 0.5, 0, 255).astype(np.uint8)
    return result


@lru_cache(maxsize=16384)
def _style(top: int, bottom: int) -> Style:
    """Style of a half block by its two colours as 0xRRGGBB."""
    return Style.parse(f"#{top:06x} on #{bottom:06x}")


def draw_block_row(pixels: NDArray[np.uint8]) -> list[Segment]:
    """Segments of one row of cells from two rows of pixels, shape (2, columns, 3)."""
    packed = pixels.astype(np.int32) @ np.array([65536, 256, 1], np.int32)
    pairs = zip(packed[0].tolist(), packed[1].tolist(), strict=True)
    return [
        Segment((" " if top == bottom else UPPER_HALF) * sum(1 for _ in run), _style(top, bottom))
        for (top, bottom), run in groupby(pairs)
    ]


def draw_shade_row(pixels: NDArray[np.uint8]) -> list[Segment]:
    """Segments of one row of cells without any colour, from two rows of RGBA pixels, shape (2, columns, 4)."""
    return [Segment(shade_row(pixels), Style.null())]


def draw_numbered_row(numbers: NDArray[np.uint8]) -> list[Segment]:
    """Segments of one row of cells from two rows of numbers, shape (2, columns, 1)."""
    pairs = zip(numbers[0, :, 0].tolist(), numbers[1, :, 0].tolist(), strict=True)
    return [
        Segment((" " if top == bottom else UPPER_HALF) * sum(1 for _ in run), _numbered(top, bottom))
        for (top, bottom), run in groupby(pairs)
    ]


@lru_cache(maxsize=16384)
def _numbered(top: int, bottom: int) -> Style:
    return Style.parse(f"color({top}) on color({bottom})")


class Face(Widget):
    """Shows the last picture that the stage sent.

    While nothing lies over it, what changes is written straight to the terminal, between Textual's own frames: to lay
    out the whole screen anew for each picture costs several times as much.
    """

    @dataclass
    class Resized(Message):
        """The face has room for a picture of so many pixels; 0 by 0 if none can be seen."""

        width: int
        height: int
        whose: str = ""
        """The id of the widget."""

    @dataclass
    class Poked(Message):
        """The mouse's button came down on the face: shares of it, from its left top."""

        x: float
        y: float

    def __init__(
        self,
        *,
        colours: Depth,
        graphics: Graphics | None = None,
        id: str,  # noqa: A002  Textual's
    ) -> None:
        """`graphics`: what the terminal has beyond characters."""
        super().__init__(id=id)
        self._colours = colours
        self._numbering = (
            Numbering(COLOURS, FIRST) if colours == "many" else Numbering(VGA.astype(np.uint8), gaudy=True)
        )
        self._graphics = graphics if colours == "many" else None
        self._drawer: Drawer | None = self._graphics.drawer() if self._graphics else None
        self._drawn = False
        """Whether the drawer's picture is on the screen."""
        self._picture: NDArray[np.uint8] | None = None
        self._pixels: NDArray[np.uint8] | None = None

    def show(self, width: int, height: int, rgba: bytes) -> None:
        """A new picture: RGBA, 8 bits each, rows from the top."""
        if len(rgba) != width * height * 4 or not rgba:
            return
        self._picture = np.frombuffer(rgba, np.uint8).reshape(height, width, 4)
        if self._drawer is not None:
            self._draw()
            return
        old, self._pixels = self._pixels, self._prepared()
        if old is None or self._pixels is None or old.shape != self._pixels.shape:
            self.refresh()
            return
        changed = (old != self._pixels).reshape(len(old) // 2, 2, -1, old.shape[2]).any(axis=(1, 3))
        if not changed.any():
            return
        true = self._colours == "many" and self.app.console.color_system == "truecolor"
        place = self._uncovered() if true else None
        if place is not None:
            self._write(write_blocks(self._pixels, changed, place.x, place.y))
            return
        for start, end in find_runs(changed.any(axis=1)):
            self.refresh(Region(0, start, self.size.width, end - start))

    def clear(self) -> None:
        """No picture."""
        self._picture = self._pixels = None
        self._wipe()
        self.refresh()

    def on_resize(self) -> None:
        self._pixels = self._prepared()
        self._wipe()
        self.refresh()
        width, height = self.size.width, 2 * self.size.height
        if self._graphics is not None:
            width, height = self._graphics.pixels(*self.size)
        self.post_message(self.Resized(width, height, str(self.id)))

    def come_back(self) -> None:
        """The terminal was somebody else's: whatever was drawn there is gone."""
        self._drawn = False
        self.on_resize()

    def find_share(self, x: float, y: float) -> tuple[float, float] | None:
        """A cell of the screen in shares of the face, beyond 0 and 1 beside it; None while no face is shown."""
        region = self.region
        if self._picture is None or not region.width or not region.height:
            return None
        return (x + 0.5 - region.x) / region.width, (y + 0.5 - region.y) / region.height

    def on_mouse_down(self, event: MouseDown) -> None:
        place = self.find_share(event.screen_x, event.screen_y)
        if event.button == 1 and place is not None:
            self.post_message(self.Poked(*place))

    def on_hide(self) -> None:
        self._wipe()

    def on_unmount(self) -> None:
        self._wipe()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._pixels = self._prepared()
        self.refresh()

    def _prepared(self) -> NDArray[np.uint8] | None:
        if self._picture is None or not self.size.width or not self.size.height or self._drawer is not None:
            return None
        small = fit_picture(self._picture, self.size.width, self.size.height)
        match self._colours:
            case "none":
                return small
            case "eight":
                return number_sixteen(lay_over(small, (0, 0, 0), step=1))
            case "sixteen":
                sixteen = self._numbering.number(lay_over(small, (0, 0, 0)))
                return sixteen[..., None]
        behind = self.background_colors[1]
        flat = lay_over(small, behind.rgb)
        if not self._limited:
            return flat
        numbers = self._numbering.number(flat)
        # Around the picture the screen's own ground goes on, as Textual has it.
        numbers[small[..., 3] == 0] = behind.rich_color.downgrade(ColorSystem.EIGHT_BIT).number or 0
        return numbers[..., None]

    @property
    def _limited(self) -> bool:
        """Whether the terminal has 256 colours and no more."""
        return self._colours == "many" and self.app.console.color_system == "256"

    # ---- straight to the terminal

    def _uncovered(self) -> Region | None:
        """The face's place on the screen; None where something hides a part of it or lies over it."""
        screen = self.screen
        if screen is not self.app.screen or self.app._driver is None:
            return None
        shown = screen._compositor.visible_widgets
        if self not in shown:
            return None
        region, clip = shown[self]
        if not region.area or not clip.contains_region(region):
            return None
        beneath = {self, *self.ancestors}
        over_it = (each for widget, (each, seen) in shown.items() if widget not in beneath and widget.visible)
        return None if any(each.overlaps(region) for each in over_it) else region

    def _write(self, text: str) -> None:
        if self.app._driver is not None and text:
            self.app._driver.write(f"{AT_ONCE}{text}{NOW}")

    def _draw(self) -> None:
        """Draws the picture with the terminal's graphics."""
        place = self._uncovered()
        if place is None or self._picture is None or self._drawer is None:
            self._wipe()
            return
        flat = lay_over(self._picture, self.background_colors[1].rgb, step=1)
        self._drawn = True
        self._write(self._drawer.draw(flat, move_to(place.x, place.y), place.width, place.height))

    def _wipe(self) -> None:
        if self._drawn and self._drawer is not None:
            self._drawn = False
            self._write(self._drawer.clear())

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._drawer is not None and (crop.height > 1 or self.size.height == 1):
            # Textual writes these cells anew, from its cache or not: what was drawn over them is gone after that. For a
            # single line it only looks what the mouse points at.
            self._wipe()
            self.call_after_refresh(self._draw)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        if self._pixels is None or 2 * y + 1 >= len(self._pixels):
            return Strip.blank(self.size.width, self.rich_style)
        rows = self._pixels[2 * y : 2 * y + 2]
        return Strip(self._draw_row(rows), self.size.width)

    def _draw_row(self, rows: NDArray[np.uint8]) -> list[Segment]:
        if self._colours == "none":
            return draw_shade_row(rows)
        numbered = self._colours != "many" or self._limited
        return draw_numbered_row(rows) if numbered else draw_block_row(rows)


def write_blocks(pixels: NDArray[np.uint8], changed: NDArray[np.bool_], column: int, row: int) -> str:
    """What to write for the changed cells of a picture, shape (2 * rows, columns, 3); `column`, `row`: its top left."""
    packed = pixels.astype(np.int64) @ np.array([65536, 256, 1], np.int64)
    cells = ((packed[0::2] << 24) | packed[1::2]).tolist()
    out = [SAVE]
    for y in np.flatnonzero(changed.any(axis=1)).tolist():
        for start, end in find_runs(changed[y]):
            out.append(f"\x1b[{row + y + 1};{column + start + 1}H")
            out += [_sequence(cell, len(list(run))) for cell, run in groupby(cells[y][start:end])]
    return "".join((*out, RESTORE))


@lru_cache(maxsize=32768)
def _sequence(cell: int, count: int) -> str:
    """So many cells of the same two colours, 0xRRGGBB of the upper and of the lower half."""
    top, bottom = divmod(cell, 1 << 24)
    upper, lower = (f"{colour >> 16};{colour >> 8 & 255};{colour & 255}" for colour in (top, bottom))
    text = (" " if top == bottom else UPPER_HALF) * count
    return f"\x1b[0;38;2;{upper};48;2;{lower}m{text}"
