"""Praat's TextGrid (long form): tiers `words`, `phones` (IPA) and `mouth` (Rhubarb's letters).

Phones or letters corrected in Praat can be read back. Source: Praat's manual, "TextGrid file formats".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from avatar.errors import LipSyncError
from avatar.lipsync.formats.base import CueSheet, Format, Options
from avatar.lipsync.formats.rhubarb import letters_of
from avatar.types import Timed


class Tier(NamedTuple):
    name: str
    spans: tuple[Timed, ...]


def tiers_of(timeline: CueSheet, options: Options) -> list[Tier]:
    """What is known of a timeline: its words and phones, where there are any, and its letters."""
    letters = tuple(Timed(*cue) for cue in letters_of(timeline, options))
    tiers = [Tier("words", timeline.words), Tier("phones", timeline.phones or ()), Tier("mouth", letters)]
    return [tier for tier in tiers if tier.spans or tier.name == "mouth"]


def write(timeline: CueSheet, options: Options) -> str:
    tiers = [(name, _filled(spans, timeline.duration)) for name, spans in tiers_of(timeline, options)]
    end = f"{max(timeline.duration, 1e-4):.4f}"
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {end}"]
    lines += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for i, (name, spans) in enumerate(tiers, 1):
        lines += [f"    item [{i}]:", '        class = "IntervalTier"', f'        name = "{name}"', "        xmin = 0"]
        lines += [f"        xmax = {end}", f"        intervals: size = {len(spans)}"]
        for k, (start, stop, value) in enumerate(spans, 1):
            text = value.replace('"', '""')
            lines += [f"        intervals [{k}]:", f"            xmin = {start:.4f}", f"            xmax = {stop:.4f}"]
            lines.append(f'            text = "{text}"')
    return "\n".join(lines) + "\n"


def _filled(spans: Iterable[Timed], duration: float) -> list[tuple[float, float, str]]:
    """Intervals that cover the whole sound, as Praat wants them: to 0.1 ms, none empty, holes filled with ''."""
    whole = max(1, round(duration * 1e4))
    ticks: list[tuple[int, int, str]] = []
    at = 0
    for span in spans:
        start, end = max(at, round(span.start * 1e4)), min(whole, round(span.end * 1e4))
        if end <= start:
            continue
        if start > at:
            ticks.append((at, start, ""))
        ticks.append((start, end, span.value))
        at = end
    if at < whole:
        ticks.append((at, whole, ""))
    return [(start / 1e4, end / 1e4, value) for start, end, value in ticks]


_ENTRY = re.compile(
    r'"IntervalTier"|"TextTier"|name\s*=\s*"(?P<name>(?:[^"]|"")*)"'
    r'|xmin\s*=\s*(?P<min>[\d.eE+-]+)\s+xmax\s*=\s*(?P<max>[\d.eE+-]+)\s+text\s*=\s*"(?P<text>(?:[^"]|"")*)"'
)
_WORD = re.compile(r'"((?:[^"]|"")*)"|<exists>|[-+]?\d[\d.eE+-]*')


def read(text: str) -> tuple[Tier, ...]:
    """The interval tiers of a TextGrid in Praat's long or short form. Raises LipSyncError for what is neither."""
    if "ooTextFile" not in text[:200] or "TextGrid" not in text[:400]:
        raise LipSyncError("This is no TextGrid", remedy="Save it from Praat as a text file.")
    return _long(text) if "xmin =" in text or "xmin=" in text else _short(text)


def _long(text: str) -> tuple[Tier, ...]:
    tiers: list[tuple[str, list[Timed]]] = []
    for match in _ENTRY.finditer(text):
        if match["name"] is not None:
            tiers.append((match["name"].replace('""', '"'), []))
        elif match["text"] is not None and tiers:
            tiers[-1][1].append(_timed(match["min"], match["max"], match["text"]))
    return tuple(Tier(name, tuple(spans)) for name, spans in tiers if spans)


def _short(text: str) -> tuple[Tier, ...]:
    parts = [match.group() for match in _WORD.finditer(text)][2:]
    tiers: list[Tier] = []
    try:
        at = 4  # xmin, xmax, <exists>, number of tiers
        while at < len(parts):
            kind, name, count = parts[at], parts[at + 1].strip('"'), int(parts[at + 4])
            each = 3 if kind == '"IntervalTier"' else 2
            if not 0 <= count <= (len(parts) - at - 5) // each:
                raise ValueError(f"{count} entries are not there")
            rows = [parts[at + 5 + each * k : at + 5 + each * (k + 1)] for k in range(count)]
            if each == 3:
                tiers.append(Tier(name, tuple(_timed(a, b, value[1:-1]) for a, b, value in rows)))
            at += 5 + each * count
    except (IndexError, ValueError) as error:
        raise LipSyncError("The TextGrid breaks off or is damaged", remedy="Save it again from Praat.") from error
    return tuple(tiers)


def _timed(start: str, end: str, text: str) -> Timed:
    try:
        return Timed(float(start), float(end), text.replace('""', '"').strip())
    except ValueError as error:
        raise LipSyncError(
            f"The TextGrid has an interval from {start!r} to {end!r}", remedy="Mend it in Praat."
        ) from error


FORMATS = {
    "textgrid": Format(".TextGrid", write, "Praat: words, phones and letters"),
}
