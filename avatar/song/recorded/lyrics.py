"""The words of a recorded song, line by line, with the times that their file gives: LRC, enhanced LRC, plain text.

LRC: `[01:23.45]words`, a line for each line that is sung, several times before a line that comes again, tags such as
`[ti:...]` and `[offset:+250]` (milliseconds by which everything comes sooner); enhanced: `<01:23.45>` before words.
Nothing in such a file raises but that it holds no words, or far too many; what was mended or left out is a Remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from avatar.errors import LipSyncError, SongError
from avatar.song.score import Remark
from avatar.text import dialogs

LARGEST = 1 << 20
"""Bytes of a file of words."""
MOST_LINES = 5_000
MOST_LETTERS = 2_000
"""Letters of one line."""
ROUND_SLACK, SLACK = 1.3, 0.7
"""Seconds by which a line may begin before or after its time, where times are whole seconds, and otherwise."""

_TAG = re.compile(r"\[(?P<name>[A-Za-z#]+)\s*:(?P<value>[^\]\n]*)\]")
_TIME = re.compile(r"\[\s*(?P<clock>-?\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?)\s*\]")
_WORD_TIME = re.compile(r"<\s*(\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?)\s*>")
_SINGER = re.compile(r"(?:F|M|D|v\d+)\s*:\s+")
"""Who sings a line (woman, man, duet), as some players mark it."""
_NOTE = re.compile(r"\[[^\[\]\n]{1,80}\]|\{[^{}\n]{1,80}\}|[♪♫♬♩]+")
_HEADING = re.compile(
    r"\s*(?:verse|chorus|pre-?chorus|post-?chorus|bridge|intro|outro|hook|refrain|interlude|instrumental|solo|strophe|"
    r"couplet|refrão|estribillo|ritornello|zwischenspiel|coda)\s*\d*\s*(?:[x×]\s*\d+|\(.*\))?\s*:?\s*",
    re.IGNORECASE,
)
_KEPT_TAGS = {"ti": "title", "ar": "artist", "la": "language"}
_SILENT_TAGS = frozenset("al au by length re ve tool offset id lr #".split())
"""Tags that say nothing of the song's words."""


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
    """The words in a file: .lrc, or any text. Raises SongError where it can't be read or holds none."""
    try:
        if path.stat().st_size > LARGEST:
            remedy = "Give the words of one song alone."
            raise SongError(f"The words are over {LARGEST >> 20} MB long", where=path, remedy=remedy)
        dialog = dialogs.read(path.read_bytes(), path.name)
    except OSError as error:
        raise SongError(f"The words can't be read: {error.strerror}", where=path, remedy="Check the name.") from error
    except (LipSyncError, ValueError) as error:
        what = error.what if isinstance(error, LipSyncError) else str(error)
        remedy = "Save the song's words as plain text, or as .lrc."
        raise SongError(f"The words can't be read: {what}", where=path, remedy=remedy) from error
    found = parse_lyrics(dialog.text, path)
    return replace(found, remarks=(*(Remark("", note) for note in dialog.notes), *found.remarks))


def parse_lyrics(text: str, where: object = "") -> Lyrics:
    """The words in the text of such a file. Raises SongError where it holds none, or too many."""
    reader = _Reader()
    rows = text.splitlines()
    if len(rows) > MOST_LINES:
        remedy = "Give the words of one song alone."
        raise SongError(f"The words have {len(rows):,} lines, over {MOST_LINES:,}", where=where, remedy=remedy)
    for number, row in enumerate(rows, 1):
        reader.take(number, row)
    found = reader.finish()
    if not found.lines:
        raise SongError("There are no words to sing in it", where=where, remedy="Write them, one line a line.")
    return found


class _Timed(NamedTuple):
    """A line as it stands in the file."""

    number: int
    start: float | None
    line: LyricLine


