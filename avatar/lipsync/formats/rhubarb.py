"""Rhubarb Lip Sync's letters, and its JSON, TSV and XML, as version 1.14 writes them.

A lips pressed together (P B M), B teeth together (most consonants, EE), C open (EH, AE), D wide open (AA), E slightly
rounded (AO, ER), F puckered (UW, OW, W); and the extended ones: G teeth on the lip (F, V), H tongue raised (L), X idle.
Letters are written at sound time, in hundredths of a second. Source: Rhubarb's README and exporters.

One letter is ours, and only written where it is asked for: T, the tongue's tip between the teeth (TH), which stands for
a part of B.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options, shapes_of
from avatar.lipsync.shapes import HOLD, MouthCue, ShapeSet, cues
from avatar.lipsync.visemes import targets
from avatar.types import FRAME_RATE, MouthTrack, Timed

_ASKS: dict[str, dict[str, float]] = {
    "sil": {"X": 1.3},  # the mouth opens a little before it speaks, which is too little for a letter
    "PP": {"A": 0.15},  # lips on their way to a closure are not shut yet
    "FF": {"G": 0.15},
    "TH": {"B": 1.0},
    "DD": {"B": 1.0, "H": -0.6},
    "kk": {"B": 1.0},
    "CH": {"B": 1.0},
    "SS": {"B": 1.0},
    "nn": {"H": 1.0, "B": 0.7},
    "RR": {"E": 1.0},
    "aa": {"D": 1.0},
    "E": {"C": 1.0},
    "ih": {"B": 1.0},
    "oh": {"E": 1.0},
    "ou": {"F": 1.0},
}

_BASIC = {"G": "A", "H": "C", "X": "A"}
"""What stands in for an extended shape that was not drawn: Rhubarb's `getBasicShape` (animationRules.cpp)."""

EXTENDED = "GHX"

TONGUE = "T"
_BETWEEN_TEETH = frozenset("θð")
_STRONGER = frozenset("AG")
"""Letters that a tongue between the teeth does not replace: lips that are shut or bitten hide it."""


def shape_set(extended: str = EXTENDED) -> ShapeSet:
    """The six basic letters with those of the extended ones (`GHX` and `T`, any of them or '') that are drawn.

    Raises LipSyncError for a letter that is no extended shape.
    """
    wanted = extended.upper()
    if set(wanted) - set("ABCDEF" + EXTENDED + TONGUE):  # the basic ones may be named, as Rhubarb lets them
        raise LipSyncError(f"{extended!r} holds more than mouth shapes", remedy="Use letters of GHX and T, or none.")
    instead = {shape: basic for shape, basic in _BASIC.items() if shape not in wanted}
    rows = {**_ASKS, "TH": {TONGUE: 1.0}} if TONGUE in wanted else _ASKS
    asks = {
        viseme: {instead.get(shape, shape): amount for shape, amount in sorted(row.items(), key=lambda item: item[1])}
        for viseme, row in rows.items()
    }
    return ShapeSet(asks, instead.get("X", "X"), frozenset({"A", "G"} - instead.keys()))


def letters(
    track: MouthTrack, *, extended: str = EXTENDED, lead: float = 0.0, hold: float = HOLD
) -> tuple[MouthCue, ...]:
    """A mouth as Rhubarb's letters, at sound time (`lead` seconds ahead of it)."""
    return cues(track, shape_set(extended), lead=lead, hold=hold)


