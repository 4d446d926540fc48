"""Captions beside a film (.srt, .vtt, .ass, .lrc), collected while the film is made."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from avatar.scene.reading import shown_name
from avatar.text import subtitles
from avatar.text.subtitles import Subtitle, SungFrom
from avatar.types import Entry, Performance


class Caption(NamedTuple):
    """A caption on the film's own clock."""

    start: float
    end: float
    who: str
    text: str
    sung: tuple[SungFrom, ...] = ()
    """Where its syllables begin, for what is sung."""


SHORTEST_S = 0.1
"""Captions that are shown for less than this are left out: they lie at the edge of what is filmed."""


def list_captions(entries: Iterable[Entry], start: float = 0.0, end: float = math.inf) -> list[Caption]:
    """The captions of what is said between `start` and `end` of the scene, on a clock that begins at `start`.

    What is sung is captioned line by line, with the times of its syllables.
    """
    found: list[Caption] = []
    for entry in entries:
        if not isinstance(entry.what, Performance):
            continue
        for caption in _of(entry, entry.what):
            begins, ends = max(start, caption.start), min(end, caption.end)
            if caption.text and ends - begins >= SHORTEST_S:
                sung = tuple(SungFrom(max(start, each.t) - start, each.at) for each in caption.sung)
                found.append(Caption(begins - start, ends - start, entry.who, caption.text, sung))
    return found


def _of(entry: Entry, said: Performance) -> list[Caption]:
    """Captions on the scene's clock."""
    syllables = said.captions
    if said.speech.notes is None or any(each.at < 0 for each in syllables):
        spoken = (each.moved(entry.start) for each in syllables)
        return [Caption(each.start, each.end, entry.who, " ".join(each.value.split())) for each in spoken]
    found, first = [], 0
    for line in said.speech.text.split("\n"):
        last = first + len(line)
        its = [each for each in syllables if first <= each.at < last]
        if its:
            sung = tuple(SungFrom(entry.start + each.start, each.at - first) for each in its)
            found.append(Caption(sung[0].t, entry.start + its[-1].end, entry.who, line, sung))
        first = last + 1
    return found


WRITERS: Mapping[str, Callable[[Iterable[Subtitle]], str]] = {
    ".srt": subtitles.write_srt,
    ".vtt": subtitles.write_vtt,
    ".ass": subtitles.write_ass,
    ".lrc": subtitles.write_lrc,
}
"""Ending to what writes such a file."""


def write(captions: Iterable[Caption], ending: str, named: bool) -> str:
    """Captions as a file with that ending has them. `named`: say who speaks."""
    return WRITERS[ending](
        Subtitle(line.start, line.end, line.text, shown_name(line.who) if named else "", line.sung)
        for line in sorted(captions)
    )
