"""The face drawn straight into a terminal, for commands that play something without the chat's screen."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal, Protocol, TextIO

import numpy as np
from numpy.typing import NDArray

from avatar.cli.outputs import bare
from avatar.cli.terminal import is_dumb
from avatar.ui import asking, graphics
from avatar.ui.depth import find_depth
from avatar.ui.graphics import Graphics
from avatar.ui.widgets.colours import COLOURS, FIRST, VGA, Numbering, lay_over, number_sixteen, shade_row

if TYPE_CHECKING:
    from avatar.config import Config

ROWS = 18
"""Cells of height at most; half blocks hold two pixels each."""

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"

TRUE = ("truecolor", "24bit")
"""How COLORTERM says that a terminal has all colours."""

SEEN_FROM = 128
"""Opacity from which a pixel is seen: what is behind it belongs to the terminal, which tells no colour."""

UNPAINTED = -1
"""In place of a colour where the terminal's own shows."""

Grade = Literal["none", "eight", "sixteen", "many", "true"]
"""As `depth.Depth`, and whether a terminal of many has all."""

Ask = Callable[[int, int], None]
"""Asks for pictures of so many pixels; 0 by 0 for none."""


class FaceDrawing:
    """Draws pictures over each other in place, on the lines below the cursor."""

    def __init__(
        self,
        out: TextIO = sys.stdout,
        shape: float = 1.0,
        environment: Mapping[str, str] = os.environ,
        graphics: Graphics | None = None,
    ) -> None:
        """`shape`: width over height of the pictures. `environment` says how many colours the terminal has,
        `graphics` what it has beyond characters."""
        self._out = bare(out)
        self._shape = shape
        grade = find_grade(environment)
        pictures = graphics if grade in ("many", "true") else None
        self._canvas: _Canvas = _Pictures(pictures, shape) if pictures else _Blocks(grade, shape)
        self._begun = 0
        """Lines of the picture that stands; 0 for none."""
        self._picture: NDArray[np.uint8] | None = None
        self._size = shutil.get_terminal_size()

    @property
    def rows(self) -> int:
        """Lines that a picture takes."""
        wide = self._shape * self._canvas.cell[1] / self._canvas.cell[0]
        return max(1, min(ROWS, self._size.lines - 2, int(self._size.columns / wide)))

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the pictures that fit."""
        return self._canvas.pixels(self.rows)

    def resized(self) -> bool:
        """Whether the terminal has another size than before: what stands there has been torn by that."""
        size = shutil.get_terminal_size()
        if size == self._size:
            return False
        self._size = size
        self._wipe()
        return True

    def draw(self, width: int, height: int, rgba: bytes) -> None:
        """A picture, RGBA, 8 bits each, rows from the top."""
        if len(rgba) != width * height * 4 or (width, height) != self.pixels:
            return
        self._picture = np.frombuffer(rgba, np.uint8).reshape(height, width, 4)
        self._put("" if self._begun else HIDE)

    def say(self, line: str, err: TextIO) -> None:
        """A line above the picture, which would be torn by one below."""
        self._wipe()
        self._out.flush()
        print(line, file=err, flush=True)
        self._put("")

    def _put(self, start: str) -> None:
        if self._picture is not None:
            self._out.write(start + self._canvas.paint(self._picture, self.rows, anew=not self._begun))
            self._out.flush()
            self._begun = self.rows

    def _wipe(self) -> None:
        if self._begun:
            self._out.write(f"{self._canvas.clear()}\x1b[{self._begun}A\r\x1b[J\x1b[0m")
            self._begun = 0

    def end(self) -> None:
        """Leave the terminal as it was, below the last picture; the next one would be drawn below that."""
        if self._begun:
            self._begun, self._picture = 0, None
            self._out.write("\x1b[0m" + SHOW)
            self._out.flush()


class _Canvas(Protocol):
    """How a picture gets on some lines of a terminal."""

    cell: tuple[float, float]
    """Width and height of a cell, in the same unit."""

    def pixels(self, rows: int) -> tuple[int, int]:
        """Width and height of a picture on so many lines."""

    def paint(self, rgba: NDArray[np.uint8], rows: int, *, anew: bool) -> str:
        """What to write below a picture to replace it, or where none stands (`anew`); then the cursor is below it."""

    def clear(self) -> str:
        """What to write before the lines are wiped."""


class _Blocks:
    """Half blocks: two pixels a cell."""

    cell = (1.0, 2.0)

    def __init__(self, grade: Grade, shape: float) -> None:
        self._painter = CellPainter(grade)
        self._shape = shape

    def pixels(self, rows: int) -> tuple[int, int]:
        return max(1, round(2 * rows * self._shape)), 2 * rows

    def paint(self, rgba: NDArray[np.uint8], rows: int, *, anew: bool) -> str:
        up = "" if anew else f"\x1b[{rows}A"
        return up + "".join(f"\r{line}\x1b[0m\n" for line in self._painter.paint(rgba))

    def clear(self) -> str:
        return ""


class _Pictures:
    """The terminal's own graphics."""

    def __init__(self, graphics: Graphics, shape: float) -> None:
        self.cell: tuple[float, float] = graphics.cell
        self._graphics, self._shape = graphics, shape
        self._drawer = graphics.drawer(os.getpid())
        """With pictures of its own: the last one stays in the terminal, as text does."""

    def pixels(self, rows: int) -> tuple[int, int]:
        return self._graphics.pixels(self._columns(rows), rows)

    def _columns(self, rows: int) -> int:
        return max(1, round(rows * self._shape * self.cell[1] / self.cell[0]))

    def paint(self, rgba: NDArray[np.uint8], rows: int, *, anew: bool) -> str:
        flat = lay_over(rgba, self._graphics.ground, step=1)
        room = self._drawer.clear() + "\n" * rows if anew else ""
        return room + self._drawer.draw(flat, f"\x1b[{rows}A\r", self._columns(rows), rows) + "\r"

    def clear(self) -> str:
        return self._drawer.clear()