def letters_of(timeline: CueSheet, options: Options) -> tuple[MouthCue, ...]:
    """The letters of a timeline. Where T is drawn and the phones are known, each TH shows it, for `hold` at least."""
    shapes = shape_set(options.extended)
    held = shapes_of(timeline, shapes, options)
    if TONGUE not in shapes.names or not timeline.phones or not held:
        return held
    line = [cue.value for cue in held for _ in range(round((cue.end - cue.start) * FRAME_RATE))]
    for start, end in _between_teeth(timeline.phones):
        wider = max(0.0, options.hold - (end - start)) / 2
        first, last = (round((t - (options.lead or 0.0)) * FRAME_RATE) for t in (start - wider, end + wider))
        for frame in range(max(0, first), min(last, len(line))):
            if line[frame] not in _STRONGER:
                line[frame] = TONGUE
    least = round(options.hold * FRAME_RATE)
    for a, b in _runs(line):  # what the tongue left too little of to be seen
        if b - a < least and line[a] not in _STRONGER and TONGUE in (line[a - 1 : a] + line[b : b + 1]):
            line[a:b] = TONGUE * (b - a)
    return tuple(MouthCue(a / FRAME_RATE, b / FRAME_RATE, line[a]) for a, b in _runs(line))


def _runs(line: list[str]) -> list[tuple[int, int]]:
    """First frame of each run of one letter, and the frame after its last."""
    edges = [0, *(i for i in range(1, len(line)) if line[i] != line[i - 1]), len(line)]
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _between_teeth(phones: Iterable[Timed]) -> Iterator[tuple[float, float]]:
    """Start and end of each sound with the tongue between the teeth."""
    for phone in phones:
        at = phone.start
        for target in targets(phone.value):
            end = at + target.share * (phone.end - phone.start)
            if target.letter in _BETWEEN_TEETH:
                yield at, end
            at = end


def _whole(timeline: CueSheet, options: Options) -> tuple[tuple[MouthCue, ...], float, str]:
    """The letters, the duration cut to hundredths, and the letter at rest."""
    shapes = shape_set(options.extended)
    held = letters_of(timeline, options) or (MouthCue(0.0, 0.0, shapes.rest),)
    return held, math.floor(timeline.duration * 100 + 1e-6) / 100, shapes.rest


def to_json(timeline: CueSheet, options: Options) -> str:
    """Rhubarb's JSON: `metadata` with the sound file's absolute path and the duration, and `mouthCues`."""
    held, duration, _ = _whole(timeline, options)
    path = json.dumps(timeline.sound, ensure_ascii=False)
    rows = ",\n".join(
        f'    {{ "start": {cue.start:.2f}, "end": {cue.end:.2f}, "value": "{cue.value}" }}' for cue in held
    )
    return (
        f'{{\n  "metadata": {{\n    "soundFile": {path},\n    "duration": {duration:.2f}\n  }},\n'
        f'  "mouthCues": [\n{rows}\n  ]\n}}\n'
    )


def to_tsv(timeline: CueSheet, options: Options) -> str:
    """Rhubarb's TSV: a line for each cue, start and letter, and a last one with the end and the shape at rest."""
    held, duration, rest = _whole(timeline, options)
    return "".join(f"{cue.start:.2f}\t{cue.value}\n" for cue in held if duration) + f"{duration:.2f}\t{rest}\n"


def to_xml(timeline: CueSheet, options: Options) -> str:
    """Rhubarb's XML: `rhubarbResult` with `metadata` and `mouthCues`."""
    held, duration, _ = _whole(timeline, options)
    rows = "".join(
        f'    <mouthCue start="{cue.start:.2f}" end="{cue.end:.2f}">{cue.value}</mouthCue>\n' for cue in held
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rhubarbResult>\n  <metadata>\n'
        f"    <soundFile>{escape(timeline.sound, quote=False)}</soundFile>\n    <duration>{duration:.2f}</duration>\n"
        f"  </metadata>\n  <mouthCues>\n{rows}  </mouthCues>\n</rhubarbResult>\n"
    )


FORMATS = {
    "tsv": Format(".tsv", to_tsv, "Rhubarb Lip Sync: letters, one change a line"),
    "xml": Format(".xml", to_xml, "Rhubarb Lip Sync: letters as XML"),
    "json": Format(".json", to_json, "Rhubarb Lip Sync: letters as JSON"),
}
