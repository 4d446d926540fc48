"""The tracks in letters: each row a pure function of the state, a cell for each column of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from avatar.editing import doubts, tracks
from avatar.editing.cells import Cell, Line, Piece, fit, joined, spread
from avatar.editing.going import shown_tracks
from avatar.editing.spectrum import find_spectrum
from avatar.editing.state import State
from avatar.lipsync.shown import LETTERS
from avatar.types import FRAME_RATE, Floats, Timed

BLOCKS = " ▁▂▃▄▅▆▇█"
HEAT = " ░▒▓█"
"""Doubt, from none to much."""

PITCHES = 12
"""Steps of loudness that pitches are seen in."""

TOO_WIDE = "Come nearer: +"
"""Where too much is seen to tell pitches apart."""

SURE = 0.15
"""Chance of a wrong mouth below which a place is not marked."""

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0)
"""Seconds between two labels of the ruler."""

APART = 9
"""Columns between two labels of the ruler at least."""

HOURS = 3
"""Columns that the hours of a label take more."""

NARROW = 60
"""Columns of the screen below which labels are short, and acted tracks are left out."""

ACTED = ("expression", "gesture", "look", "head", "brows", "camera")

SHORT = {"doubt": "dbt", "wave": "snd", "spectrum": "ptc", "words": "wrd", "phones": "phn", "mouths": "mth",
         "before": "was", "opening": "opn", "expression": "exp", "gesture": "gst", "look": "lok", "head": "hd",
         "brows": "brw",
         "camera": "cam", "time": "sec", "frames": "frm"}  # fmt: skip
"""Labels of rows where there is little room."""

LONG = {"wave": "sound", "spectrum": "pitches", "before": "was", "time": "seconds", "frames": "frames"}
"""Labels that are not the row's own name."""


class Row(NamedTuple):
    """A row of the screen."""

    name: str
    """A track's, or `time`, `frames`, `doubt`, `wave`, `before`."""
    part: int = 0
    """Which of several lines of the same row this is, from the top."""
    parts: int = 1

    @property
    def track(self) -> str:
        """The track that a press on it chooses; '' for none."""
        return (
            "mouths" if self.name == "before" else self.name if self.name in SHORT and self.name not in _RULERS else ""
        )


_RULERS = ("time", "frames", "doubt", "wave", "spectrum")

ORDER = ("time", "frames", "doubt", "wave", "spectrum", "words", "phones", "mouths", "before", "opening", *ACTED)
"""From top to bottom."""

WANTED: tuple[tuple[str, int], ...] = (
    ("time", 1), ("mouths", 1), ("doubt", 1), ("words", 1), ("wave", 1), ("phones", 1), ("before", 1), ("opening", 1),
    ("spectrum", 3), ("wave", 2), ("mouths", 2), ("opening", 2), ("frames", 1), ("expression", 1), ("gesture", 1),
    ("look", 1), ("wave", 3), ("head", 1), ("brows", 1), ("camera", 1), ("opening", 3), ("wave", 4),
)  # fmt: skip
"""Rows in the order in which they get room, and how many lines they then have."""


def plan(state: State, columns: int, lines: int) -> tuple[Row, ...]:
    """Which rows there are in so many lines of a screen."""
    there = {*shown_tracks(state), *_RULERS, "before"} - (set() if state.spectrum else {"spectrum"})
    if columns < NARROW:
        there -= set(ACTED) - {state.track}
    counts: dict[str, int] = {}
    left = lines
    for name, count in ((state.track, 1), *WANTED):
        more = count - counts.get(name, 0)
        if name in there and 0 < more <= left:
            counts[name] = count
            left -= more
    return tuple(Row(name, part, counts[name]) for name in ORDER for part in range(counts.get(name, 0)))


def label_columns(columns: int) -> int:
    """Columns of the labels at the left of a screen of so many."""
    return 12 if columns >= 80 else 11 if columns >= NARROW else 5


