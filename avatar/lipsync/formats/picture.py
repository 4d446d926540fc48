"""A picture to look at (SVG): words, phones, the letters with their mouths, and how far the lips are open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from avatar.errors import LipSyncError
from avatar.lipsync.doubting import places
from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.lipsync.formats.opening import curve_at
from avatar.lipsync.formats.rhubarb import letters_of, shape_set
from avatar.types import FRAME_RATE, Timed

LONGEST = 600.0
"""Seconds; nobody looks at a longer picture."""

_ROW, _SCALE = 4.0, 300.0
"""Seconds in a row, and units of the picture in a second."""
_LEFT, _TOP = 64, 28
_INK, _PALE, _LINE = "#2b2733", "#8a8494", "#dcd8e2"


class _Mouth(NamedTuple):
    """A letter's mouth as a small drawing: half its width and half its height, where 1 is half of its room."""

    fill: str
    """Behind the letter."""
    width: float
    height: float
    teeth: float = 0.0
    """How much of the height they fill from above."""
    tongue: float = 0.0
    """From below."""


_MOUTHS = {
    "A": _Mouth("#f3c9b8", 0.72, 0.0),
    "B": _Mouth("#f6e3b4", 0.80, 0.26, teeth=1.0),
    "C": _Mouth("#d9e8b8", 0.76, 0.50, teeth=0.34, tongue=0.26),
    "D": _Mouth("#b9e2c4", 0.68, 0.86, teeth=0.22, tongue=0.34),
    "E": _Mouth("#b6e0e2", 0.50, 0.58, teeth=0.16, tongue=0.3),
    "F": _Mouth("#bcd0ee", 0.28, 0.34),
    "G": _Mouth("#d6c6ee", 0.70, 0.24, teeth=0.62),
    "H": _Mouth("#eec6dd", 0.70, 0.56, teeth=0.24, tongue=0.66),
    "X": _Mouth("#f1eff4", 0.64, 0.0),
    "T": _Mouth("#f3dcc0", 0.76, 0.32, teeth=0.42, tongue=0.5),
}


class _Band(NamedTuple):
    """A row's part: its name, where it lies below the row's top, and how high it is."""

    name: str
    y: int
    height: int


_WORDS, _PHONES = _Band("words", 18, 20), _Band("phones", 40, 20)
_LETTERS, _LIPS = _Band("mouth", 62, 54), _Band("opening", 120, 50)
_HEIGHT = 190
_LONG_HOLD = 0.4
"""Seconds from which a mouth that does not move through speech looks frozen."""
_DOUBTED = "#c2410c"
"""Marks what somebody should look at."""


def write(timeline: CueSheet, options: Options) -> str:
    """Raises LipSyncError for what is too long to look at."""
    if timeline.duration > LONGEST:
        raise LipSyncError(
            f"{timeline.duration / 60:.0f} minutes are too long for a picture",
            remedy=f"Cut a part of at most {LONGEST / 60:.0f} minutes.",
        )
    rows = max(1, math.ceil(timeline.duration / _ROW - 1e-6))
    width, height = _LEFT + _ROW * _SCALE + 16, _TOP + rows * _HEIGHT
    letters = [Timed(*cue) for cue in letters_of(timeline, options)]
    rest = shape_set(options.extended).rest
    spoken = [cue.end - cue.start for cue in letters if cue.value != rest]
    track = timeline.track  # drawn at sound time, as the letters are
    opening = curve_at(track, np.arange(len(track.weights)) / FRAME_RATE, options.lead or 0.0)
    marks = places(timeline.doubt) if timeline.doubt is not None else ()
    told = escape(_summary(timeline, spoken, len(marks)))
    body = [f'<text x="{_LEFT}" y="16" font-size="11" fill="{_PALE}">{told}</text>']
    body += [line for row in range(rows) for line in _row(timeline, letters, opening, marks, row)]
    size = f'viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" height="{height}"'
    font = f'font-family="DejaVu Sans, system-ui, sans-serif" font-size="12" fill="{_INK}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {font}>'
    paper = f'<rect width="{width:.0f}" height="{height}" fill="#fffdfa"/>'
    return "\n".join([head, paper, *body, "</svg>\n"])