class TerminalFace:
    """The face of a stage that opens no window: drawn in the terminal where something can be drawn there, else told of
    once. The one way in which a command tells what it has to say while something plays.
    """

    def __init__(self, config: Config) -> None:
        self._shape = config.stage.width / config.stage.height
        self._told: set[str] = set()
        may_draw = config.stage.mode in ("auto", "terminal") and sys.stdout.isatty() and not is_dumb()
        self._graphics = graphics.detect(typed_ahead=True) if may_draw else None  # before anything else reads from it
        self._drawing = None if config.stage.mode == "none" else self._made()
        """Ready where a picture may be wanted, so that the first word has a face."""

    def _made(self) -> FaceDrawing | None:
        drawn = sys.stdout.isatty() and not is_dumb()
        return FaceDrawing(shape=self._shape, graphics=self._graphics) if drawn else None

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the pictures to ask for; 0 by 0 for none."""
        return self._drawing.pixels if self._drawing else (0, 0)

    def opened(self, mode: str, why: str, ask: Ask) -> None:
        """The stage is open. `mode`: window, terminal or none; `why` it is not what was asked for."""
        if mode in ("window", "none"):
            self._drawing = None
        elif mode == "terminal" and self._drawing is None:
            self._drawing = self._made()
            if self._drawing is not None:
                ask(*self._drawing.pixels)
        unseen = UNSEEN if mode == "terminal" and self._drawing is None else ALONE if mode == "none" and why else ""
        if why or unseen:
            self.tell(" ".join(filter(None, (why, unseen))))

    def draw(self, width: int, height: int, rgba: bytes, ask: Ask) -> None:
        """A picture of the stage."""
        if self._drawing is None:
            return
        if self._drawing.resized():
            ask(*self._drawing.pixels)
        self._drawing.draw(width, height, rgba)

    def tell(self, text: str) -> None:
        """A line to the user, once, however often the stage comes back to it."""
        if text in self._told:
            return
        self._told.add(text)
        self.say(f"avatar: {text}", sys.stderr)

    def say(self, line: str, out: TextIO) -> None:
        """A line to the user that leaves the picture whole."""
        if self._drawing is not None:
            self._drawing.say(line, out)
        else:
            print(line, file=out, flush=True)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._drawing is not None:
            self._drawing.end()
        asking.drop_late()


UNSEEN = "There is no terminal to draw in: sound alone."
ALONE = "There is sound alone."


def find_grade(environment: Mapping[str, str] = os.environ) -> Grade:
    """In how many colours the terminal that `environment` describes is drawn in."""
    depth = find_depth(environment)
    return "true" if depth == "many" and environment.get("COLORTERM", "").lower() in TRUE else depth


class CellPainter:
    """Makes lines of half blocks from pictures."""

    def __init__(self, grade: Grade) -> None:
        self._grade: Grade = grade
        self._numbering = Numbering(COLOURS, FIRST) if grade == "many" else Numbering(VGA.astype(np.uint8), gaudy=True)

    def paint(self, rgba: NDArray[np.uint8]) -> list[str]:
        """Lines of text with control sequences from a picture, shape (2 * lines, columns, 4)."""
        if self._grade == "none":
            return [shade_row(rgba[row : row + 2]) for row in range(0, len(rgba), 2)]
        keys = np.where(rgba[..., 3] < SEEN_FROM, UNPAINTED, self._number(rgba[..., :3])).tolist()
        return [self._line(keys[row], keys[row + 1]) for row in range(0, len(rgba), 2)]

    def _number(self, rgb: NDArray[np.uint8]) -> NDArray[np.int32]:
        if self._grade == "true":
            return rgb.astype(np.int32) @ np.array([65536, 256, 1], np.int32)
        numbers = number_sixteen(rgb)[..., 0] if self._grade == "eight" else self._numbering.number(rgb)
        return numbers.astype(np.int32)

    def _line(self, upper: list[int], lower: list[int]) -> str:
        runs = ((cell, sum(1 for _ in run)) for cell, run in groupby(zip(upper, lower, strict=True)))
        return "".join(_cells(self._grade, top, bottom) + _sign(top, bottom) * count for (top, bottom), count in runs)


def _sign(top: int, bottom: int) -> str:
    if top == bottom:
        return " "
    return "\u2584" if top == UNPAINTED else "\u2580"


@lru_cache(maxsize=32768)
def _cells(grade: Grade, top: int, bottom: int) -> str:
    """What sets the colours of a cell; what is not painted has the terminal's own."""
    fore, back = (bottom, top) if top == UNPAINTED else (top, bottom)
    return f"\x1b[{_code(grade, fore, 38)};{_code(grade, back, 48)}m"


def _code(grade: Grade, key: int, ground: int) -> str:
    """The code of a colour for letters (`ground` 38) or behind them (48)."""
    if key == UNPAINTED:
        return str(ground + 1)
    if grade == "true":
        return f"{ground};2;{key >> 16};{key >> 8 & 255};{key & 255}"
    if grade == "many":
        return f"{ground};5;{key}"
    return str(ground - 8 + key if key < 8 else ground + 52 + key - 8)