def draw(state: State, row: Row, columns: int, playhead: int = -1) -> Line:
    """A row with its label; `playhead`: its column, as `playhead_column` finds it."""
    view = state.view
    cells = _drawn(row, _Shown(state))
    selection = state.selection
    chosen = (view.column(selection[0]), view.column(selection[1])) if selection else (-1, -1)
    if selection and selection[0] < view.start:
        chosen = (0, chosen[1])
    if row.name in CHOSEN and row.name != state.track:
        chosen = (-1, -1)
    return (_label(state, row, columns), *joined(cells[: view.columns], playhead, chosen))


class _Shown:
    """A state for whoever draws rows: two are the same where nothing differs but the playhead and what is chosen."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._key = (id(state.footage), id(state.edits), state.view, state.place, state.rate, state.paints)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self._key == other._key


@lru_cache(maxsize=64)
def _drawn(row: Row, shown: _Shown) -> tuple[Cell, ...]:
    """A row's cells, kept for as long as nothing in them changes: as the mouse scrubs the playhead alone does."""
    return tuple(_DRAWERS.get(row.name, _named)(shown.state, row))


def playhead_column(state: State) -> int:
    """The column of the playhead, among those of the block that a letter would set."""
    column = state.view.column(state.playhead)
    block = tracks.block_at(state.footage, state.edits, state.track, state.playhead)
    if block is None:
        return column
    first, last = _columns(state, block)
    return max(first, min(last - 1, column))


CHOSEN = ("words", "phones", "mouths", "opening", *ACTED)
"""Rows in which a selection is seen only where they are the chosen track."""


def _label(state: State, row: Row, columns: int) -> Piece:
    room = label_columns(columns)
    name = SHORT[row.name] if columns < NARROW else LONG.get(row.name, row.name)
    if row.part:
        return Piece(" " * room, "label")
    chosen = row.name == state.track
    return Piece(fit(f"{'▸' if chosen else ' '}{name}", room), "label-chosen" if chosen else "label")


# ------------------------------------------------------------------------------------------------------------ rulers


def _time(state: State, row: Row) -> list[Cell]:
    view = state.view
    apart = APART + HOURS * (view.end >= 3600)
    step = next((each for each in STEPS if each / view.cell >= apart), STEPS[-1])
    cells = [Cell(" ", "ruler")] * view.columns
    number = int(view.start / step)
    while (t := number * step) <= view.end:
        _write(cells, view.column(t + 1e-9), f"╵{clock(t, step)}", "ruler")
        number += 1
    return cells


def clock(t: float, step: float = 0.01) -> str:
    """Seconds as a clock shows them, with as many decimals as a step needs; hours where there are any."""
    minutes, seconds = divmod(t + 1e-9, 60.0)
    places = 0 if step >= 1 else 1 if step >= 0.1 else 2
    hours, minutes = divmod(int(minutes), 60)
    return f"{f'{hours}:{minutes:02}' if hours else minutes}:{seconds:0{3 + places if places else 2}.{places}f}"


def _frames(state: State, row: Row) -> list[Cell]:
    view, rate = state.view, state.rate or FRAME_RATE
    cells = [Cell(" ", "ruler")] * view.columns
    every = next((n for n in (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000) if n / rate / view.cell >= 7), 10_000)
    for number in range(int(view.start * rate), int(view.end * rate) + 2):
        column = view.column(number / rate + 1e-9)
        if number % every == 0:
            _write(cells, column, f"╵{number}", "ruler")
        elif 0 <= column < len(cells) and 1 / rate / view.cell >= 2 and cells[column].sign == " ":
            cells[column] = Cell("'", "ruler")
    return cells


def _write(cells: list[Cell], column: int, text: str, style: str) -> None:
    for place, sign in enumerate(spread(text), column):
        if 0 <= place < len(cells):
            cells[place] = Cell(sign, style)