def _summary(timeline: CueSheet, spoken: Sequence[float], marks: int) -> str:
    """How a mouth was made and how it moves, in a line: what tells a frozen or a flickering one at a glance.

    `spoken`: seconds of each letter that is not the one at rest; `marks`: places that somebody should look at.
    """
    told = [f"made by {timeline.track.rung}"]
    if spoken:
        held = sum(length for length in spoken if length > _LONG_HOLD) / sum(spoken)
        told += [f"{len(spoken) / sum(spoken):.1f} drawings a second of speech", f"{held:.0%} of it held over 0.4 s"]
    if marks:
        told.append(f"{marks} {'place' if marks == 1 else 'places'} to look at, marked ?")
    return " · ".join(told)


def _row(
    timeline: CueSheet, letters: list[Timed], opening: NDArray[np.float32], marks: Sequence[Timed], row: int
) -> Iterator[str]:
    start, end = row * _ROW, min((row + 1) * _ROW, timeline.duration)
    yield f'<g transform="translate({_LEFT} {_TOP + row * _HEIGHT})">'
    for tenth in range(math.ceil(start * 10 - 1e-6), math.floor(end * 10 + 1e-6) + 1):
        x = _x(tenth / 10, start)
        yield f'<path d="M{x:.1f} {12 if tenth % 5 else 8}V{_LIPS.y + _LIPS.height}" stroke="{_LINE}"/>'
        if tenth % 5 == 0:
            yield f'<text x="{x + 3:.1f}" y="11" font-size="10" fill="{_PALE}">{tenth / 10:g} s</text>'
    for band, spans in ((_WORDS, timeline.words), (_PHONES, timeline.phones or ())):
        yield from _spans(band, spans, start, end)
    yield _label(_LETTERS)
    for cue in _within(letters, start, end):
        yield from _letter(cue, start)
    yield from _doubts(marks, start, end)
    yield _label(_LIPS)
    yield from _lips(opening, start, end)
    yield "</g>"


def _x(t: float, start: float) -> float:
    return (t - start) * _SCALE


def _label(band: _Band) -> str:
    y = band.y + band.height / 2 + 4
    return f'<text x="-8" y="{y:.0f}" text-anchor="end" font-size="11" fill="{_PALE}">{band.name}</text>'


def _within(spans: Iterable[Timed], start: float, end: float) -> Iterator[Timed]:
    """The spans that a row shows, cut at its start and end."""
    for span in spans:
        low, high = max(span.start, start), min(span.end, end)
        if high > low:
            yield span._replace(start=low, end=high)


def _spans(band: _Band, spans: Iterable[Timed], start: float, end: float) -> Iterator[str]:
    shown = [span for span in _within(spans, start, end) if span.value]
    if shown:
        yield _label(band)
    for span in shown:
        x, width = _x(span.start, start), (span.end - span.start) * _SCALE
        text = escape("".join(c for c in span.value if c.isprintable()))
        size = min(12.0, 1.7 * width / max(1, len(span.value)))
        yield f'<rect x="{x:.1f}" y="{band.y}" width="{width:.1f}" height="{band.height}" rx="3" fill="#ece9f1"/>'
        if size >= 5:
            middle = f'x="{x + width / 2:.1f}" y="{band.y + band.height / 2 + 4}" text-anchor="middle"'
            yield f'<text {middle} font-size="{size:.1f}">{text}</text>'


def _letter(cue: Timed, start: float) -> Iterator[str]:
    """A letter's ground, its mouth as large as there is room, and its name below."""
    mouth = _MOUTHS[cue.value]
    x, width = _x(cue.start, start), (cue.end - cue.start) * _SCALE
    middle, size = x + width / 2, min(18.0, max(5.0, width / 2 - 1))
    at = f'x="{x + 0.5:.1f}" y="{_LETTERS.y}" width="{max(1.0, width - 1):.1f}" height="{_LETTERS.height}"'
    yield f'<rect {at} rx="3" fill="{mouth.fill}"/>'
    yield from _drawn(mouth, middle, _LETTERS.y + 20, size)
    yield f'<text x="{middle:.1f}" y="{_LETTERS.y + 49}" text-anchor="middle" font-size="11">{cue.value}</text>'