class _Reader:
    def __init__(self) -> None:
        self._rows: list[_Timed] = []
        self._remarks: list[Remark] = []
        self._tags: dict[str, str] = {}
        self._offset = 0.0
        self._left_out: dict[str, int] = {}

    def take(self, number: int, row: str) -> None:
        """One line of the file."""
        if tag := _TAG.fullmatch(row.strip()):
            self._take_tag(number, tag["name"].lower(), tag["value"].strip())
            return
        times: list[float] = []
        while time := _TIME.match(row := row.lstrip(" \t\ufeff")):
            times.append(_seconds(time["clock"]))
            row = row[time.end() :]
        text, words = self._words(number, _SINGER.sub("", row.strip(), count=1) if times else row.strip())
        if not text and not times:
            return
        if not times:
            self._rows.append(_Timed(number, words[0].second if words else None, LyricLine(text, None, None, words)))
        for start in times:  # the words of a line that comes again are as much later
            moved = tuple(word._replace(second=word.second + (start - times[0])) for word in words)
            self._rows.append(_Timed(number, start, LyricLine(text, start, None, moved)))

    def _take_tag(self, number: int, name: str, value: str) -> None:
        if name in _KEPT_TAGS:
            self._tags[_KEPT_TAGS[name]] = value
        elif name == "offset":
            try:
                self._offset = float(value) / 1000
            except ValueError:
                self._remarks.append(Remark(f"line {number}", f"the offset {value!r} is no number: taken as 0"))
        elif name not in _SILENT_TAGS:
            self._remarks.append(Remark(f"line {number}", f"[{name}: {value}] is no tag that is known: left out"))

    def _words(self, number: int, row: str) -> tuple[str, tuple[LyricWord, ...]]:
        """A line's text without times and notes, and where its timed words stand in it."""
        text, words, at = "", [], 0
        for found in _WORD_TIME.finditer(row):
            text += row[at : found.start()]
            words.append((len(text), _seconds(found[1])))
            at = found.end()
        text += row[at:]
        if note := _NOTE.search(text):
            self._left_out.setdefault(note[0], number)
        clean = _NOTE.sub(lambda found: " " * len(found[0]), text)
        if _HEADING.fullmatch(clean):
            if clean.strip():
                self._left_out.setdefault(clean.strip(), number)
            clean = ""
        if len(clean) > MOST_LETTERS:
            self._remarks.append(Remark(f"line {number}", f"it is over {MOST_LETTERS:,} letters long: cut off there"))
            clean = clean[:MOST_LETTERS]
        lead = len(clean) - len(clean.lstrip())
        clean = clean.rstrip()
        placed = (LyricWord(_next_letter(clean, at), second) for at, second in words)
        return clean[lead:], tuple(each._replace(at=each.at - lead) for each in placed if each.at < len(clean))

    def finish(self) -> Lyrics:
        """All lines in the order in which they are sung."""
        timed = [(row.number, row.start) for row in self._rows if row.start is not None]
        repeats = any(a == b for (a, _), (b, _) in pairwise(timed))  # a line of the file that has several times
        disorder = any(b < a for (_, a), (_, b) in pairwise(timed))
        if disorder:
            self._rows = _in_time(self._rows)
        if disorder and not repeats:
            self._remarks.append(Remark("", "lines stood out of their times' order: they are sung by their times"))
        if self._left_out:
            first = ", ".join(list(self._left_out)[:5])
            more = f" and {len(self._left_out) - 5} more" if len(self._left_out) > 5 else ""
            place = f"line {next(iter(self._left_out.values()))}"
            self._remarks.append(Remark(place, f"not taken as sung: {first}{more}"))
        starts = [row.start for row in self._rows if row.start is not None]
        whole = len(starts) > 1 and all(abs(start - round(start)) < 1e-6 for start in starts)
        lines = tuple(self._lines())
        remarks = tuple(self._remarks)
        return Lyrics(lines, slack=ROUND_SLACK if whole else SLACK, remarks=remarks, **self._tags)

    def _lines(self) -> Iterator[LyricLine]:
        rows = self._rows
        for number, row in enumerate(rows):
            if not row.line.text:
                continue
            after = rows[number + 1] if number + 1 < len(rows) else None
            end = after.start if after is not None and not after.line.text else None
            line = replace(row.line, end=None if end is None else end - self._offset)
            if row.start is not None:
                line = replace(line, start=max(0.0, row.start - self._offset))
            words = tuple(word._replace(second=word.second - self._offset) for word in line.words)
            yield replace(line, words=_growing(words))


def _in_time(rows: Sequence[_Timed]) -> list[_Timed]:
    """Rows by their times; one without goes with the row before it."""
    keyed, last = [], -1.0
    for row in rows:
        last = row.start if row.start is not None else last
        keyed.append((last, row))
    return [row for _, row in sorted(keyed, key=lambda each: each[0])]


def _growing(words: Sequence[LyricWord]) -> tuple[LyricWord, ...]:
    """Words whose times grow with their places; one that falls back is no help."""
    kept: list[LyricWord] = []
    for word in words:
        if not kept or (word.second > kept[-1].second and word.at > kept[-1].at):
            kept.append(word)
    return tuple(kept)


def _next_letter(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _seconds(clock: str) -> float:
    """`01:23.45`, or `01:23:45`, whose last part is hundredths too."""
    minutes, seconds, *rest = re.split(r"[:.]", clock.lstrip("-"))
    fraction = int(rest[0]) / 10 ** len(rest[0]) if rest else 0.0
    value = int(minutes) * 60 + int(seconds) + fraction
    return -value if clock.startswith("-") else value
