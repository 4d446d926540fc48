"""The words of a recorded song, line by line, with the times that their file gives, ready to be looked for.

Files are read by `avatar.song.reading`: LRC, enhanced LRC, plain text, scores. Here what is not sung is left out, and
each time is put to the letter that it belongs to. What was left out is a Remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from avatar.errors import SongError
from avatar.song import lyrics as shared
from avatar.song import reading
from avatar.song.reading import lrc
from avatar.song.score import Remark

MOST_LINES = 5_000
MOST_LETTERS = 2_000
"""Letters of one line."""
ROUND_SLACK, SLACK = 1.3, 0.7
"""Seconds by which a line may begin before or after its time, where times are whole seconds, and otherwise."""

_NOTE = re.compile(r"\[[^\[\]\n]{1,80}\]|\{[^{}\n]{1,80}\}|[♪♫♬♩]+")
_HEADING = re.compile(
    r"\s*\(?(?:verse|chorus|pre-?chorus|post-?chorus|bridge|intro|outro|hook|refrain|interlude|instrumental|solo|strophe|"
    r"couplet|refrão|estribillo|ritornello|zwischenspiel|coda)\s*\d*\s*(?:[x×]\s*\d+|\(.*\))?\s*\)?:?\s*",
    re.IGNORECASE,
)


class LyricWord(NamedTuple):
    """A time inside a line: the word that stands there begins then."""

    at: int
    """Index of its first letter in the line."""
    second: float


@dataclass(frozen=True)
class LyricLine:
    """A line that is sung."""

    text: str
    start: float | None = None
    """Seconds, by the file; None where it doesn't tell."""
    end: float | None = None
    """Seconds at which it is over by the file: the time of an empty line after it."""
    words: tuple[LyricWord, ...] = ()


@dataclass(frozen=True)
class Lyrics:
    """The words of a song."""

    lines: tuple[LyricLine, ...]
    title: str = ""
    artist: str = ""
    language: str = ""
    slack: float = SLACK
    """Seconds by which lines may begin off their times."""
    remarks: tuple[Remark, ...] = ()

    @property
    def timed(self) -> bool:
        return any(line.start is not None for line in self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def read_lyrics(path: Path) -> Lyrics:
    """The words in a file: .lrc, any text, or a score. Raises SongError where it can't be read or holds none."""
    return _prepared(reading.read_lyrics(path), path)


def parse_lyrics(text: str) -> Lyrics:
    """The words in a text, LRC or plain. Raises SongError where it holds none, or too many."""
    if lrc.looks_like_lrc(text):
        return _prepared(lrc.read_lrc(text), "")
    rows = (row.split() for row in text.splitlines())
    lines = (shared.LyricLine(tuple(shared.LyricWord(word) for word in row)) for row in rows if row)
    return _prepared(shared.Lyrics(tuple(lines)), "")


def _prepared(found: shared.Lyrics, where: object) -> Lyrics:
    if len(found.lines) > MOST_LINES:
        remedy = "Give the words of one song alone."
        raise SongError(f"The words have {len(found.lines):,} lines, over {MOST_LINES:,}", where=where, remedy=remedy)
    cleaner = _Cleaner()
    lines = tuple(line for each in found.lines if (line := cleaner.clean(each)).text)
    if not lines:
        raise SongError("There are no words to sing in it", where=where, remedy="Write them, one line a line.")
    starts = [line.start for line in lines if line.start is not None]
    whole = len(starts) > 1 and all(abs((each - starts[0]) - round(each - starts[0])) < 1e-6 for each in starts)
    remarks = (*found.remarks, *cleaner.remarks())
    return Lyrics(lines, found.title, found.author, found.language, ROUND_SLACK if whole else SLACK, remarks)


class _Cleaner:
    """Takes out what is not sung, and remembers it."""

    def __init__(self) -> None:
        self._left_out: dict[str, None] = {}
        self._cut = 0

    def clean(self, line: shared.LyricLine) -> LyricLine:
        """The line without notes; '' where it is a heading. Times go to the words that stay."""
        text = line.text
        for note in _NOTE.finditer(text):
            self._left_out.setdefault(note[0])
        clean = _NOTE.sub(lambda note: " " * len(note[0]), text)  # so that words stay where they are
        if clean.strip() and _HEADING.fullmatch(clean):
            self._left_out.setdefault(clean.strip())
            clean = ""
        self._cut += len(clean) > MOST_LETTERS
        clean = clean[:MOST_LETTERS].rstrip()
        lead = len(clean) - len(clean.lstrip())
        words, at = [], 0
        for word in line.words:
            if word.start is not None and at < len(clean) and not clean[at].isspace():
                words.append(LyricWord(at - lead, word.start))
            at += len(word.text) + 1
        return LyricLine(clean[lead:], line.start, line.end, _growing(words))

    def remarks(self) -> Iterator[Remark]:
        if self._left_out:
            first = ", ".join(list(self._left_out)[:5])
            more = f" and {len(self._left_out) - 5} more" if len(self._left_out) > 5 else ""
            yield Remark("", f"not taken as sung: {first}{more}")
        if self._cut:
            yield Remark("", f"{self._cut} lines are over {MOST_LETTERS:,} letters long: cut off there")


def _growing(words: Sequence[LyricWord]) -> tuple[LyricWord, ...]:
    """Words whose times grow with their places; one that falls back is no help."""
    kept: list[LyricWord] = []
    for word in words:
        if not kept or word.second > kept[-1].second:
            kept.append(word)
    return tuple(kept)
