"""Lines of styled text: what the editor's rows are made of. The screen alone knows what a style looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from avatar.text.inert import inert


class Piece(NamedTuple):
    """Some text of one style."""

    text: str
    style: str = ""
    over: str = ""
    """What lies over it: `playhead`, `selected`, both with a space between, or nothing."""


Line = tuple[Piece, ...]


class Cell(NamedTuple):
    """One column: its letter ('' for the second column of a wide one) and its style."""

    sign: str = " "
    style: str = ""


def spread(text: str) -> Iterator[str]:
    """The text column by column, without what does things to a terminal: a wide letter takes two, and '' is its
    second."""
    for letter in inert(text):
        if combining(letter) or letter in "\u200d\ufe0f":
            continue
        yield letter
        if east_asian_width(letter) in "WF":
            yield ""


def width(text: str) -> int:
    """Columns that a text takes."""
    return sum(1 for _ in spread(text))


def fit(text: str, columns: int) -> str:
    """The text in so many columns: cut short, or with blanks after it."""
    signs = list(spread(text))[: max(0, columns)]
    if len(signs) == columns and signs and signs[-1] != "" and east_asian_width(signs[-1]) in "WF":
        signs[-1] = " "
    return "".join(signs) + " " * (columns - len(signs))


def joined(cells: Iterable[Cell], playhead: int = -1, selected: tuple[int, int] = (-1, -1)) -> Line:
    """Cells as pieces, with the column of the playhead and a stretch that is selected, up to before its second."""

    def kind(pair: tuple[int, Cell]) -> tuple[str, str]:
        number, cell = pair
        over = "playhead" if number == playhead else ""
        if selected[0] <= number < selected[1]:
            over = f"{over} selected".strip()
        return cell.style, over

    return tuple(
        Piece("".join(cell.sign for _, cell in run), style, over)
        for (style, over), run in groupby(enumerate(cells), kind)
    )


def length(line: Line) -> int:
    """Columns that a line takes."""
    return sum(width(piece.text) for piece in line)


def padded(line: Line, columns: int) -> Line:
    """A line cut or filled to so many columns."""
    out, left = [], columns
    for piece in line:
        if left <= 0:
            break
        text = fit(piece.text, min(left, width(piece.text)))
        out.append(piece._replace(text=text))
        left -= width(text)
    return (*out, Piece(" " * left)) if left > 0 else tuple(out)