def _doubt(state: State, row: Row) -> list[Cell]:
    view, footage = state.view, state.footage
    levels = _most(footage.doubt, state) if len(footage.doubt) else np.zeros(view.columns, np.float32)
    cells = [Cell(*_heat(float(level))) for level in levels.tolist()]
    for index, place in enumerate(footage.places):
        if place.end < view.start or place.start > view.end:
            continue
        done = doubts.is_done(footage, place, state.edits)
        first, last = max(0, view.column(place.start)), min(view.columns - 1, view.column(place.end - 1e-6))
        for column in range(first, last + 1):
            if done:
                cells[column] = Cell("✓" if column == (first + last) // 2 else "·", "done")
            elif index == state.place:
                cells[column] = Cell("?" if column == (first + last) // 2 else " ", "doubt-now")
            elif not len(footage.doubt):
                rank = 1.0 - index / len(footage.places)
                cells[column] = Cell(*_heat(SURE + rank * (1 - SURE)))
    return cells


def _heat(level: float) -> tuple[str, str]:
    step = 0 if level < SURE else min(4, 1 + int(4 * (level - SURE) / (1 - SURE)))
    return HEAT[step], f"doubt-{step}" if step else ""


def _most(values: Floats, state: State) -> Floats:
    """The most of some values, one a frame, within each column of the view."""
    view = state.view
    places = (view.start + view.cell * np.arange(view.columns + 1)) * FRAME_RATE
    first = np.clip(places[:-1].astype(int), 0, len(values))
    last = np.clip(np.maximum(first + 1, places[1:].astype(int)), 0, len(values))
    if not len(values):
        return np.zeros(view.columns, np.float32)
    inside = first < last
    starts = np.minimum(first, len(values) - 1)
    most = np.maximum.reduceat(values, starts) if (np.diff(starts) > 0).all() else values[starts]
    return np.asarray(np.where(inside, most, 0.0), np.float32)


def _wave(state: State, row: Row) -> list[Cell]:
    return _bars(_most(state.footage.loud, state), row, "wave")


def _spectrum(state: State, row: Row) -> list[Cell]:
    """Pitches: half blocks in colours, or shades; a picture is drawn over what is left free."""
    columns, paints = state.view.columns, state.paints
    levels = find_spectrum(state.footage, state.view, columns, row.parts * (1 if paints == "shades" else 2))
    cells = [Cell(" ", "track")] * columns
    if levels is None:
        _write(cells, 1, TOO_WIDE if row.part == row.parts // 2 else "", "quiet")
    elif paints == "shades":
        return [Cell(HEAT[round(level * 4)], "wave") for level in levels[row.part].tolist()]
    elif paints == "blocks":
        top, bottom = np.round(levels[2 * row.part : 2 * row.part + 2] * PITCHES).astype(int).tolist()
        return [Cell("▀", f"pitch-{high}-{low}") for high, low in zip(top, bottom, strict=True)]
    return cells


def _bars(levels: Floats, row: Row, style: str) -> list[Cell]:
    """Bars of some height, 0 to 1, in so many lines."""
    from_top = row.parts - 1 - row.part
    eighths = np.clip(np.round(levels * 8 * row.parts) - 8 * from_top, 0, 8).astype(int)
    return [Cell(BLOCKS[each], style) for each in eighths.tolist()]


# ------------------------------------------------------------------------------------------------------------- tracks


def _named(state: State, row: Row) -> list[Cell]:
    """Blocks with names in them: words, phones, what is acted."""
    view = state.view
    cells = [Cell(" ", "track")] * view.columns
    for number, block in enumerate(tracks.blocks(state.footage, state.edits, row.name, view.start, view.end)):
        first, last = _columns(state, block)
        if row.name == "phones" and not block.value:
            continue
        style = f"{'phone' if row.name == 'phones' else 'block'}{'-edited' if block.edited else ''}"
        odd = round(block.start * 1000) // 7 % 2 if row.name in ACTED else _parity(state, row.name, block, number)
        name = f" {block.value}" if last - first > len(block.value) and row.name != "phones" else block.value
        signs = [*spread(name), *[" "] * (last - first)][: last - first]
        for column, sign in enumerate(signs, first):
            if 0 <= column < len(cells):
                cells[column] = Cell(sign, f"{style}-odd" if odd else style)
    return cells


def _parity(state: State, track: str, block: tracks.Block, number: int) -> int:
    """Blocks beside each other look different, and each the same wherever the view begins."""
    row: Sequence[Timed] = state.footage.sheet.words if track == "words" else state.footage.sheet.phones or ()
    low, high = 0, len(row)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if row[middle].start <= block.start + 1e-6 else (low, middle)
    return low % 2 if row else number % 2


def _columns(state: State, block: tracks.Block) -> tuple[int, int]:
    """First column of a block, and that after its last: one at least."""
    view = state.view
    first = int((block.start - view.start) / view.cell + 0.5)
    return first, max(first + 1, int((block.end - view.start) / view.cell + 0.5))


def _mouths(state: State, row: Row) -> list[Cell]:
    view = state.view
    cells = [Cell(" ", "track")] * view.columns
    before = ""
    for block in tracks.blocks(state.footage, state.edits, "mouths", view.start, view.end):
        first, last = _columns(state, block)
        style = f"mouth-{block.value or 'X'}{'-edited' if block.edited else ''}"
        middle = max(first, 0) + (min(last, view.columns) - max(first, 0) - 1) // 2
        for column in range(max(0, first), min(last, view.columns)):
            sign = block.value if column == middle and not row.part else " "
            if column == first and last - first > 1 and block.value == before:
                sign = "▏"
            cells[column] = Cell(sign, style)
        before = block.value
    return cells


def _before(state: State, row: Row) -> list[Cell]:
    """The mouths as they were made, below those that are edited."""
    view = state.view
    cells = [Cell(" ", "track")] * view.columns
    spans = [span for span in state.edits.of("mouths") if span.end > view.start and span.start < view.end]
    if not spans and not state.edits.of("phones"):
        return cells
    now = tracks.row_of_letters(state.footage, state.edits, view.start, view.end)
    was = tracks.row_of_letters(state.footage, None, view.start, view.end)
    origin = round(state.footage.stretch(state.footage.clause_at(view.start))[0] * FRAME_RATE)
    other = np.flatnonzero(now[: len(was)] != was[: len(now)])
    columns = ((origin + other) / FRAME_RATE - view.start) / view.cell + 0.5
    places = dict(zip(columns.astype(int).tolist(), was[other].tolist(), strict=True))
    for column in range(view.columns):
        if column in places:
            letter = LETTERS[places[column]]
            sign = letter if places.get(column - 1) != places[column] else " "
            cells[column] = Cell(sign, f"was-{letter}")
    return cells


def _opening(state: State, row: Row) -> list[Cell]:
    view = state.view
    curve = tracks.curve(state.footage, state.edits, view.start, min(view.end, state.footage.duration))
    columns = np.arange(view.columns)
    frames = np.minimum(((columns + 0.5) * view.cell * FRAME_RATE).astype(int), max(0, len(curve) - 1))
    there = view.start + columns * view.cell < state.footage.duration
    levels = np.where(there, curve[frames], 0.0) if len(curve) else np.zeros(view.columns)
    cells = _bars(np.asarray(levels, np.float32), row, "curve")
    for span in state.edits.of("opening"):
        for column in range(max(0, view.column(span.start)), min(view.columns, view.column(span.end) + 1)):
            cells[column] = cells[column]._replace(style="curve-edited")
    return cells


_DRAWERS: Mapping[str, Callable[[State, Row], list[Cell]]] = {
    "time": _time, "frames": _frames, "doubt": _doubt, "wave": _wave, "mouths": _mouths, "before": _before,
    "opening": _opening, "spectrum": _spectrum,
}  # fmt: skip
