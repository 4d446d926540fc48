"""What is sung of the words in a file: headings, notes and what stands in brackets are not, which is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from avatar.errors import SongError
from avatar.song.lyrics import LyricLine, Lyrics, LyricWord
from avatar.song.score import Remark

MOST_LINES = 5_000
MOST_LETTERS = 2_000
"""Letters of one line."""

_NOTE = re.compile(r"\[[^\[\]\n]{1,80}\]|\{[^{}\n]{1,80}\}|[♪♫♬♩]+")
_HEADING = re.compile(
    r"\s*\(?(?:verse|chorus|pre-?chorus|post-?chorus|bridge|intro|outro|hook|refrain|interlude|instrumental|solo|strophe|"
    r"couplet|refrão|estribillo|ritornello|zwischenspiel|coda)\s*\d*\s*(?:[x×]\s*\d+|\(.*\))?\s*\)?:?\s*",
    re.IGNORECASE,
)


def keep_sung(found: Lyrics, where: object) -> Lyrics:
    """The lyrics without what is not sung. Raises SongError where nothing is left, or they are far too long."""
    if len(found.lines) > MOST_LINES:
        remedy = "Give the words of one song alone."
        raise SongError(f"The words have {len(found.lines):,} lines, over {MOST_LINES:,}", where=where, remedy=remedy)
    cleaner = _Cleaner()
    lines = tuple(line for each in found.lines if (line := cleaner.clean(each)).words)
    if not lines:
        raise SongError("There are no words to sing in it", where=where, remedy="Write them, one line a line.")
    return replace(found, lines=lines, remarks=(*found.remarks, *cleaner.remarks()))


class _Cleaner:
    """Takes out what is not sung, and remembers it."""

    def __init__(self) -> None:
        self._left_out: dict[str, None] = {}
        self._cut = 0

    def clean(self, line: LyricLine) -> LyricLine:
        """The line without notes; without words where it is a heading. Times go to the words that stay."""
        text = line.text
        for note in _NOTE.finditer(text):
            self._left_out.setdefault(note[0])
        clean = _NOTE.sub(lambda note: " " * len(note[0]), text)  # so that words stay where they are
        if clean.strip() and _HEADING.fullmatch(clean):
            self._left_out.setdefault(clean.strip())
            return replace(line, words=())
        self._cut += len(clean) > MOST_LETTERS
        clean = clean[:MOST_LETTERS]
        words = (_kept(word, clean[at : at + len(word.text)]) for at, word in line.places())
        return replace(line, words=tuple(word for word in words if word.text))

    def remarks(self) -> Iterator[Remark]:
        if self._left_out:
            first = ", ".join(list(self._left_out)[:5])
            more = f" and {len(self._left_out) - 5} more" if len(self._left_out) > 5 else ""
            yield Remark("", f"not taken as sung: {first}{more}")
        if self._cut:
            yield Remark("", f"{self._cut} lines are over {MOST_LETTERS:,} letters long: cut off there")


def _kept(word: LyricWord, left: str) -> LyricWord:
    """A word as far as it is left; the times of its syllables are of the whole of it."""
    left = "".join(left.split())
    return word if left == word.text else replace(word, text=left, syllables=())
