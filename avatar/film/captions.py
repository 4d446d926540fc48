"""Captions beside a film: SubRip (.srt) and WebVTT (.vtt), collected while the film is made."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from avatar.scene.reading import shown_name
from avatar.types import Entry, Performance


class Line(NamedTuple):
    """A caption on the film's own clock."""

    start: float
    end: float
    who: str
    text: str


SHORTEST_S = 0.1
"""What is shown for less than this is left out: it lies at the edge of what is filmed."""


def lines(entries: Iterable[Entry], start: float = 0.0, end: float = math.inf) -> list[Line]:
    """The captions of what is said between `start` and `end` of the scene, on a clock that begins at `start`."""
    found: list[Line] = []
    for entry in entries:
        if not isinstance(entry.what, Performance):
            continue
        for caption in entry.what.captions:
            begins, ends = max(start, entry.start + caption.start), min(end, entry.start + caption.end)
            text = " ".join(caption.value.split())
            if text and ends - begins >= SHORTEST_S:
                found.append(Line(begins - start, ends - start, entry.who, text))
    return found


def srt(captions: Iterable[Line], named: bool) -> str:
    """SubRip. `named`: say who speaks."""
    blocks = []
    for number, line in enumerate(sorted(captions), 1):
        text = f"{shown_name(line.who)}: {line.text}" if named else line.text
        blocks.append(f"{number}\n{_clock(line.start, ',')} --> {_clock(line.end, ',')}\n{text}\n")
    return "\n".join(blocks)


def vtt(captions: Iterable[Line], named: bool) -> str:
    """WebVTT, as https://www.w3.org/TR/webvtt1/ has it; who speaks is in a voice span."""
    blocks = ["WEBVTT\n"]
    for line in sorted(captions):
        text = _escaped(line.text)
        if named:
            text = f"<v {_escaped(shown_name(line.who))}>{text}</v>"
        blocks.append(f"{_clock(line.start, '.')} --> {_clock(line.end, '.')}\n{text}\n")
    return "\n".join(blocks)


def _clock(t: float, point: str) -> str:
    milliseconds = round(max(0.0, t) * 1000)
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
