"""Captions beside a film: SubRip (.srt) and WebVTT (.vtt), collected while the film is made."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from avatar.scene.reading import shown_name
from avatar.text import subtitles
from avatar.text.subtitles import Subtitle
from avatar.types import Entry, Performance


class Caption(NamedTuple):
    """A caption on the film's own clock."""

    start: float
    end: float
    who: str
    text: str


SHORTEST_S = 0.1
"""Captions that are shown for less than this are left out: they lie at the edge of what is filmed."""


def list_captions(entries: Iterable[Entry], start: float = 0.0, end: float = math.inf) -> list[Caption]:
    """The captions of what is said between `start` and `end` of the scene, on a clock that begins at `start`."""
    found: list[Caption] = []
    for entry in entries:
        if not isinstance(entry.what, Performance):
            continue
        for caption in entry.what.captions:
            begins, ends = max(start, entry.start + caption.start), min(end, entry.start + caption.end)
            text = " ".join(caption.value.split())
            if text and ends - begins >= SHORTEST_S:
                found.append(Caption(begins - start, ends - start, entry.who, text))
    return found


def write_srt(captions: Iterable[Caption], named: bool) -> str:
    """SubRip. `named`: say who speaks."""
    return subtitles.write_srt(_subtitles(captions, named))


def write_vtt(captions: Iterable[Caption], named: bool) -> str:
    """WebVTT. `named`: say who speaks."""
    return subtitles.write_vtt(_subtitles(captions, named))


def _subtitles(captions: Iterable[Caption], named: bool) -> list[Subtitle]:
    """In order of their times."""
    return [
        Subtitle(line.start, line.end, line.text, shown_name(line.who) if named else "") for line in sorted(captions)
    ]