def _doubts(doubts: Iterable[Timed], start: float, end: float) -> Iterator[str]:
    """A bar over the letters that may be wrong; what is doubted is told on pointing at it."""
    for doubt in _within(doubts, start, end):
        x, width = _x(doubt.start, start), (doubt.end - doubt.start) * _SCALE
        title = f"{doubt.start:.2f} s: {escape(doubt.value)}?"
        at = f'x="{x:.1f}" y="{_LETTERS.y - 1}" width="{width:.1f}" height="4"'
        yield f'<rect {at} fill="{_DOUBTED}"><title>{title}</title></rect>'
        middle = f'x="{x + width / 2:.1f}" y="{_LETTERS.y + 12}" text-anchor="middle"'
        yield f'<text {middle} font-size="10" font-weight="bold" fill="{_DOUBTED}">?</text>'


def _drawn(mouth: _Mouth, x: float, y: float, size: float) -> Iterator[str]:
    width, height, lip = mouth.width * size, mouth.height * size, max(1.2, 0.13 * size)
    if not height:  # shut: pressed together, or at rest and a little curved
        bend = 0.0 if mouth is _MOUTHS["A"] else 0.2 * size
        thick = lip * (1.9 if mouth is _MOUTHS["A"] else 1.1)
        path = f"M{x - width:.1f} {y}Q{x:.1f} {y + bend:.1f} {x + width:.1f} {y}"
        yield f'<path d="{path}" fill="none" stroke="#b8484a" stroke-width="{thick:.1f}" stroke-linecap="round"/>'
        return
    yield f'<ellipse cx="{x:.1f}" cy="{y}" rx="{width:.1f}" ry="{height:.1f}" fill="#4a1626"/>'
    if mouth.tongue:
        yield _cap(x, y, width, height, mouth.tongue, below=True, fill="#e07a86")
    if mouth.teeth:
        yield _cap(x, y, width, height, mouth.teeth, below=False, fill="#ffffff")
    edge = f'fill="none" stroke="#b8484a" stroke-width="{lip:.1f}"'
    yield f'<ellipse cx="{x:.1f}" cy="{y}" rx="{width:.1f}" ry="{height:.1f}" {edge}/>'


def _cap(x: float, y: float, width: float, height: float, share: float, *, below: bool, fill: str) -> str:
    """The part of an ellipse that lies within a share of its height from above, or from below."""
    if share >= 1:
        return f'<ellipse cx="{x:.1f}" cy="{y}" rx="{width:.1f}" ry="{height:.1f}" fill="{fill}"/>'
    level = 1 - 2 * share
    half, cut = width * math.sqrt(1 - level * level), y + (height * level if below else -height * level)
    large, sweep = int(share > 0.5), int(not below)
    arc = f"A{width:.1f} {height:.1f} 0 {large} {sweep} {x + half:.1f} {cut:.1f}"
    return f'<path d="M{x - half:.1f} {cut:.1f}{arc}Z" fill="{fill}"/>'


def _lips(opening: NDArray[np.float32], start: float, end: float) -> Iterator[str]:
    first, last = round(start * FRAME_RATE), min(len(opening), round(end * FRAME_RATE) + 1)
    if last - first < 2:
        return
    floor = _LIPS.y + _LIPS.height
    points = [
        f"{_x(i / FRAME_RATE, start):.1f} {floor - min(1.0, max(0.0, float(opening[i]))) * _LIPS.height:.1f}"
        for i in range(first, last)
    ]
    yield (
        f'<path d="M{_x(first / FRAME_RATE, start):.1f} {floor}L{"L".join(points)}'
        f'L{_x((last - 1) / FRAME_RATE, start):.1f} {floor}Z" fill="#e9a0a0" fill-opacity=".55" stroke="#b8484a"/>'
    )


FORMATS = {
    "svg": Format(".svg", write, "a picture to look at: words, phones, mouths"),
}
